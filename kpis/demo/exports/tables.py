"""Turns a header and rows into the bytes of a CSV or Excel file."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter

Cell = str | int | float
Rows = Iterable[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file as somebody saved it on the morning of `captured_on`."""

    name: str
    data: bytes
    captured_on: date


def csv_bytes(header: Sequence[str], rows: Rows, *, quote_all: bool = False, encoding: str = "utf-8") -> bytes:
    """Give a CSV file; `utf-8-sig` begins with the mark that TikTok puts first."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(header: Sequence[str], rows: Rows, *, banner: str | None = None) -> bytes:
    """Give a workbook of one sheet, its header under a banner where one is given."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_urls": False}) as workbook:
        page = workbook.add_worksheet("Sheet1")
        for number, cells in enumerate([*([[banner]] if banner else []), header, *rows]):
            page.write_row(number, 0, cells)
    return file.getvalue()
