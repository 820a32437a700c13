"""What a profile is: the fingerprint of one kind of export, and the reader that understands it."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from campaigns.readers.measures import Measured, NumberColumn, number_columns
from campaigns.readers.rows import BadCell, Grain, Refusal, Row
from campaigns.readers.tables import Record, Table, check_row_count
from campaigns.readers.vocabulary import METRICS

NOT_KEPT: Final = ""
"""In a profile's header: a column that the export has and that says nothing about results."""

_SPACES = re.compile(r"\s+")


def header_key(text: str) -> str:
    """Return a header cell as it is compared: without marks, quotes, odd spaces, full-width forms and case."""
    plain = unicodedata.normalize("NFKC", text).replace("\ufeff", "").replace("\u200b", "")
    return _SPACES.sub(" ", plain).strip().strip('"').strip().casefold()


@dataclass(frozen=True, slots=True)
class Context:
    """What the importing side knows about a file."""

    captured_on: date
    export_year: int | None
    handle: str | None


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of export.

    `header` maps each header that the export has to its canonical metric or attribute; a file fits that has all of
    `required` and, where `one_of` is not empty, one of those.
    """

    key: str
    network: str | None
    grain: Grain
    title: str
    description: str
    header: Mapping[str, str]
    required: frozenset[str]
    read: "Callable[[Sheet, Context], Iterator[Row | Refusal]]" = field(repr=False)
    one_of: frozenset[str] = frozenset()
    sample: tuple[str, ...] = ()

    @property
    def sample_header(self) -> tuple[str, ...]:
        """The header as the network writes it."""
        return self.sample or tuple(self.header)

    @property
    def known(self) -> dict[str, str]:
        """Canonical name by compared header."""
        return {header_key(header): name for header, name in self.header.items()}

    def fit(self, header: list[str]) -> int:
        """Return how many of its columns a header row has, 0 where it is another kind of file."""
        seen = {header_key(cell) for cell in header}
        if not {header_key(name) for name in self.required} <= seen:
            return 0
        if self.one_of and not {header_key(name) for name in self.one_of} & seen:
            return 0
        return len(seen & set(self.known))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table whose header row was recognised; names of columns are canonical from here on."""

    profile: Profile
    table: Table
    header: tuple[str, ...]
    header_line: int
    positions: Mapping[str, int]
    headers: Mapping[str, str]
    ignored: tuple[str, ...]

    def records(self) -> Iterator[Record]:
        """Yield the records below the header that hold anything; raises UnreadableFile past the most rows."""
        count = 0
        for record in self.table.records():
            if record.line > self.header_line and any(map(str.strip, record.cells)):
                count += 1
                check_row_count(count)
                yield record

    def cell(self, record: Record, name: str) -> str:
        """Return the trimmed text of a canonical column, empty where the file has no such column."""
        position = self.positions.get(name)
        return "" if position is None or position >= len(record.cells) else record.cells[position].strip()

    def bad(self, code: str, detail: str, name: str, raw: str) -> BadCell:
        """Return the finding on a cell, under the header that the file itself uses."""
        header = self.headers.get(name, name)
        return BadCell(code, f"{header}: {detail}.", header, raw)

    def number_columns(self) -> list[NumberColumn]:
        """Return the columns that state metrics of this profile's grain."""
        return number_columns(self.positions, self.headers, METRICS[self.profile.grain])

    def rows(self, read_row: Callable[[Record], Row]) -> Iterator[Row | Refusal]:
        """Yield each record's row as `read_row` makes it, or the refusal of the record."""
        for record in self.records():
            try:
                yield read_row(self._whole(record))
            except BadCell as bad:
                yield bad.refusal(record.line)

    def _whole(self, record: Record) -> Record:
        """Return the record trimmed; raises BadCell for a shifted or cut one, whose cells lie under wrong headers."""
        width = len(self.header)
        cells = [cell.strip() for cell in record.cells]
        if len(cells) > width and any(cells[width:]):
            raise BadCell("too_many_cells", f"The row has {len(cells)} cells where the header has {width}.")
        if len(cells) < width and not self.table.rectangular:
            raise BadCell("too_few_cells", f"The row has {len(cells)} cells where the header has {width}.")
        if self.table.rectangular and any("\0" in cell for cell in cells):  # of texts the whole was looked at
            raise BadCell("nul_byte", "The row holds a NUL character.")
        return Record(record.line, cells[:width])


Review = Callable[[Measured, Sheet], None]
"""Judges what the numbers of one row mean together, and may add notices or drop what is no measurement."""


def as_stated(_measured: Measured, _sheet: Sheet) -> None:
    """Nothing to judge: the numbers of such a row stand for themselves."""
