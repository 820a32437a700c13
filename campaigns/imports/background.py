"""Imports that a worker loads: put into the queue, cancelled, tried again.

queued -> running -> committed | previewed | failed | cancelled. A failed one whose file is kept can be queued again, a
previewed one is queued for its commit. No state but `committed` leaves a fact, and a lost worker leaves `running`
until another one takes the import up from the beginning.
"""

from django.utils import timezone

from audit import events
from audit.actors import Actor
from campaigns.imports.files import keep_file, keeps_file
from campaigns.imports.outcomes import forget_outcomes
from campaigns.imports.refusals import NotCancellable, NotPreviewed, NotRetryable
from campaigns.imports.services import commit_preview, import_file, new_import
from campaigns.imports.sizes import AT_ONCE, size_of
from campaigns.imports.tasks import end_import, load_import
from campaigns.imports.uploads import Upload
from campaigns.models import Import, ImportWork
from campaigns.models.provenance import no_counts


def take_in(upload: Upload, *, actor: Actor, write: bool, later: bool) -> Import:
    """Load a small file at once, and queue a larger one, or any where the sender would rather not wait (`later`).

    Raises what `import_file` raises. Of a queued file only what needs no reading is refused here; the rest makes the
    import `failed` later, with the same codes.
    """
    size = size_of(upload.path)
    if not later and size.within(AT_ONCE):
        return import_file(upload, actor=actor, write=write)
    record = new_import(upload, actor=actor, state="queued")
    keep_file(record, upload.path)
    _queue(record, actor=actor, write=write, rows=size.rows)
    return record


def commit(record: Import, *, actor: Actor, later: bool) -> Import:
    """Load the file of a preview, large ones in the background; raises NotPreviewed."""
    if not later and record.counts["rows"] <= AT_ONCE.rows:
        return commit_preview(record, actor=actor)
    record = _locked(record)
    if record.state != "previewed":
        raise NotPreviewed
    _queue(record, actor=actor, write=True, rows=record.counts["rows"])
    return record


def cancel_import(record: Import, *, actor: Actor) -> Import:
    """Stop an import that waits or runs: a waiting one at once, a running one as soon as its worker hears of it.

    Raises NotCancellable for one that has ended, or that is just being committed.
    """
    work = ImportWork.objects.select_for_update().filter(upload=record.id).first()
    record.refresh_from_db()
    match record.state:
        case "queued":
            end_import(record, "cancelled")
        case "running" if work is not None:
            work.cancel_asked_at = work.cancel_asked_at or timezone.now()
            work.save(update_fields=["cancel_asked_at"])
        case _:
            raise NotCancellable
    events.import_cancelled(actor, id=record.id, file_name=record.file_name)
    return _with_work(record)


def retry_import(record: Import, *, actor: Actor) -> Import:
    """Queue a failed import again, from the bytes that were kept; raises NotRetryable."""
    record = _locked(record)
    work = ImportWork.objects.filter(upload=record.id).first()
    if record.state != "failed" or work is None or not keeps_file(record.id):
        raise NotRetryable
    forget_outcomes(record.id)
    record.counts = no_counts()
    _queue(record, actor=actor, write=work.write, rows=work.rows)
    events.import_retried(actor, id=record.id, file_name=record.file_name)
    return record


def _queue(record: Import, *, actor: Actor, write: bool, rows: int) -> None:
    ImportWork.objects.filter(upload=record.id).delete()
    work = ImportWork.objects.create(
        upload=record,
        write=write,
        actor_id=actor.id,
        credential_id=actor.credential_id,
        request_id=actor.request_id,
        rows=rows,
    )
    record.state, record.problem, record.finished_at, record.work = "queued", None, None, work
    record.save(update_fields=["state", "problem", "finished_at", "counts"])
    load_import.defer(upload=record.id)


def _locked(record: Import) -> Import:
    return Import.objects.select_for_update(of=("self",)).select_related("account", "campaign").get(id=record.id)


def _with_work(record: Import) -> Import:
    return Import.objects.select_related("work").get(id=record.id)
