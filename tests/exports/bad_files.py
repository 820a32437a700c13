"""Sixty and more kinds of file that nothing can be made of, each with the code that it is refused with."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable, Mapping

import xlsxwriter

from tests.exports import broken
from tests.exports.tables import xlsx_bytes

DAYS = "day,views,likes\n"
GOOD_DAY = "2026-02-27,12,3\n"


def _text(text: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: text.encode(encoding)


def _bytes(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def _archive(entries: Mapping[str, bytes]) -> Callable[[], bytes]:
    def write() -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in entries.items():
                archive.writestr(name, data)
        return file.getvalue()

    return write


def _workbook_with(entry: str, replaced: bytes | None) -> Callable[[], bytes]:
    """Write a workbook of which one part is another, or missing."""

    def write() -> bytes:
        whole = zipfile.ZipFile(io.BytesIO(xlsx_bytes(("day", "views"), [("2026-02-27", 1)])))
        parts = {each.filename: whole.read(each) for each in whole.infolist()}
        parts.pop(entry)
        if replaced is not None:
            parts[entry] = replaced
        return _archive(parts)()

    return write


def _two_sheets() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        for name in ("One", "Two"):
            page = workbook.add_worksheet(name)
            page.write_row(0, 0, ("day", "views"))
            page.write_row(1, 0, ("2026-02-27", 1))
    return file.getvalue()


def _tar() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        entry = tarfile.TarInfo("Overview.csv")
        entry.size = 4
        archive.addfile(entry, io.BytesIO(b"Date"))
    return file.getvalue()


def _nested_archive() -> bytes:
    inner = _archive({"Overview.csv": b"Date,Video Views\n"})()
    for _ in range(5):
        inner = _archive({"inner.zip": inner})()
    return inner


def _many_entries() -> bytes:
    return _archive({f"xl/part{number}.xml": b"<a/>" for number in range(1_200)})()


def _symlink() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        entry = zipfile.ZipInfo("Overview.csv")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return file.getvalue()


_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha">%s]><workbook>&t;</workbook>""" % b"".join(
    b'<!ENTITY %c "%s">' % (ord("b") + step, b"&%c;" % (ord("a") + step) * 20) for step in range(19)
)
_OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><workbook>&x;</workbook>'
_LONG = "9" * 200_000

NOT_A_TABLE, CORRUPT, UNKNOWN, CHANGED = "not_a_table", "corrupt_file", "unknown_format", "header_changed"
UNREADABLE: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "nothing.csv": (_bytes(b""), "empty_file"),
    "spaces.csv": (_bytes(b"  \t \n \r\n"), "empty_file"),
    "mark alone.csv": (_bytes(b"\xef\xbb\xbf"), "empty_file"),
    "two marks.csv": (_bytes(b"\xff\xfe"), "empty_file"),
    "commas alone.csv": (_bytes(b",,,\n,,,\n"), "empty_file"),
    "header alone.csv": (_text(DAYS), "no_rows"),
    "header and blanks.csv": (_text(f"{DAYS},,\n,,\n"), "no_rows"),
    "unknown header.csv": (_text("name,age\nAnn,7\n"), UNKNOWN),
    "no header.csv": (_text(GOOD_DAY * 3), UNKNOWN),
    "prose.txt": (_text("Dear colleague,\nplease find the numbers attached.\n"), UNKNOWN),
    "one word.csv": (_text("views"), CHANGED),
    "header far down.csv": (_text("note\n" * 30 + DAYS + GOOD_DAY), UNKNOWN),
    "same column twice.csv": (_text("day,views,views\n2026-02-27,1,2\n"), "duplicate_column"),
    "page.html": (_bytes(broken.HTML_PAGE), NOT_A_TABLE),
    "page with another table.xls": (_text("<html><table><tr><td>Menu</td></tr></table></html>"), UNKNOWN),
    "page cut off.xls": (_text("<html><table><tr><td>day</td><td>vie"), CHANGED),
    "feed.xml": (_text('<?xml version="1.0"?><rss><item/></rss>'), NOT_A_TABLE),
    "picture.svg": (_text("<svg xmlns='http://www.w3.org/2000/svg'/>"), NOT_A_TABLE),
    "object.json": (_text('{"day": "2026-02-27", "views": 1}'), NOT_A_TABLE),
    "list.json": (_text('[{"day": "2026-02-27"}]'), NOT_A_TABLE),
    "deep.json": (_text("[" * 50_000), NOT_A_TABLE),
    "report.pdf": (_bytes(broken.PDF_DOCUMENT), NOT_A_TABLE),
    "screen.png": (_bytes(broken.PICTURE), NOT_A_TABLE),
    "photo.jpg": (_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF"), NOT_A_TABLE),
    "moving.gif": (_bytes(b"GIF89a\x01\x00\x01\x00"), NOT_A_TABLE),
    "sound.wav": (_bytes(b"RIFF\x24\x00\x00\x00WAVE"), NOT_A_TABLE),
    "days.csv.gz": (lambda: gzip.compress((DAYS + GOOD_DAY).encode()), NOT_A_TABLE),
    "days.tar.gz": (_tar, NOT_A_TABLE),
    "days.rar": (_bytes(b"Rar!\x1a\x07\x01\x00rest"), NOT_A_TABLE),
    "days.7z": (_bytes(b"7z\xbc\xaf\x27\x1c\x00\x04rest"), NOT_A_TABLE),
    "days.sqlite": (_bytes(b"SQLite format 3\x00" + bytes(84)), NOT_A_TABLE),
    "letter.rtf": (_bytes(b"{\\rtf1 views}"), NOT_A_TABLE),
    "archive.zip": (_archive({"Overview.csv": b"Date,Video Views\n"}), NOT_A_TABLE),
    "empty archive.xlsx": (_archive({}), NOT_A_TABLE),
    "nested.zip": (_nested_archive, NOT_A_TABLE),
    "link.zip": (_symlink, NOT_A_TABLE),
    "outside.zip": (_archive({"../../etc/cron.d/x": b"* * * * *"}), NOT_A_TABLE),
    "document.docx": (_archive({"word/document.xml": b"<w/>"}), NOT_A_TABLE),
    "slides.pptx": (_archive({"ppt/presentation.xml": b"<p/>"}), NOT_A_TABLE),
    "many parts.xlsx": (_many_entries, "zip_bomb"),
    "bomb.xlsx": (broken.zip_bomb, "zip_bomb"),
    "cut off.xlsx": (broken.truncated_workbook, CORRUPT),
    "overwritten.xlsx": (broken.damaged_workbook, CORRUPT),
    "first bytes alone.xlsx": (_bytes(b"PK\x03\x04"), CORRUPT),
    "first bytes alone.xls": (_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), CORRUPT),
    "noise behind its mark.xls": (_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 20), CORRUPT),
    "no list of sheets.xlsx": (_workbook_with("xl/workbook.xml", None), CORRUPT),
    "no sheet.xlsx": (_workbook_with("xl/worksheets/sheet1.xml", None), CORRUPT),
    "broken list of sheets.xlsx": (_workbook_with("xl/workbook.xml", b"<workbook><sheets>"), CORRUPT),
    "billion laughs.xlsx": (_workbook_with("xl/workbook.xml", _LAUGHS), CORRUPT),
    "outside entity.xlsx": (_workbook_with("xl/workbook.xml", _OUTSIDE), CORRUPT),
    "far cell.xlsx": (broken.far_cell_workbook, "too_large"),
    "wide.xlsx": (lambda: broken.wide_workbook(1_000), "too_large"),
    "two sheets.xlsx": (_two_sheets, "several_sheets"),
    "empty sheet.xlsx": (lambda: xlsx_bytes((), []), "empty_file"),
    "million columns.csv": (lambda: b"views," * 300_000 + b"\n", "too_large"),
    "one huge cell.csv": (_text(f"{DAYS}2026-02-27,{_LONG},3\n"), "too_large"),
    "one huge line.csv": (lambda: b"x" * 1_500_000, "too_large"),
    "nul.csv": (_bytes(broken.NUL_TEXT), "nul_byte"),
    "nul header.csv": (_bytes(b"day,vi\x00ews\n2026-02-27,1\n"), "nul_byte"),
    "all zero.bin": (_bytes(bytes(5_000)), "nul_byte"),
    "latin.csv": (_bytes(broken.LATIN_TEXT), "bad_encoding"),
    "cut in a character.csv": (_bytes("day,views\n2026-02-27,1\n播放".encode()[:-1]), "bad_encoding"),
    "odd utf-16.csv": (_bytes(b"\xff\xfed\x00a\x00y"), "bad_encoding"),
    "noise.bin": (_bytes(bytes((number * 193 + 71) % 255 + 1 for number in range(4_000))), "bad_encoding"),
    "unending quote.csv": (_bytes(broken.UNENDING_QUOTE), CORRUPT),
    "text behind a quote.csv": (_text('day,views\n"2026-02-27"x,1\n'), CORRUPT),
}
"""By file name, how it is written and what it is refused with."""

ROWS_REFUSED: Mapping[str, Callable[[], bytes]] = {
    "bad days.csv": _text(f"{DAYS}2026-02-30,1,1\nyesterday,1,1\n"),
    "bad numbers.csv": _text(f"{DAYS}2026-02-27,twelve,1\n2026-02-26,1e9999,1\n2026-02-25,0x10,1\n"),
    "days to come.csv": _text(f"{DAYS}2099-02-27,1,1\n"),
    "shifted.csv": _text(f"{DAYS}x,2026-02-27,1,1\n"),
    "endless digits.csv": _text(f"{DAYS}2026-02-27,{'9' * 60},1\n"),
    "formulas.csv": _text(f'{DAYS}2026-02-27,=1+1,@SUM(A1)\n2026-02-26,"=HYPERLINK(""http://x"")",1\n'),
}
"""Files whose header is known and of which no row can be taken."""
