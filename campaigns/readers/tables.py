"""Opens the tables that a file may hold, as records of text cells with the line that a person would look up."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Protocol

from campaigns.readers.page_tables import rows_of_tables
from campaigns.readers.rows import UnreadableFile, shown
from campaigns.readers.sheet_xml import SheetXml, sheet_xml
from campaigns.readers.sniff import Kind, decode, decode_page, kind_of

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MAX_ROWS: Final = 1_000_000  # what one job may load; the networks' own exports stay far below
MAX_COLUMNS: Final = 200
MAX_SHEETS: Final = 50
_DELIMITERS = ",;\t|"
_SAMPLE = 4_000
_EXACT_WHOLE = 2**53
_PROTECTION = '="'


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a table; a record whose cells hold line breaks counts from where it begins."""

    line: int
    cells: list[str]
    merged: frozenset[int] = frozenset()
    """The columns whose cell reaches over several lines; each of them repeats it."""
    uncomputed: frozenset[int] = frozenset()
    """The columns that hold a formula whose value no program has saved: blank, and not empty."""


class Table(Protocol):
    """A table of a file; `records` may be walked more than once."""

    @property
    def name(self) -> str | None:
        """The name of the sheet, None for a text."""

    @property
    def encoding(self) -> str:
        """The encoding of a text file, else the kind of workbook."""

    @property
    def rectangular(self) -> bool:
        """Whether the format itself fills short lines up."""

    @property
    def hidden(self) -> bool:
        """Whether it is a sheet that its readers do not see."""

    def records(self) -> Iterator[Record]:
        """Yield every record, blank ones too."""


@dataclass(frozen=True, slots=True)
class TextTable:
    """A text file read with one delimiter."""

    text: str
    delimiter: str
    encoding: str
    rectangular: bool = False
    name: None = None
    hidden: bool = False

    def records(self) -> Iterator[Record]:
        """Yield every record; raises UnreadableFile where the quoting breaks."""
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter, strict=True)
        begin = 1
        protected = _PROTECTION in self.text
        try:
            for cells in reader:
                yield Record(begin, [_bare(cell) for cell in cells] if protected else cells)
                begin = reader.line_num + 1
        except csv.Error as fault:
            if "field limit" in str(fault):
                detail = f"A cell at line {begin} has over {csv.field_size_limit():,} characters."
                raise UnreadableFile("too_large", detail) from fault
            detail = f"The quoting breaks at line {begin}, or the file is cut off there: {fault}."
            raise UnreadableFile("corrupt_file", detail) from fault


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet of a workbook."""

    sheet: "CalamineSheet"
    encoding: str
    name: str
    rectangular: bool = True
    hidden: bool = False
    uncomputed: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """The columns of formulas without a value, by line."""

    def records(self) -> Iterator[Record]:
        """Yield every record, numbered as the sheet numbers its rows; a merged cell stands in each row it reaches."""
        reaching = _reaching_down(self.sheet)
        held: dict[int, str] = {}
        line = 0
        for line, row in enumerate(self.sheet.iter_rows(), start=1):
            cells = [_as_text(cell) for cell in row]
            merged = reaching.get(line, {})
            for column, is_first in merged.items():
                if column < len(cells):
                    held[column] = cells[column] = cells[column] if is_first else held.get(column, "")
            yield Record(line, cells, frozenset(merged), self._uncomputed(line))
        for beyond in sorted(self.uncomputed):  # rows of formulas alone are none to the reader
            if beyond > line:
                yield Record(beyond, [""] * self.sheet.width, frozenset(), self._uncomputed(beyond))

    def _uncomputed(self, line: int) -> frozenset[int]:
        begin = _first_column(self.sheet)
        return frozenset(column - begin for column in self.uncomputed.get(line, ()) if column >= begin)


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table of a web page."""

    rows: list[list[str]]
    encoding: str
    name: str
    merged: list[frozenset[int]]
    rectangular: bool = True
    hidden: bool = False

    def records(self) -> Iterator[Record]:
        """Yield every row, numbered as the table shows them."""
        for line, (cells, merged) in enumerate(zip(self.rows, self.merged, strict=True), start=1):
            yield Record(line, [_bare(cell) for cell in cells], merged)


def tables(data: bytes) -> Iterator[Table]:
    """Yield the tables that `data` may hold, the likeliest first: one per delimiter of a text, or per sheet."""
    match kind_of(data):
        case Kind.TEXT:
            text, encoding = decode(data)
            sample = text[:_SAMPLE]
            for delimiter in sorted(_DELIMITERS, key=sample.count, reverse=True):
                yield TextTable(text, delimiter, encoding)
        case Kind.PAGE:
            page, encoding = decode_page(data)
            for number, found in enumerate(rows_of_tables(page, most_rows=MAX_ROWS), start=1):
                yield PageTable(found.rows, encoding, f"table {number}", found.merged)
        case Kind.WORKBOOK:
            yield from _sheets(data)


def _sheets(data: bytes) -> Iterator[SheetTable]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if not workbook.sheet_names:
            raise UnreadableFile("corrupt_file", "The Excel file holds no sheet; download it again.")
        kind = "xlsx" if data.startswith(b"PK") else "xls"
        small_enough = 0
        beside = sheet_xml(data) if kind == "xlsx" else {}
        far: str | None = None
        for about in workbook.sheets_metadata[:MAX_SHEETS]:
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            xml = beside.get(about.name, SheetXml())
            if xml.far is not None:  # to read such a sheet takes memory for every cell before it
                far = far or f"{xml.far} of the sheet {shown(about.name)}"
                continue
            sheet = workbook.get_sheet_by_name(about.name)
            if sheet.height <= MAX_ROWS and sheet.width <= MAX_COLUMNS:
                small_enough += 1
                hidden = about.visible is not SheetVisibleEnum.Visible
                yield SheetTable(sheet, kind, about.name, hidden=hidden, uncomputed=xml.uncomputed)
        if not small_enough:
            raise _too_large(far)
    except PasswordError as fault:
        raise UnreadableFile(
            "encrypted_file", "The workbook is protected by a password; save it without one."
        ) from fault
    except (CalamineError, OSError) as fault:
        raise UnreadableFile("corrupt_file", "The Excel file is damaged or cut off; download it again.") from fault


def _reaching_down(sheet: "CalamineSheet") -> dict[int, dict[int, bool]]:
    """Return by line the columns of cells that reach over several lines, and whether it is the first of them."""
    found: dict[int, dict[int, bool]] = {}
    begin = _first_column(sheet)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if left == right and left >= begin:
            for row in range(top, min(bottom, MAX_ROWS) + 1):
                found.setdefault(row + 1, {})[left - begin] = row == top
    return found


def _first_column(sheet: "CalamineSheet") -> int:
    """Return the first filled column: rows are given from there on."""
    return sheet.start[1] if sheet.start else 0


def _bare(cell: str) -> str:
    """Return a cell without the formula that keeps spreadsheets from touching its text: `="0123"`."""
    whole = cell.strip()
    bare = whole.removeprefix(_PROTECTION)
    return bare[:-1] if bare != whole and bare.endswith('"') else cell


def _too_large(far: str | None = None) -> UnreadableFile:
    """Refuse a table for its size, naming the cell that lies outside of any table's."""
    way = f" The cell {far} lies outside: delete its row and column, and save the file again." if far else ""
    return UnreadableFile("too_large", f"A table may have at most {MAX_ROWS:,} rows and {MAX_COLUMNS} columns.{way}")


def check_row_count(count: int) -> None:
    """Raise UnreadableFile once a table has more rows than are read."""
    if count > MAX_ROWS:
        raise _too_large()


def check_column_count(count: int) -> None:
    """Raise UnreadableFile for a table that is wider than any export."""
    if count > MAX_COLUMNS:
        raise _too_large()


def _as_text(cell: object) -> str:
    """Return a workbook cell as the text that a CSV of the same table would hold."""
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() | int():
            return _number_text(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
        case date():
            return cell.isoformat()
        case str():
            return _bare(cell)
        case _:
            return "" if cell is None else str(cell)


def _number_text(number: float) -> str:
    if isinstance(number, int) or (number.is_integer() and abs(number) < _EXACT_WHOLE):
        return str(int(number))
    if number.is_integer():
        return repr(number)  # beyond 2**53 digits are lost: the exponent shows that it is damaged
    return format(Decimal(repr(number)), "f")
