"""Asking for an archive, giving it, and letting it expire."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from agencies.context import RUNTIME
from agencies.references import AgencyRef
from audit import events
from clients.exports.making import UNDER_WAY, archive_path, make_archive
from clients.exports.refusals import ExportExpired, ExportNotReady, ExportUnderWay
from clients.models import AgencyExport, AgencyProfile
from people.principal import Principal

OUTDATED = {"code": "export_outdated", "detail": "Somebody was erased while the archive was made; ask for it again."}


def request_export(principal: Principal) -> AgencyExport:
    """Have an archive made in the background of everything the agency has.

    Raises ExportUnderWay where one is being made.
    """
    AgencyProfile.objects.select_for_update().get()  # of two who ask at once one waits, and is refused
    if AgencyExport.objects.filter(state__in=UNDER_WAY).exists():
        raise ExportUnderWay
    expire_exports(principal.agency)
    export = AgencyExport.objects.create(created_by=principal.name)
    export.refresh_from_db()
    events.created(principal.actor(), "export", id=export.id, name="")
    make_archive.defer(export=export.id)
    return export


def archive_of(agency: AgencyRef, export: AgencyExport) -> Path:
    """Give the file of an export. Raises ExportNotReady or ExportExpired."""
    if export.state == "expired" or (export.expires_at is not None and export.expires_at <= timezone.now()):
        raise ExportExpired
    if export.state != "ready":
        raise ExportNotReady
    path = archive_path(agency, export.id)
    if not path.is_file():
        raise ExportExpired
    return path


def expire_exports(agency: AgencyRef) -> int:
    """Delete the archives whose time is over, when the open transaction is committed; gives how many."""
    return _delete(agency, AgencyExport.objects.filter(state="ready", expires_at__lte=timezone.now()))


def forget_archives(agency: AgencyRef, places: Mapping[str, int]) -> None:
    """Delete every archive, since somebody was erased who stands in them, and give up one that is being made."""
    del places
    AgencyExport.objects.filter(state="running").update(state="failed", problem=OUTDATED, finished_at=timezone.now())
    _delete(agency, AgencyExport.objects.filter(state="ready"))


def _delete(agency: AgencyRef, over: QuerySet[AgencyExport]) -> int:
    ids = list(over.values_list("id", flat=True))
    AgencyExport.objects.filter(id__in=ids).update(state="expired")
    for export_id in ids:
        transaction.on_commit(partial(archive_path(agency, export_id).unlink, missing_ok=True), using=RUNTIME)
    return len(ids)
