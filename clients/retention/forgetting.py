"""Forgets what an agency keeps no longer: old rows, and archives whose time is over."""

from datetime import datetime, timedelta

from django.db import connections, transaction

from agencies.context import OWNER, as_owner, in_agency
from agencies.references import AgencyRef
from clients.exports.services import expire_exports
from clients.retention.services import what_is_kept


def forget(agency: AgencyRef, *, now: datetime, dry_run: bool = False) -> dict[str, int]:
    """Delete or blank what is older than the agency keeps it, and archives past their time; gives how many by kind.

    Needs no open context. A dry run tells of rows alone, and changes nothing.
    """
    gone = _forget_rows(agency, now=now, dry_run=dry_run)
    if not dry_run:
        with in_agency(agency):
            gone["archives"] = expire_exports(agency)
    return gone


def _forget_rows(agency: AgencyRef, *, now: datetime, dry_run: bool) -> dict[str, int]:
    """Run the rules' statements as the owner of the database, since nobody else may delete from the trail."""
    gone: dict[str, int] = {}
    with as_owner(agency.schema), connections[OWNER].cursor() as cursor:
        for kept in what_is_kept(using=OWNER):
            if kept.days is None:
                continue
            before = now - timedelta(days=kept.days)
            for statement in kept.rule.statements:
                cursor.execute(statement, {"before": before})
                gone[kept.key] = gone.get(kept.key, 0) + cursor.rowcount
        if dry_run:
            transaction.set_rollback(True, using=OWNER)
    return gone
