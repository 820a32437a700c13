"""What a profile is: the fingerprint of one kind of export, and the reader that understands it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final

from apikit.spreadsheet_safe import original_cell
from campaigns.readers.column_habits import MOST_ROWS
from campaigns.readers.header_keys import fingerprint, header_key
from campaigns.readers.header_units import currencies_of, parted, understood, written_in
from campaigns.readers.measures import Measured, NumberColumn, WrittenAs, as_written, number_columns
from campaigns.readers.rows import FOREIGN, BadCell, Grain, Provenance, Refusal, Row, shown
from campaigns.readers.tables import Record, Table, check_row_count
from campaigns.readers.total_rows import refuse_total
from campaigns.readers.vocabulary import MEASURES, METRICS, RATES, Unit

NOT_KEPT: Final = ""
"""In a profile's header: a column that the export has and that says nothing about results."""

_NOT_TO_BE_SHOWN: Final = frozenset({FOREIGN, "too_many_cells", "too_few_cells"})
"""Rows of another account, and shifted ones: under the header of a number may lie a person's name."""


class Cadence(StrEnum):
    """How often a kind of file is due."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    ON_DEMAND = "on_demand"


class Dropped(StrEnum):
    """Why a column is never kept: what it says of people who are not the brand."""

    PERSONS_NAME = "a_persons_name"
    PERSONS_TEXT = "a_persons_text"
    PERSONS_CONTACT = "a_persons_contact"


@dataclass(frozen=True, slots=True)
class Context:
    """What the importing side knows about a file; `currency` is the brand's, empty where nobody says.

    Without a `handle` rows of every account are read; `stated_handles` gathers the accounts that rows name.
    """

    captured_on: date
    export_year: int | None
    handle: str | None
    currency: str = ""
    stated_handles: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Collection:
    """How a kind of file is obtained.

    `found_in` is the way to it in the vendor's product, by language. One file reaches at most `covers_days` days back,
    None where there is no such limit. `of_all` says whether every account has such files; others, as those of ads,
    shops and hired creators, are expected of an account once one was handed in.
    """

    found_in: Mapping[str, str]
    covers_days: int | None
    cadence: Cadence
    of_all: bool = True


@dataclass(frozen=True)
class Profile:
    """One kind of export.

    `header` maps each header that the export can have to its canonical metric or attribute; `aliases` are other
    spellings of such a header, by older versions and in other languages. A file fits that has all of `required` and,
    where `one_of` is not empty, one of those. `constants` are attributes that no column states, and `written_as` says
    in what a header's numbers are written where that is not the metric's own unit. `sample_header` is the header as the
    vendor writes it, and `sample` a small file of the kind, made up. `attributes` are names that its own reader alone
    understands. `reads_units` says whether a unit in a header, `消耗(分)`, says how its numbers are written.
    `provenance` says who makes such files.
    """

    key: str
    version: int
    network: str | None
    account_kinds: tuple[str, ...]
    grain: Grain
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    header: Mapping[str, str]
    required: frozenset[str]
    collection: Collection
    source: str
    sample: Path
    sample_header: tuple[str, ...]
    read: "Callable[[Sheet, Context], Iterator[Row | Refusal]]" = field(repr=False)
    one_of: frozenset[str] = frozenset()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    written_as: Mapping[str, WrittenAs] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    dropped: Mapping[str, Dropped] = field(default_factory=dict)
    attributes: frozenset[str] = frozenset()
    reads_units: bool = True
    provenance: Provenance = Provenance.EXPORT

    @property
    def title(self) -> str:
        """The title in English."""
        return self.titles["en"]

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the header as the network writes it."""
        return fingerprint(self.sample_header)

    @cached_property
    def known(self) -> Mapping[str, str]:
        """Canonical name by compared header, aliases included."""
        return {key: self.header[header] for key, header in self.spellings.items()}

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """The profile's own header by every compared spelling of it."""
        own = {header_key(header): header for header in self.header}
        return {header_key(other): header for header, others in self.aliases.items() for other in others} | own

    def own_header(self, cell: str) -> str | None:
        """Return the header of this profile that a cell spells, with a unit behind it or without; None for no such."""
        key = header_key(cell)
        own = self.spellings.get(key)
        if own is not None:
            return own
        bare, unit = parted(key) if self.reads_units else (key, "")
        own = self.spellings.get(bare) if unit else None
        return own if own is not None and understood(self.header[own], unit) else None

    def fit(self, header: list[str]) -> int:
        """Return how many of its columns a header row has, 0 where it is another kind of file.

        What tells kinds apart has to be spelled without a unit of somebody's own.
        """
        seen = {own for cell in header if (own := self.own_header(cell)) is not None}
        spelled = {self.spellings.get(header_key(cell)) for cell in header}
        if not self.required <= seen or (self.one_of and not self.one_of & spelled):
            return 0
        return len(seen)


@dataclass(frozen=True)
class Sheet:
    """A table whose header row was recognised; names of columns are canonical from here on."""

    profile: Profile
    table: Table
    header: tuple[str, ...]
    header_line: int
    positions: Mapping[str, int]
    headers: Mapping[str, str]
    ignored: tuple[str, ...]
    renamed: Mapping[str, str]
    """The profile's header by the file's, where a user said what a renamed column is."""

    def records(self) -> Iterator[Record]:
        """Yield the records below the header that hold anything; raises UnreadableFile past the most rows."""
        count = 0
        for record in self.table.records():
            if record.line > self.header_line and (any(map(str.strip, record.cells)) or self._lacks(record)):
                count += 1
                check_row_count(count)
                yield record

    def cell(self, record: Record, name: str) -> str:
        """Return the trimmed text of a canonical column, the profile's constant or nothing where the file has none."""
        position = self.positions.get(name)
        if position is None:
            return self.profile.constants.get(name, "")
        return record.cells[position].strip() if position < len(record.cells) else ""

    def bad(self, code: str, detail: str, name: str, raw: str) -> BadCell:
        """Return the finding on a cell, under the file's own header, else the one that is missing."""
        header = self.headers.get(name) or next((own for own, is_ in self.profile.header.items() if is_ == name), name)
        return BadCell(code, f"{header}: {detail}.", header, raw)

    def number_columns(self) -> list[NumberColumn]:
        """Return the columns that state metrics of this profile's grain."""
        return self._as_written(self._stating)

    @cached_property
    def _stating(self) -> list[NumberColumn]:
        return number_columns(self.positions, self.headers, METRICS[self.profile.grain], self._written)

    @cached_property
    def _written(self) -> Mapping[str, WrittenAs]:
        """In what each column is written, where that is not its metric's own unit."""
        written: dict[str, WrittenAs] = {}
        for name, header in self.headers.items():
            own = self.profile.own_header(self.renamed.get(header, header))
            usual = self.profile.written_as.get(own or "")
            found = written_in(name, header_key(header), usual) if self.profile.reads_units else usual
            if found is not None:
                written[name] = found
        return written

    def _as_written(self, columns: list[NumberColumn]) -> list[NumberColumn]:
        if self.profile.network is None or not self.profile.reads_units:
            return columns
        return as_written(columns, (record.cells for record in islice(self.records(), MOST_ROWS)))

    def column_as(self, name: str, metric: str) -> NumberColumn:
        """Return the column of a name that is none of a metric's, as one that states that metric like the others."""
        if name not in self._others:
            column = NumberColumn(self.positions[name], self.headers[name], MEASURES[metric], self._written.get(name))
            *_, self._others[name] = self._as_written([*self._stating, column])
        return self._others[name]

    @cached_property
    def _others(self) -> dict[str, NumberColumn]:
        return {}

    @cached_property
    def priced_in(self) -> frozenset[str] | None:
        """The currencies that the headers of money may mean, None where they name none."""
        money = [name for name in self.positions if name in MEASURES and MEASURES[name].unit is Unit.MONEY]
        named = [codes for name in money if (codes := currencies_of(header_key(self.headers[name])))]
        return frozenset.intersection(*named) if named else None

    @cached_property
    def keeps_times(self) -> bool:
        """Whether this is a workbook whose column of publishing keeps moments, so that a bare day is midnight there."""
        if self.table.encoding not in {"xlsx", "xls"}:
            return False
        return any(":" in self.cell(record, "published_at") for record in islice(self.records(), MOST_ROWS))

    def rows(self, read_row: Callable[[Record], Row]) -> Iterator[Row | Refusal]:
        """Yield each record's row as `read_row` makes it, or the refusal of the record."""
        return self.rows_of(lambda record: (read_row(record),))

    def rows_of(self, read_rows: Callable[[Record], Iterable[Row]]) -> Iterator[Row | Refusal]:
        """Yield all rows that `read_rows` makes of each record, or the refusal of the whole record."""
        for record in self.records():
            try:
                yield from tuple(read_rows(self._whole(record)))
            except BadCell as bad:
                yield replace(bad.refusal(record.line), cells=self._shown(record, bad))

    def _shown(self, record: Record, bad: BadCell) -> tuple[tuple[str, str], ...]:
        """Return the cells of the columns that are read, fit for showing; none where they may be somebody else's."""
        if bad.code in _NOT_TO_BE_SHOWN:
            return ()
        places = sorted((place, self.headers[name]) for name, place in self.positions.items())
        return tuple(
            (header, shown(record.cells[place].strip())) for place, header in places if place < len(record.cells)
        )

    def _whole(self, record: Record) -> Record:
        """Return the record trimmed; raises BadCell for a shifted or cut one, whose cells lie under wrong headers."""
        width = len(self.header)
        cells = [cell.strip() for cell in record.cells]
        if "'" in "".join(cells) and any(cell[:1] == "'" for cell in cells):
            cells = list(map(original_cell, cells))  # refused rows that were mended come as we wrote them
        if len(cells) > width and any(cells[width:]):
            raise BadCell("too_many_cells", f"The row has {len(cells)} cells where the header has {width}.")
        if len(cells) < width and not self.table.rectangular:
            if self.profile.network is not None:
                refuse_total([*cells, *[""] * (width - len(cells))], self.positions)
            raise BadCell("too_few_cells", f"The row has {len(cells)} cells where the header has {width}.")
        if self.table.rectangular and any("\0" in cell for cell in cells):  # of texts the whole was looked at
            raise BadCell("nul_byte", "The row holds a NUL character.")
        if self.profile.network is not None:
            refuse_total(cells, self.positions)
        if record.uncomputed:
            self._check_computed(record)
        if self.profile.network is not None:
            self._check_stray(cells)
        if record.merged:
            self._check_merged(record)
        return Record(record.line, cells[:width])

    def _check_stray(self, cells: list[str]) -> None:
        """Raise BadCell for a note below a list of contents, which could pass for a content without any number."""
        filled = [place for place, cell in enumerate(cells) if cell]
        if self.profile.grain is Grain.CONTENT and len(filled) == 1 and filled[0] != self.positions.get("published_at"):
            raise BadCell("stray_line", "Only one cell is filled: a note, and no row of the table.")

    def _check_merged(self, record: Record) -> None:
        """Raise BadCell where one number reaches over several rows: none of them has it alone."""
        for name, place in self.positions.items():
            if place in record.merged and (name in MEASURES or name in RATES) and record.cells[place].strip():
                detail = "one number is merged over several rows, so that none of them has it"
                raise self.bad("merged_number", detail, name, record.cells[place])

    def _lacks(self, record: Record) -> bool:
        """Say whether a column that is read has a formula there, and no value of it."""
        return bool(record.uncomputed) and not record.uncomputed.isdisjoint(self.positions.values())

    def _check_computed(self, record: Record) -> None:
        """Raise BadCell where a formula of a column that is read has no value: what it stands for is not known."""
        for name, place in self.positions.items():
            if place in record.uncomputed:
                detail = "a formula whose value was never saved; open the file in a spreadsheet program and save it"
                raise self.bad("formula_without_value", detail, name, "")


Review = Callable[[Measured, Sheet], None]
"""Judges what the numbers of one row mean together, and may add notices or drop what is no measurement."""


def as_stated(_measured: Measured, _sheet: Sheet) -> None:
    """Nothing to judge: the numbers of such a row stand for themselves."""
