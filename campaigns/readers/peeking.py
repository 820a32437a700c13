"""Looks at a table of unknown kind: where its header stands, and the first rows below it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final, Self

from campaigns.readers.days import NotADate
from campaigns.readers.numerals import NotANumber, is_missing, parse_amount
from campaigns.readers.rows import UnreadableFile
from campaigns.readers.sniff import MAX_BYTES
from campaigns.readers.table_dates import DateFormat, parse_table_date
from campaigns.readers.tables import Record, Table, check_column_count, tables

MOST_ROWS: Final = 200
"""Enough to tell what a column holds."""
_HEADER_WITHIN: Final = 10
_LONGEST_CELL: Final = 100
_FEWEST_COLUMNS: Final = 2
"""A row is about something, and states something of it."""
_LONGEST_LABEL: Final = 60


@dataclass(frozen=True, slots=True)
class Peek:
    """The start of one table: its header as trimmed texts, and at most 200 rows of as many cells."""

    sheet: str | None
    encoding: str
    header_line: int
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def from_wire(cls, said: Mapping[str, Any]) -> Self:
        """Read what `to_wire` writes."""
        rows = tuple(tuple(map(str, row)) for row in said["rows"])
        return cls(said["sheet"], said["encoding"], int(said["header_line"]), tuple(map(str, said["header"])), rows)

    def to_wire(self) -> dict[str, Any]:
        """Write the peek as plain JSON."""
        return {
            "sheet": self.sheet,
            "encoding": self.encoding,
            "header_line": self.header_line,
            "header": list(self.header),
            "rows": [list(row) for row in self.rows],
        }


def peek(path: Path, *, sheet: str | None = None, header_line: int | None = None) -> list[Peek]:
    """Return the start of every table of a trusted file that has rows: of a text the one, of a workbook its sheets.

    `header_line` says where the header stands where that is known. Raises UnreadableFile as readers do, with
    `no_table` where no line looks like a header with rows below it.
    """
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFile("too_large", f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    found: list[Peek] = []
    fault: UnreadableFile | None = None
    for table in tables(path.read_bytes()):
        if sheet is not None and table.name not in {None, sheet}:
            continue
        try:
            seen = _peeked(table, header_line)
        except UnreadableFile as problem:  # a wrong delimiter can break the quoting; the right one may not
            fault = fault or problem
            continue
        if seen is not None:
            found.append(seen)
    if not found:
        raise fault or UnreadableFile("no_table", "No line looks like a header with rows of numbers below it.")
    return found if found[0].sheet is not None else [max(found, key=lambda one: len(one.header))]


def _peeked(table: Table, header_line: int | None) -> Peek | None:
    head = list(islice(_filled(table), _HEADER_WITHIN))
    header = _header(head) if header_line is None else _at(table, header_line)
    if header is None:
        return None
    cells = [cell.replace("\ufeff", "").strip() for cell in header.cells]
    while cells and not cells[-1]:
        cells.pop()
    below = islice((record for record in _filled(table) if record.line > header.line), MOST_ROWS)
    rows = tuple(_cut(record, len(cells)) for record in below)
    if not rows or sum(1 for cell in cells if cell) < _FEWEST_COLUMNS:
        return None
    return Peek(table.name, table.encoding, header.line, tuple(cells), rows)


def _header(head: Iterable[Record]) -> Record | None:
    """Return the line with the most labels, the first of several; a line of data has fewer than its header."""
    counted = [(_labels(record), record) for record in head]
    most = max((count for count, _ in counted), default=0)
    return next((record for count, record in counted if count == most), None) if most else None


def _at(table: Table, line: int) -> Record | None:
    return next((record for record in _filled(table) if record.line >= line), None)


def _labels(record: Record) -> int:
    texts = {cell.strip() for cell in record.cells if cell.strip()}
    return sum(1 for text in texts if len(text) <= _LONGEST_LABEL and not _is_value(text))


def _is_value(text: str) -> bool:
    if is_missing(text) or text.startswith(("http://", "https://")):
        return True
    try:
        parse_amount(text.removesuffix("%"))
    except NotANumber:
        pass
    else:
        return True
    try:
        parse_table_date(text, DateFormat.AUTO)
    except NotADate:
        return False
    return True


def _cut(record: Record, width: int) -> tuple[str, ...]:
    cells = [cell.strip()[:_LONGEST_CELL] for cell in record.cells[:width]]
    return (*cells, *([""] * (width - len(cells))))


def _filled(table: Table) -> Iterator[Record]:
    for record in table.records():
        check_column_count(len(record.cells))
        if any(map(str.strip, record.cells)):
            yield record
