"""Opens the tables that a file may hold, as records of text cells with the line that a person would look up."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Protocol

from campaigns.readers.page_tables import rows_of_tables
from campaigns.readers.rows import UnreadableFile
from campaigns.readers.sniff import Kind, decode, decode_page, kind_of

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MAX_ROWS: Final = 1_000_000  # what one job may load; the networks' own exports stay far below
MAX_COLUMNS: Final = 200
MAX_SHEETS: Final = 50
_DELIMITERS = ",;\t|"
_SAMPLE = 4_000
_EXACT_WHOLE = 2**53


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a table; a record whose cells hold line breaks counts from where it begins."""

    line: int
    cells: list[str]


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

    def records(self) -> Iterator[Record]:
        """Yield every record; raises UnreadableFile where the quoting breaks."""
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter, strict=True)
        begin = 1
        try:
            for cells in reader:
                yield Record(begin, cells)
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

    def records(self) -> Iterator[Record]:
        """Yield every record, numbered as the sheet numbers its rows."""
        for line, cells in enumerate(self.sheet.iter_rows(), start=1):
            yield Record(line, [_as_text(cell) for cell in cells])


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table of a web page."""

    rows: list[list[str]]
    encoding: str
    name: str
    rectangular: bool = True

    def records(self) -> Iterator[Record]:
        """Yield every row, numbered as the table shows them."""
        for line, cells in enumerate(self.rows, start=1):
            yield Record(line, list(cells))


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
            for number, rows in enumerate(rows_of_tables(page, most_rows=MAX_ROWS), start=1):
                yield PageTable(rows, encoding, f"table {number}")
        case Kind.WORKBOOK:
            yield from _sheets(data)


def _sheets(data: bytes) -> Iterator[SheetTable]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if not workbook.sheet_names:
            raise UnreadableFile("corrupt_file", "The Excel file holds no sheet; download it again.")
        kind = "xlsx" if data.startswith(b"PK") else "xls"
        small_enough = 0
        for name in workbook.sheet_names[:MAX_SHEETS]:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.height <= MAX_ROWS and sheet.width <= MAX_COLUMNS:
                small_enough += 1
                yield SheetTable(sheet, kind, name)
        if not small_enough:
            raise _too_large()
    except PasswordError as fault:
        raise UnreadableFile(
            "encrypted_file", "The workbook is protected by a password; save it without one."
        ) from fault
    except (CalamineError, OSError) as fault:
        raise UnreadableFile("corrupt_file", "The Excel file is damaged or cut off; download it again.") from fault


def _too_large() -> UnreadableFile:
    return UnreadableFile("too_large", f"A table may have at most {MAX_ROWS:,} rows and {MAX_COLUMNS} columns.")


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
        case _:
            return "" if cell is None else str(cell)


def _number_text(number: float) -> str:
    if isinstance(number, int) or (number.is_integer() and abs(number) < _EXACT_WHOLE):
        return str(int(number))
    if number.is_integer():
        return repr(number)  # beyond 2**53 digits are lost: the exponent shows that it is damaged
    return format(Decimal(repr(number)), "f")
