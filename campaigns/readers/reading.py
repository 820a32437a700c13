"""Reads one file in this process: table, profile, rows, and the days that they span."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from operator import attrgetter
from typing import Any, Final

from campaigns.readers.catalogue import profile_named, profiles
from campaigns.readers.conflicts import judge_conflicts
from campaigns.readers.drift import QUITE_ALIKE, drift_of
from campaigns.readers.file_to_read import FileToRead
from campaigns.readers.mapped import TableMapping
from campaigns.readers.profile import Context, Profile, Sheet
from campaigns.readers.recognition import recognise
from campaigns.readers.renames import AS_THEY_ARE, Renames
from campaigns.readers.rows import (
    ContentRow,
    Grain,
    PeriodRow,
    Provenance,
    Reading,
    Refusal,
    Row,
    UnreadableFile,
)
from campaigns.readers.sniff import MAX_BYTES
from campaigns.readers.tables import tables

NOT_THE_PRODUCTS: Final = frozenset({"unknown_format", "header_changed", "wrong_network"})
"""How a file is refused that may still be a table whose columns the agency has named."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A file that was recognised; `outcomes` yields its rows and refusals once, in the order of the file.

    `stated_handles` are the accounts that rows name, once all of these were gone through.
    """

    profile: str
    network: str | None
    grain: Grain
    columns: Mapping[str, str]
    ignored_columns: tuple[str, ...]
    encoding: str
    outcomes: Iterator[Row | Refusal] = field(repr=False)
    renamed: Mapping[str, str] = field(default_factory=dict)
    drift: Mapping[str, Any] | None = None
    provenance: Provenance = Provenance.EXPORT
    stated_handles: set[str] = field(default_factory=set)


def open_file(file: FileToRead) -> Opening:
    """Recognise a file without reading all of it; raises UnreadableFile."""
    if file.path.stat().st_size > MAX_BYTES:
        raise UnreadableFile("too_large", f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    sheet = _recognised(file, file.path.read_bytes())
    if next(sheet.records(), None) is None:
        raise UnreadableFile("no_rows", f"{file.file_name} has a header and no rows.")
    context = Context(file.captured_on, file.export_year, file.handle, file.currency)
    profile = sheet.profile
    columns = {header: name for name, header in sheet.headers.items()}
    outcomes = islice(profile.read(sheet, context), file.most_outcomes)
    return Opening(
        profile.key,
        profile.network,
        profile.grain,
        columns,
        sheet.ignored,
        sheet.table.encoding,
        outcomes,
        renamed=sheet.renamed,
        drift=_drift(sheet),
        provenance=profile.provenance,
        stated_handles=context.stated_handles,
    )


def _drift(sheet: Sheet) -> Mapping[str, Any] | None:
    """Tell what an export lacks of its usual columns, and which unknown ones these may be; None where it lacks none.

    Our own tables have whichever columns somebody wants: of those only likely matches are told.
    """
    header = [sheet.renamed.get(cell, cell) for cell in sheet.header]
    drift = drift_of(header, sheet.profile, profiles(), alike=QUITE_ALIKE)
    changed = drift.matches or (drift.missing and sheet.profile.network is not None)
    return drift.to_dict() if changed else None


def _recognised(file: FileToRead, data: bytes) -> Sheet:
    """Return the table that fits the profile that was named, or else one of the product's, or else of the agency's.

    Where both fit, the agency's own goes first if it reads more of the columns: nothing is lost that somebody named.
    """
    mappings = file.mappings
    renames = Renames(file.renamed)
    if file.profile is not None and file.profile in {mapping.key for mapping in mappings}:
        return _by_mapping(next(mapping for mapping in mappings if mapping.key == file.profile), data, renames)
    explicit = file.profile is not None
    candidates = profiles() if file.profile is None else (profile_named(file.profile),)
    try:
        sheet = recognise(
            tables(data), candidates, explicit=explicit, renames=renames, network=file.network, wanted=file.wanted
        )
        _check_account(sheet.profile, file)
    except UnreadableFile as fault:
        fitting = None if explicit or fault.code not in NOT_THE_PRODUCTS else _by_any(mappings, data)
        if fitting is None:
            raise
        return fitting
    asked_for = explicit or sheet.profile.key in file.wanted
    own = _by_any(mappings, data) if sheet.ignored and not asked_for else None
    return own if own is not None and len(own.positions) > len(sheet.positions) else sheet


def _by_any(mappings: Iterable[TableMapping], data: bytes) -> Sheet | None:
    """Return the table under the mapping that reads most of its columns, None where none fits."""
    fitting: list[Sheet] = []
    for mapping in mappings:
        try:
            fitting.append(_by_mapping(mapping, data))
        except UnreadableFile as fault:
            if fault.code != "profile_mismatch":
                raise
    return max(fitting, key=lambda sheet: len(sheet.positions), default=None)


def _by_mapping(mapping: TableMapping, data: bytes, renames: Renames = AS_THEY_ARE) -> Sheet:
    named = (table for table in tables(data) if mapping.sheet is None or table.name in {None, mapping.sheet})
    return recognise(named, (mapping.profile,), explicit=True, renames=renames)


def _check_account(profile: Profile, file: FileToRead) -> None:
    """Raise UnreadableFile where an account of another network, or of another kind, has such files."""
    network = profile.network
    if file.network is not None and network is not None and network != file.network:
        detail = f"{file.file_name} is a file of {network}, the account is on {file.network}."
        raise UnreadableFile("wrong_network", detail)
    if file.account_kind is not None and profile.account_kinds and file.account_kind not in profile.account_kinds:
        kinds = " or ".join(profile.account_kinds)
        detail = f"{file.file_name} is a file of {kinds}, the account is of the kind {file.account_kind}."
        raise UnreadableFile("wrong_account_kind", detail)


def collect(opening: Opening, captured_on: date) -> Reading:
    """Walk through an opening and return everything in it; raises UnreadableFile where that is nothing."""
    rows: list[Row] = []
    refusals: list[Refusal] = []
    for outcome in opening.outcomes:
        if isinstance(outcome, Refusal):
            refusals.append(outcome)
        else:
            rows.append(outcome)
    if not rows and not refusals:
        raise UnreadableFile("no_rows", "The table holds nothing that could be loaded.")
    rows, torn = judge_conflicts(rows, opening.ignored_columns)
    refusals = sorted([*refusals, *torn], key=lambda refusal: refusal.line) if torn else refusals
    days = _fact_days(rows, captured_on)
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
        renamed=opening.renamed,
        drift=opening.drift,
        provenance=opening.provenance,
        stated_handles=frozenset(opening.stated_handles),
        bounded=True,
    )


def _fact_days(rows: Sequence[Row], captured_on: date) -> set[date]:
    """Give the days that rows, which are of one kind, speak of: of contents that of the capture, of periods both."""
    if rows and isinstance(rows[0], PeriodRow):
        return {day for row in rows if isinstance(row, PeriodRow) for day in (row.start, row.end)}
    if rows and isinstance(rows[0], ContentRow):
        return {row.captured_on or captured_on for row in rows if isinstance(row, ContentRow)}
    return set(map(attrgetter("day"), rows))


def read_file(file: FileToRead) -> Reading:
    """Read a trusted file in this process; raises UnreadableFile.

    A hostile workbook can abort the process, so what users upload goes through `read_in_child`.
    """
    return collect(open_file(file), file.captured_on)
