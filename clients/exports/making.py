"""Makes the archive of an export in the background, and says on the export how it went."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from agencies.archive import Written, write_archive
from agencies.context import RUNTIME, in_agency
from agencies.references import AgencyRef
from audit import events
from audit.actors import Actor
from clients.models import AgencyExport
from jobs.tasks import Job, task

KEPT_FOR = timedelta(days=7)
FAILED = {"code": "export_failed", "detail": "The archive could not be made; ask for it again."}
UNDER_WAY = ("queued", "running")


@task("clients.make_archive", own_transactions=True)
def make_archive(job: Job, *, export: UUID) -> None:
    """Make the archive of an export that is under way; one that is finished is left alone."""
    agency = job.agency
    with in_agency(agency):
        if not AgencyExport.objects.filter(id=export, state__in=UNDER_WAY).update(state="running"):
            return
    with in_agency(agency, snapshot=True):
        written = write_archive(agency, archive_path(agency, export), using=RUNTIME)
    with in_agency(agency):
        if not _note(export, written):
            written.path.unlink(missing_ok=True)


@make_archive.when_given_up
def give_up(job: Job, *, export: UUID) -> None:
    """Say on the export that there will be no archive."""
    del job
    AgencyExport.objects.filter(id=export, state__in=UNDER_WAY).update(
        state="failed", problem=FAILED, finished_at=timezone.now()
    )


def _note(export_id: UUID, written: Written) -> bool:
    """Say what was made, for whom and until when; False where it was given up meanwhile."""
    now, manifest = timezone.now(), written.manifest
    noted = AgencyExport.objects.filter(id=export_id, state="running").update(
        state="ready",
        bytes=written.bytes,
        sha256=written.sha256,
        manifest_digest=manifest.digest(),
        tables=len(manifest.tables),
        rows=manifest.rows,
        files=len(manifest.files),
        finished_at=now,
        expires_at=now + KEPT_FOR,
    )
    if not noted:
        return False
    actor = Actor(name=AgencyExport.objects.get(id=export_id).created_by)
    events.agency_exported(actor, id=export_id, digest=manifest.digest(), rows=manifest.rows)
    return True


def archive_path(agency: AgencyRef, export_id: UUID) -> Path:
    """Say where the archive of an export lies: a folder an agency, which goes with it."""
    folder: Path = settings.EXPORTS_FOLDER
    return folder / agency.schema / f"{export_id}.zip"
