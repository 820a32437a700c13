"""One upload from its bytes to its facts, in one transaction: nothing is stored of a file that cannot be read."""

from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.utils import timezone

from audit import events
from audit.actors import Actor
from campaigns.imports.ad_units import in_one_currency
from campaigns.imports.fitting import fitting
from campaigns.imports.loading import load
from campaigns.imports.locks import lock_accounts
from campaigns.imports.outcomes import counts_of, forget_outcomes, keep_outcomes
from campaigns.imports.previewing import keep_foreseen, summary
from campaigns.imports.refusals import FileRefused, NotPreviewed, WrongBrand
from campaigns.imports.refused_rows import keep_refused_cells
from campaigns.imports.uploads import Upload, bare_file_name, capture_day, digest_of
from campaigns.mapping.choosing import Choice, choice_again, choice_for
from campaigns.models import Import, ImportFile
from campaigns.readers import Reading, UnreadableFile, read_in_child

ALL_REFUSED = {"code": "all_rows_refused", "detail": "Every row of the file was refused; see the rows for the reasons."}
LONGEST_COLUMN = 200

__all__ = ["Upload", "commit_preview", "import_file", "load_reading"]


def import_file(upload: Upload, *, actor: Actor, write: bool = True) -> Import:
    """Read a file and load it (`write`) or tell what a load would do.

    Raises FileRefused with the reader's code, WrongBrand, CapturedInFuture and CapturedTooEarly.
    """
    if upload.campaign is not None and upload.campaign.brand_id != upload.account.brand_id:
        raise WrongBrand
    digest = digest_of(upload.path)
    captured_on = capture_day(upload, digest)
    choice = choice_for(upload.account.network, mapping=upload.mapping, columns=upload.columns, profile=upload.profile)
    reading = _read(upload, captured_on, choice)
    record = Import.objects.create(
        account=upload.account,
        campaign=upload.campaign,
        file_name=bare_file_name(upload.file_name),
        sha256=digest,
        captured_on=captured_on,
        export_year=upload.export_year,
        created_by=actor.name,
        state="running",
        **choice.noted(reading.profile),
    )
    load_reading(record, reading, actor=actor, write=write)
    if record.state == "previewed":
        ImportFile.objects.create(upload=record, data=upload.path.read_bytes())
    return record


def commit_preview(record: Import, *, actor: Actor) -> Import:
    """Load the file of a preview, as it was read then; raises NotPreviewed for an import in any other state."""
    record = Import.objects.select_for_update(of=("self",)).select_related("account", "campaign").get(id=record.id)
    if record.state != "previewed":
        raise NotPreviewed
    reading = _read_again(record)
    ImportFile.objects.filter(upload=record).delete()
    forget_outcomes(record.id)
    load_reading(record, reading, actor=actor, write=True)
    return record


def load_reading(record: Import, reading: Reading, *, actor: Actor, write: bool) -> None:
    """Load what was read into the import's account, and keep on the import what became of each line.

    An import of which every row was refused is `failed`: it is kept for its reasons, and stores no fact.
    """
    lock_accounts([record.account_id])
    reading = in_one_currency(record.account, fitting(reading))
    loaded = load(record, reading, write=write)
    record.profile, record.grain = reading.profile, reading.grain
    record.first_day, record.last_day = reading.first_day, reading.last_day
    record.columns = dict(reading.columns)
    record.ignored_columns = [name[:LONGEST_COLUMN] for name in reading.ignored_columns]
    record.counts = counts_of(reading, loaded)
    record.state = _state(reading, write=write)
    record.preview = loaded.foreseen and summary(reading, loaded.outcomes, loaded.foreseen)
    record.previewed_counts = record.counts if loaded.foreseen else record.previewed_counts
    record.problem = ALL_REFUSED if record.state == "failed" else None
    record.finished_at = timezone.now()
    record.save()
    keep_outcomes(record.id, reading, loaded)
    keep_refused_cells(record.id, reading)
    if loaded.foreseen is not None:
        keep_foreseen(record.id, loaded.foreseen)
    if record.state == "committed":
        events.import_committed(actor, id=record.id, file_name=record.file_name, counts=record.counts)


def _state(reading: Reading, *, write: bool) -> str:
    if not reading.rows:
        return "failed"
    return "committed" if write else "previewed"


def _read(upload: Upload, captured_on: date, choice: Choice) -> Reading:
    try:
        return read_in_child(
            upload.path,
            file_name=bare_file_name(upload.file_name),
            captured_on=captured_on,
            profile=choice.only or upload.profile,
            mappings=choice.tables,
            export_year=upload.export_year,
            network=upload.account.network,
            handle=upload.account.handle,
        )
    except UnreadableFile as error:
        raise FileRefused(error.detail, code=error.code) from error


def _read_again(record: Import) -> Reading:
    kept = ImportFile.objects.get(upload=record)
    with NamedTemporaryFile(prefix="import-") as file:
        file.write(kept.data)
        file.flush()
        upload = Upload(
            path=Path(file.name),
            file_name=record.file_name,
            account=record.account,
            profile=record.profile,
            export_year=record.export_year,
        )
        return _read(upload, record.captured_on, choice_again(record))
