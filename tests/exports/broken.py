"""Files that no reader may choke on: cut off, lying, hostile or something else altogether."""

import io
import zipfile

import xlsxwriter

from tests.exports.tables import xlsx_bytes

HTML_PAGE = b"<!DOCTYPE html><html><body><p>Your session has ended. Log in again.</p></body></html>"
PDF_DOCUMENT = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
NUL_TEXT = b"Date,Video Views\nFebruary 27,1\x002\n"
LATIN_TEXT = "Date,Video Views,Título\nFebruary 27,12,Canción de otoño\n".encode("latin-1")
UNENDING_QUOTE = b'"Date","Video Views"\n"February 27","12'


def truncated_workbook() -> bytes:
    """Return a workbook whose download broke off."""
    whole = xlsx_bytes(("Date", "Video Views"), [("February 27", number) for number in range(500)])
    return whole[: len(whole) // 2]


def damaged_workbook() -> bytes:
    """Return a workbook with some bytes of its sheet overwritten."""
    whole = bytearray(xlsx_bytes(("Date", "Video Views"), [("February 27", number) for number in range(500)]))
    middle = whole.index(b"sheet1.xml") + 60
    whole[middle : middle + 40] = b"\x55" * 40
    return bytes(whole)


def zip_bomb(unpacked_megabytes: int = 600) -> bytes:
    """Return a small archive named like a workbook that unpacks to hundreds of megabytes."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as entry,
    ):
        for _ in range(unpacked_megabytes):
            entry.write(bytes(1024 * 1024))
    return file.getvalue()


def archive_of_csv() -> bytes:
    """Return an ordinary archive with a CSV in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("Overview.csv", "Date,Video Views\n")
    return file.getvalue()


def far_cell_workbook() -> bytes:
    """Return a tiny workbook with one cell in the first and one in the last place of a sheet."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet()
        page.write(0, 0, "Date")
        page.write(1_048_575, 16_383, 1)
    return file.getvalue()


def wide_workbook(columns: int) -> bytes:
    """Return a workbook with more columns than any export."""
    return xlsx_bytes([f"column {number}" for number in range(columns)], [])
