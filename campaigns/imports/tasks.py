"""The worker's side of an import: read, load, tell how far it is, and leave it as it was where anything goes wrong."""

from contextlib import ExitStack
from uuid import UUID

from django.utils import timezone

from agencies.context import in_agency
from apikit.refusals import Refusal
from audit.actors import Actor
from campaigns.imports.files import forget_file, kept_file
from campaigns.imports.locks import lock_accounts
from campaigns.imports.meter import Meter
from campaigns.imports.outcomes import forget_outcomes
from campaigns.imports.services import WITH_PATIENCE, choice_of, load_reading, note_choice, read_record
from campaigns.mapping.choosing import Choice
from campaigns.models import Import, ImportWork
from campaigns.progress import Stopped
from campaigns.readers import Reading
from jobs.tasks import Job, task

BROKE: dict[str, object] = {
    "code": "import_broke",
    "detail": "The import ended for a reason of our own and stored nothing; try it again.",
}


@task("imports.load", own_transactions=True)
def load_import(job: Job, *, upload: UUID) -> None:
    """Load the file of a queued import. Done twice, or by two workers at once, it loads once.

    The import is read before the account is locked, so that only loading keeps others waiting.
    """
    with ExitStack() as opened:
        with in_agency(job.agency):
            begun = _begin(upload)
            if begun is None:
                return
            record, work = begun
            choice = choice_of(record)
            path = opened.enter_context(kept_file(upload))
        watch = opened.enter_context(Meter(job.agency, upload, rows=work.rows))
        try:
            reading = read_record(record, path, choice, limits=WITH_PATIENCE, watch=watch)
            with in_agency(job.agency):
                _finish(upload, reading, choice, watch)
        except Stopped:
            with in_agency(job.agency):
                _end(upload, "cancelled")
        except Refusal as refusal:
            with in_agency(job.agency):
                _end(upload, "failed", _problem(refusal))


@load_import.when_given_up
def give_up(job: Job, *, upload: UUID) -> None:
    """Say of an import that it could not be done, and keep its bytes for another try."""
    del job
    _end(upload, "failed", BROKE)


def _begin(upload: UUID) -> tuple[Import, ImportWork] | None:
    """Take an import up, or leave it: it has ended, or nobody wants it any more."""
    work = ImportWork.objects.select_for_update().filter(upload=upload).first()
    record = Import.objects.select_related("account__brand").filter(id=upload, state__in=("queued", "running")).first()
    if work is None or record is None:
        return None
    if work.cancel_asked_at is not None:
        end_import(record, "cancelled")
        return None
    record.state = "running"
    record.save(update_fields=["state"])
    work.attempts += 1
    work.started_at = work.moved_at = timezone.now()
    work.save(update_fields=["attempts", "started_at", "moved_at"])
    return record, work


def _finish(upload: UUID, reading: Reading, choice: Choice, watch: Meter) -> None:
    """Load what was read, unless another worker has done so meanwhile."""
    account = Import.objects.values_list("account_id", flat=True).get(id=upload)
    lock_accounts([account])
    work = ImportWork.objects.select_related("upload__account", "upload__campaign").get(upload=upload)
    record = work.upload
    if record.state != "running":
        return
    note_choice(record, choice, reading)
    forget_outcomes(record.id)  # of its preview
    load_reading(record, reading, actor=_actor(work), write=work.write, watch=watch)
    if record.state != "previewed":
        forget_file(record.id)


def _end(upload: UUID, state: str, problem: dict[str, object] | None = None) -> None:
    ImportWork.objects.select_for_update().filter(upload=upload).first()
    record = Import.objects.filter(id=upload, state__in=("queued", "running")).first()
    if record is not None:
        end_import(record, state, problem)


def end_import(record: Import, state: str, problem: dict[str, object] | None = None) -> None:
    """End an import that stored nothing: `failed`, which keeps its bytes for another try, or `cancelled`."""
    record.state, record.problem, record.finished_at = state, problem, timezone.now()
    record.save(update_fields=["state", "problem", "finished_at"])
    if state == "cancelled":
        forget_file(record.id)


def _actor(work: ImportWork) -> Actor:
    """Give whoever sent the file: the work is theirs, whichever worker does it."""
    return Actor(
        name=work.upload.created_by,
        id=work.actor_id,
        credential_id=work.credential_id,
        request_id=work.request_id,
    )


def _problem(refusal: Refusal) -> dict[str, object]:
    return {"code": refusal.code, "detail": refusal.detail, "particulars": dict(refusal.particulars or {}) or None}
