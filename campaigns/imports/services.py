"""One upload from its bytes to its facts, in one transaction: nothing is stored of a file that cannot be read."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from audit import events
from audit.actors import Actor
from campaigns.imports.ad_levels import at_one_level
from campaigns.imports.ad_units import in_one_currency
from campaigns.imports.at_rest import at_rest
from campaigns.imports.files import forget_file, keep_file, kept_file
from campaigns.imports.fitting import fitting
from campaigns.imports.loading import load
from campaigns.imports.locks import lock_accounts
from campaigns.imports.origins import source_of
from campaigns.imports.outcomes import counts_of, forget_outcomes, keep_outcomes
from campaigns.imports.previewing import keep_foreseen, summary
from campaigns.imports.refusals import FileRefused, NotPreviewed, WrongBrand
from campaigns.imports.refused_rows import keep_refused_cells
from campaigns.imports.renaming import recalled, remembered_renames
from campaigns.imports.uploads import Upload, bare_file_name, capture_day, digest_of
from campaigns.mapping.choosing import Choice, choice_again, choice_for
from campaigns.models import Import
from campaigns.plausibility.foreseeing import foresee_doubts
from campaigns.plausibility.inspection import inspect_load
from campaigns.progress import UNWATCHED, Watch
from campaigns.readers import FileToRead, Limits, Reading, UnreadableFile, read_in_child

ALL_REFUSED = {"code": "all_rows_refused", "detail": "Every row of the file was refused; see the rows for the reasons."}
LONGEST_COLUMN = 200
WHILE_WAITING = Limits()  # what reading a file may cost in a request
WITH_PATIENCE = Limits(memory_bytes=2 * 1024**3, cpu_seconds=300, wall_seconds=900, output_bytes=4 * 1024**3)
"""What it may cost where nobody waits for an answer: in a worker, and on the command line."""

__all__ = [
    "WITH_PATIENCE",
    "Upload",
    "choice_of",
    "commit_preview",
    "import_file",
    "load_reading",
    "new_import",
    "note_choice",
    "read_record",
]


def import_file(
    upload: Upload,
    *,
    actor: Actor,
    write: bool = True,
    limits: Limits = WHILE_WAITING,
    watch: Watch = UNWATCHED,
) -> Import:
    """Read a file and load it (`write`) or tell what a load would do, while the caller waits.

    Raises FileRefused with the reader's code, WrongBrand, CapturedInFuture, CapturedTooEarly and PeriodClosed.
    """
    with transaction.atomic():  # what refuses the file takes its import along
        record = new_import(upload, actor=actor, state="running")
        choice = choice_of(record)
        if upload.look is not None and upload.look.serves(record, choice):
            reading = upload.look.reading
        else:
            reading = read_record(record, upload.path, choice, limits=limits, watch=watch)
        note_choice(record, choice, reading)
        load_reading(record, reading, actor=actor, write=write, watch=watch)
        if record.state == "previewed":
            keep_file(record, upload.path)
    return record


def new_import(upload: Upload, *, actor: Actor, state: str) -> Import:
    """Note an upload before a byte of it is read; raises WrongBrand, CapturedInFuture and CapturedTooEarly."""
    if upload.campaign is not None and upload.campaign.brand_id != upload.account.brand_id:
        raise WrongBrand
    digest = digest_of(upload.path)
    captured_on = capture_day(upload, digest)
    choice = choice_for(upload.account.network, mapping=upload.mapping, columns=upload.columns, profile=upload.profile)
    return Import.objects.create(
        account=upload.account,
        campaign=upload.campaign,
        profile=upload.profile or "",
        file_name=bare_file_name(upload.file_name),
        sha256=digest,
        captured_on=captured_on,
        export_year=upload.export_year,
        renamed=dict(upload.renamed),
        created_by=actor.name,
        state=state,
        **(choice.noted(choice.only) if choice.only else {}),
    )


def commit_preview(record: Import, *, actor: Actor) -> Import:
    """Load the file of a preview, as it was read then; raises NotPreviewed for an import in any other state."""
    record = (
        Import.objects.select_for_update(of=("self",)).select_related("account__brand", "campaign").get(id=record.id)
    )
    if record.state != "previewed":
        raise NotPreviewed
    with kept_file(record.id) as path:
        reading = read_record(record, path, choice_of(record))
    forget_file(record.id)
    forget_outcomes(record.id)
    load_reading(record, reading, actor=actor, write=True)
    return record


@at_rest()
def load_reading(
    record: Import, reading: Reading, *, actor: Actor, write: bool, fits: bool = False, watch: Watch = UNWATCHED
) -> None:
    """Load what was read into the import's account, and keep on the import what became of each line.

    `fits` says that whoever read it has left out already what there is no room for. An import of which every row was
    refused is `failed`: it is kept for its reasons, and stores no fact.
    """
    lock_accounts([record.account_id])
    reading = reading if fits else fitting(reading)
    reading = at_one_level(record.account, in_one_currency(record.account, reading))
    loaded = load(record, reading, write=write, watch=watch)
    reading = inspect_load(record, reading, loaded) if write else foresee_doubts(record, reading, loaded, watch=watch)
    keep_outcomes(record.id, reading, loaded)
    keep_refused_cells(record.id, reading)
    if loaded.foreseen is not None:
        keep_foreseen(record, reading, loaded.foreseen)
    watch.settle()
    record.profile, record.grain, record.source = reading.profile, reading.grain, source_of(reading)
    record.first_day, record.last_day = reading.first_day, reading.last_day
    record.columns = dict(reading.columns)
    record.renamed, record.header_drift = dict(reading.renamed), reading.drift
    record.stated = list(loaded.stated)
    record.ignored_columns = [name[:LONGEST_COLUMN] for name in reading.ignored_columns]
    record.counts = counts_of(reading, loaded)
    record.state = _state(reading, write=write)
    record.preview = loaded.foreseen and summary(
        reading, loaded.outcomes, loaded.foreseen, captured_on=record.captured_on
    )
    record.previewed_counts = record.counts if loaded.foreseen else record.previewed_counts
    record.problem = ALL_REFUSED if record.state == "failed" else None
    record.finished_at = timezone.now()
    record.save()
    if record.state == "committed":
        events.import_committed(actor, id=record.id, file_name=record.file_name, counts=record.counts)


def _state(reading: Reading, *, write: bool) -> str:
    if not reading.rows:
        return "failed"
    return "committed" if write else "previewed"


def choice_of(record: Import) -> Choice:
    """Choose what an import's file may be: what its sender named or it was read as before, else whatever is known."""
    if record.mapped_as is not None:
        return choice_again(record)
    network = record.account.network
    choice = choice_for(network, mapping=None, columns=None, profile=record.profile or None)
    return choice if record.renamed else replace(choice, remembered=remembered_renames(network))


def note_choice(record: Import, choice: Choice, reading: Reading) -> None:
    """Note on an import as which of the agency's own kinds of table it was read, unless its sender named that."""
    if record.mapped_as is None:
        for name, value in choice.noted(reading.profile).items():
            setattr(record, name, value)


def read_record(
    record: Import, path: Path, choice: Choice, *, limits: Limits = WHILE_WAITING, watch: Watch = UNWATCHED
) -> Reading:
    """Read the bytes of an import; needs no open agency, and raises FileRefused with the reader's code.

    Where the header has drifted and nobody says how, it is read once more as the agency had it before.
    """

    def read(renamed: Mapping[str, str]) -> Reading:
        file = FileToRead(
            path,
            file_name=record.file_name,
            captured_on=record.captured_on,
            profile=choice.only or record.profile or None,
            mappings=choice.tables,
            export_year=record.export_year,
            network=record.account.network,
            handle=record.account.handle,
            account_kind=record.account.kind,
            currency=record.account.brand.currency,
            renamed=renamed,
        )
        return read_in_child(file, limits=limits, watch=watch)

    try:
        reading = read(record.renamed)
    except UnreadableFile as error:
        known = recalled(choice.remembered, error.particulars)
        if known:
            with suppress(UnreadableFile):
                return read(known)
        raise FileRefused(error.detail, code=error.code, particulars=error.particulars) from error
    known = recalled(choice.remembered, reading.drift)
    return read(known) if known else reading
