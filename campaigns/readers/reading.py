"""Reads one file in this process: table, profile, rows, and the days that they span."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path

from campaigns.readers.catalogue import profile_named, profiles
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.recognition import recognise
from campaigns.readers.rows import (
    AccountDayRow,
    AdDayRow,
    BreakdownRow,
    ContentRow,
    Grain,
    PeriodRow,
    Reading,
    Refusal,
    Row,
    UnreadableFile,
)
from campaigns.readers.sniff import MAX_BYTES
from campaigns.readers.tables import tables


@dataclass(frozen=True, slots=True)
class Request:
    """What to read and what is known about it."""

    path: Path
    file_name: str
    captured_on: date
    profile: str | None = None
    export_year: int | None = None
    network: str | None = None
    handle: str | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """A file that was recognised; `outcomes` yields its rows and refusals once, in the order of the file."""

    profile: str
    network: str | None
    grain: Grain
    columns: Mapping[str, str]
    ignored_columns: tuple[str, ...]
    encoding: str
    outcomes: Iterator[Row | Refusal] = field(repr=False)


def open_file(request: Request) -> Opening:
    """Recognise a file without reading all of it; raises UnreadableFile."""
    if request.path.stat().st_size > MAX_BYTES:
        raise UnreadableFile("too_large", f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    explicit = request.profile is not None
    candidates = profiles() if request.profile is None else (profile_named(request.profile),)
    sheet = recognise(tables(request.path.read_bytes()), candidates, explicit=explicit)
    _check_network(sheet, request)
    if next(sheet.records(), None) is None:
        raise UnreadableFile("no_rows", f"{request.file_name} has a header and no rows.")
    context = Context(request.captured_on, request.export_year, request.handle)
    profile = sheet.profile
    columns = {header: name for name, header in sheet.headers.items()}
    outcomes = profile.read(sheet, context)
    return Opening(profile.key, profile.network, profile.grain, columns, sheet.ignored, sheet.table.encoding, outcomes)


def _check_network(sheet: Sheet, request: Request) -> None:
    network = sheet.profile.network
    if request.network is not None and network is not None and network != request.network:
        detail = f"{request.file_name} is a file of {network}, the account is on {request.network}."
        raise UnreadableFile("wrong_network", detail)


def collect(opening: Opening, captured_on: date) -> Reading:
    """Walk through an opening and return everything in it."""
    rows: list[Row] = []
    refusals: list[Refusal] = []
    for outcome in opening.outcomes:
        if isinstance(outcome, Refusal):
            refusals.append(outcome)
        else:
            rows.append(outcome)
    days = list(chain.from_iterable(_fact_days(row, captured_on) for row in rows))
    return Reading(
        profile=opening.profile,
        network=opening.network,
        grain=opening.grain,
        rows=tuple(rows),
        refusals=tuple(refusals),
        columns=opening.columns,
        ignored_columns=opening.ignored_columns,
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        encoding=opening.encoding,
    )


def _fact_days(row: Row, captured_on: date) -> tuple[date, ...]:
    match row:
        case ContentRow():
            return (row.captured_on or captured_on,)
        case PeriodRow():
            return (row.start, row.end)
        case AccountDayRow() | AdDayRow() | BreakdownRow():
            return (row.day,)


def read_file(
    path: Path,
    *,
    file_name: str,
    captured_on: date,
    profile: str | None = None,
    export_year: int | None = None,
    network: str | None = None,
    handle: str | None = None,
) -> Reading:
    """Read a trusted file in this process; raises UnreadableFile.

    A hostile workbook can abort the process, so what users upload goes through `read_in_child`.
    """
    request = Request(path, file_name, captured_on, profile, export_year, network, handle)
    return collect(open_file(request), captured_on)
