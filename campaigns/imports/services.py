"""One upload from its bytes to its facts, in one transaction: nothing is stored of a file that cannot be read."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import file_digest
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb

from audit import events
from audit.actors import Actor
from campaigns.imports.loading import Loaded, load
from campaigns.imports.refusals import FileRefused, NotPreviewed, WrongBrand
from campaigns.models import Campaign, Import, ImportFile
from campaigns.models.provenance import no_counts
from campaigns.readers import Reading, UnreadableFile, read_in_child
from clients.models import NetworkAccount


@dataclass(frozen=True, slots=True)
class Upload:
    """What a user sends: a file on disk and what is said about it."""

    path: Path
    file_name: str
    account: NetworkAccount
    campaign: Campaign | None = None
    profile: str | None = None
    captured_on: date | None = None
    export_year: int | None = None


def import_file(upload: Upload, *, actor: Actor, write: bool = True) -> Import:
    """Read a file and load it (`write`) or tell what a load would do; raises FileRefused with the reader's code."""
    if upload.campaign is not None and upload.campaign.brand_id != upload.account.brand_id:
        raise WrongBrand
    with upload.path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    captured_on = upload.captured_on or first_capture(upload.account, digest)
    reading = _read(upload, captured_on)
    record = Import(
        account=upload.account,
        campaign=upload.campaign,
        file_name=upload.file_name[:255],
        sha256=digest,
        captured_on=captured_on,
        export_year=upload.export_year,
        created_by=actor.name,
        state="running",
        profile=reading.profile,
        grain=reading.grain,
        first_day=reading.first_day,
        last_day=reading.last_day,
        columns=dict(reading.columns),
        ignored_columns=[name[:200] for name in reading.ignored_columns],
    )
    record.save()
    _load(record, reading, actor=actor, write=write)
    if not write:
        ImportFile.objects.create(upload=record, data=upload.path.read_bytes())
    return record


def commit_preview(record: Import, *, actor: Actor) -> Import:
    """Load the file of a preview, as it was read then; raises NotPreviewed for an import in any other state."""
    record = Import.objects.select_for_update(of=("self",)).select_related("account", "campaign").get(id=record.id)
    if record.state != "previewed":
        raise NotPreviewed
    kept = ImportFile.objects.get(upload=record)
    with NamedTemporaryFile(suffix=Path(record.file_name).suffix) as file:
        file.write(kept.data)
        file.flush()
        upload = Upload(
            path=Path(file.name),
            file_name=record.file_name,
            account=record.account,
            profile=record.profile,
            export_year=record.export_year,
        )
        reading = _read(upload, record.captured_on)
    ImportFile.objects.filter(upload=record).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM campaigns_importrow WHERE upload_id = %s", [record.id])
    _load(record, reading, actor=actor, write=True)
    return record


def first_capture(account: NetworkAccount, digest: str) -> date:
    """Give the capture day of a file without one: the day it was first uploaded with, else today at the account."""
    known = (
        Import.objects.filter(account=account, sha256=digest)
        .order_by("created_at")
        .values_list("captured_on", flat=True)
    )
    return known.first() or datetime.now(ZoneInfo(account.time_zone)).date()


def _read(upload: Upload, captured_on: date) -> Reading:
    try:
        return read_in_child(
            upload.path,
            file_name=upload.file_name,
            captured_on=captured_on,
            profile=upload.profile,
            export_year=upload.export_year,
            network=upload.account.network,
            handle=upload.account.handle,
        )
    except UnreadableFile as error:
        raise FileRefused(error.detail, code=error.code) from error


def _load(record: Import, reading: Reading, *, actor: Actor, write: bool) -> None:
    loaded = load(record, reading, write=write)
    record.counts = _counts(reading, loaded)
    record.state = _state(reading, write=write)
    record.problem = None if record.state != "failed" else ALL_REFUSED
    record.finished_at = timezone.now()
    record.save()
    _keep_rows(record, _lines(reading, loaded))
    if write and record.state == "committed":
        events.import_committed(actor, id=record.id, file_name=record.file_name, counts=record.counts)


ALL_REFUSED = {"code": "all_rows_refused", "detail": "Every row of the file was refused; see the rows for the reasons."}


def _state(reading: Reading, *, write: bool) -> str:
    if not reading.rows:
        return "failed"
    return "committed" if write else "previewed"


def _counts(reading: Reading, loaded: Loaded) -> dict[str, int]:
    counts = no_counts() | {outcome: loaded.count(outcome) for outcome in ("new", "changed", "unchanged", "duplicate")}
    counts["refused"] = len(reading.refusals)
    counts["rows"] = len(reading.rows) + len(reading.refusals)
    counts["warnings"] = sum(1 for row in reading.rows if row.notices)
    return counts


def _lines(reading: Reading, loaded: Loaded) -> Iterable[tuple[Any, ...]]:
    for row in reading.rows:
        warnings = [asdict(notice) for notice in row.notices]
        yield row.line, loaded.outcomes[row.line], "", "", "", "", Jsonb(warnings)
    for refusal in reading.refusals:
        said = (refusal.code, refusal.detail, (refusal.column or "")[:200], refusal.raw or "")
        yield refusal.line, "refused", *said, Jsonb([])


def _keep_rows(record: Import, lines: Iterable[tuple[Any, ...]]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(
            'COPY campaigns_importrow (upload_id, line, outcome, code, detail, "column", raw, warnings) FROM STDIN'
        ) as copy,
    ):
        for line in lines:
            copy.write_row((record.id, *line))
