"""Turns a header and rows into the bytes of a CSV or Excel file."""

import csv
import io
from collections.abc import Mapping, Sequence

import xlsxwriter

Cell = str | int | float
Rows = Sequence[Sequence[Cell]]


def csv_bytes(
    header: Sequence[str], rows: Rows, *, delimiter: str = ",", quote_all: bool = False, encoding: str = "utf-8"
) -> bytes:
    """Return a CSV file; `utf-8-sig` writes the mark that Excel and TikTok put first."""
    text = io.StringIO()
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(header: Sequence[str], rows: Rows, *, banner: str | None = None, sheet: str = "Sheet1") -> bytes:
    """Return an Excel workbook of one sheet, its header under a banner where one is given."""
    return workbook_bytes({sheet: [*([[banner]] if banner else []), header, *rows]})


def workbook_bytes(sheets: Mapping[str, Rows]) -> bytes:
    """Return an Excel workbook of several sheets, each given with all of its lines."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_urls": False}) as workbook:
        for name, lines in sheets.items():
            page = workbook.add_worksheet(name)
            for number, cells in enumerate(lines):
                page.write_row(number, 0, cells)
    return file.getvalue()
