"""The end of an agency's life: a grace period in which its owner can come back, and then deletion with a proof."""

import shutil
from collections.abc import Mapping
from datetime import timedelta
from importlib.metadata import version
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from agencies.archive import digests_of
from agencies.context import OWNER, as_owner, at_the_door
from agencies.errors import (
    AlreadyClosingError,
    ClosedByOperatorError,
    NotClosingError,
    StillInGraceError,
    UnknownAgencyError,
)
from agencies.models import Agency, AgencyRemoval
from agencies.references import AgencyRef, AgencyState

USUAL_GRACE = timedelta(days=30)


def begin_closing(agency_id: UUID, *, grace: timedelta, by: UUID | None) -> AgencyRef:
    """Let an agency end: from now on it can only be read, by its owners, and `grace` later it may be purged.

    Needs no open context. Raises AlreadyClosingError for one that is closing.
    """
    now = timezone.now()
    with at_the_door():
        moved = (
            Agency.objects.filter(id=agency_id)
            .exclude(state=AgencyState.CLOSING)
            .update(state=AgencyState.CLOSING, closing_at=now, purge_at=now + grace, closing_by=by)
        )
        if not moved:
            raise AlreadyClosingError
        return Agency.objects.get(id=agency_id).ref()


def reopen(agency_id: UUID, *, as_operator: bool) -> AgencyRef:
    """Let a closing agency live on; what an operator closed, a suspended one maybe, an operator alone reopens.

    Needs no open context. Raises NotClosingError or ClosedByOperatorError.
    """
    with at_the_door():
        closing = Agency.objects.filter(id=agency_id, state=AgencyState.CLOSING)
        ours = closing if as_operator else closing.exclude(closing_by=None)
        moved = ours.update(state=AgencyState.ACTIVE, closing_at=None, purge_at=None, closing_by=None)
        if not moved:
            raise ClosedByOperatorError if closing.exists() else NotClosingError
        return Agency.objects.get(id=agency_id).ref()


def purge(agency_id: UUID, *, even_in_grace: bool = False) -> AgencyRemoval:
    """Delete an agency: schema, role, members, credentials, invitations, hosts, archives; gives the proof.

    All in one transaction but the archives on disk, which go when it is committed. People who are left without any
    agency go too. Raises UnknownAgencyError, NotClosingError, or StillInGraceError before its time.
    """
    with as_owner():
        agency = Agency.objects.using(OWNER).select_for_update().filter(id=agency_id).first()
        if agency is None:
            raise UnknownAgencyError("There is no such agency")
        if not even_in_grace:
            _require_due(agency)
        ref = agency.ref()
        with as_owner(ref.schema):
            manifest = digests_of(ref, using=OWNER)
        removal = AgencyRemoval(
            agency_id=agency.id,
            schema_name=agency.schema_name,
            closing_at=agency.closing_at,
            closing_by=agency.closing_by,
            product_version=version("yardstick"),
            manifest_digest=manifest.digest(),
            tables={part.name: {"rows": part.rows, "sha256": part.sha256} for part in manifest.tables},
            shared=_delete(agency),
            files=len(manifest.files),
        )
        removal.save(using=OWNER)
        transaction.on_commit(lambda: _delete_archives(ref), using=OWNER)
        removal.refresh_from_db(using=OWNER)
    return removal


def _require_due(agency: Agency) -> None:
    if agency.state != AgencyState.CLOSING or agency.purge_at is None:
        raise NotClosingError
    if agency.purge_at > timezone.now():
        raise StillInGraceError(agency.purge_at)


def _delete(agency: Agency) -> Mapping[str, int]:
    """Delete everything of the agency; gives how many rows of each shared table went."""
    gone: dict[str, int] = {}
    for path in settings.AGENCY_LEAVERS:
        gone |= import_string(path)(agency.id, using=OWNER)
    for relation in Agency._meta.related_objects:
        rows = relation.related_model.objects.using(OWNER).filter(**{relation.field.name: agency})
        table = relation.related_model._meta.db_table
        gone[table] = gone.get(table, 0) + rows.delete()[0]
    with connections[OWNER].cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {agency.schema_name} CASCADE")
        cursor.execute(f"DROP ROLE IF EXISTS {agency.schema_name}")
    agency.delete(using=OWNER)
    return {table: rows for table, rows in sorted(gone.items()) if rows}


def _delete_archives(agency: AgencyRef) -> None:
    shutil.rmtree(settings.EXPORTS_FOLDER / agency.schema, ignore_errors=True)
