"""Looks at a file's bytes before anything parses them: what kind it is, whether it is safe, how its text is encoded."""

import re
import zipfile
from enum import StrEnum
from io import BytesIO
from typing import Final

from campaigns.readers.rows import UnreadableFile

MAX_BYTES: Final = 200 * 1024 * 1024
MAX_ENTRIES: Final = 1_000
MAX_UNPACKED: Final = 400 * 1024 * 1024
FREE_UNPACKED: Final = 20 * 1024 * 1024
"""Up to here a high ratio is harmless: small sheets of equal cells pack very well."""
MAX_RATIO: Final = 100

_CHUNK = 1024 * 1024
_BASIC_PLANE = 0xFFFF
_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_KINDS: Final = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a media file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "a text document"),
)
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NOTHING: Final = " \t\r\n\v\f,;|"
_HEAD: Final = 4_000
_PAGE = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*<(?:table\b|(?:!doctype html|html|head|meta|style|div|body)\b.*?<table\b)",
    re.IGNORECASE | re.DOTALL,
)
_MARKUP = re.compile(r"<(?:!|\?|[a-z])", re.IGNORECASE)


class Kind(StrEnum):
    """What a file is, by its first bytes and never by its name."""

    TEXT = "text"
    PAGE = "page"
    """A web page with a table, which Chinese back ends call an Excel file."""
    WORKBOOK = "workbook"


def kind_of(data: bytes) -> Kind:
    """Return the kind of a file; raises UnreadableFile for what holds no table or is not safe to unpack."""
    if not data.strip():
        raise UnreadableFile("empty_file", "The file is empty.")
    if len(data) > MAX_BYTES:
        raise UnreadableFile("too_large", f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    if data.startswith(_OLE):
        return Kind.WORKBOOK
    if data.startswith(_ZIP):
        _check_archive(data)
        return Kind.WORKBOOK
    for magic, name in _OTHER_KINDS:
        if data.startswith(magic):
            raise UnreadableFile("not_a_table", f"This is {name}, not a CSV or Excel file.")
    return Kind.PAGE if _PAGE.search(data[:_HEAD]) else Kind.TEXT


def _check_archive(data: bytes) -> None:
    """Refuse a broken archive, one that unpacks to too much, and one that is no Excel workbook."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_size(archive.infolist(), len(data))
            _check_workbook(archive)
            for entry in archive.infolist():
                _check_entry(archive, entry)
    except UnreadableFile:
        raise
    except Exception as fault:  # zipfile and zlib answer damaged bytes with a dozen kinds of exception
        raise UnreadableFile("corrupt_file", "The Excel file is damaged or cut off; download it again.") from fault


def _check_size(entries: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if (
        len(entries) > MAX_ENTRIES
        or unpacked > MAX_UNPACKED
        or (unpacked > FREE_UNPACKED and unpacked > packed * MAX_RATIO)
    ):
        raise UnreadableFile("zip_bomb", "The file unpacks to far more than a table of numbers would.")


def _check_workbook(archive: zipfile.ZipFile) -> None:
    names = [name.replace("\\", "/") for name in archive.namelist()]
    if not any(name.startswith("xl/") for name in names) and not {"mimetype", "content.xml"} <= set(names):
        detail = "This archive is no Excel workbook; unpack it and load the files in it one by one."
        raise UnreadableFile("not_a_table", detail)


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack one entry in pieces: a wrong checksum or a length other than the stated one raises."""
    with archive.open(entry) as stream:
        while stream.read(_CHUNK):
            pass


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a table and its encoding: UTF-8, UTF-16 or GB18030; raises UnreadableFile."""
    text, encoding = decode_page(data)
    head = text.lstrip()[:200]
    if _MARKUP.match(head):
        raise UnreadableFile("not_a_table", "This is a web page or XML, not a table; use the backend's export button.")
    if head.startswith(("{", "[")):
        raise UnreadableFile("not_a_table", "This is JSON, not a CSV or Excel file.")
    return text, encoding


def decode_page(data: bytes) -> tuple[str, str]:
    """Return the text of a file that may be a web page, and its encoding; raises UnreadableFile."""
    text, encoding = _decoded(data)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise UnreadableFile(
            "nul_byte", f"Line {line} holds a NUL byte, which no text file does; export the file again."
        )
    text = text.removeprefix("\ufeff")
    if not text.strip(_NOTHING):
        raise UnreadableFile("empty_file", "The file is empty.")
    return text, encoding


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding), encoding
    if (unmarked := _unmarked_utf16(data)) is not None:
        return unmarked
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as fault:
        text = _as_chinese(data)
        if text is None:
            raise _bad_encoding("UTF-8", fault.start) from fault
        return text, "gb18030"


def _unmarked_utf16(data: bytes) -> tuple[str, str] | None:
    """Return the text of UTF-16 without its mark: commas, digits and line ends leave every other byte empty."""
    head = data[:_HEAD]
    first, second = head[0::2].count(0), head[1::2].count(0)
    encoding = "utf-16-le" if second > first else "utf-16-be"
    if max(first, second) * 8 < len(head) or min(first, second) * 20 > max(first, second):
        return None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return (text, encoding) if "\0" not in text else None


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        raise _bad_encoding(encoding.removesuffix("-sig").upper(), fault.start) from fault


def _bad_encoding(name: str, position: int) -> UnreadableFile:
    detail = f"Byte {position + 1} is neither {name} nor Chinese GB18030 text; save the file as UTF-8."
    return UnreadableFile("bad_encoding", detail)


def _as_chinese(data: bytes) -> str | None:
    """Return `data` read as GB18030 where that gives real Chinese.

    GB18030 gives most byte pairs some character, so Latin-1 or damaged UTF-8 often decodes too; such text shows rare
    characters, where real Chinese is nearly all of the everyday set GB2312.
    """
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    foreign = [char for char in text if not char.isascii()]
    everyday = sum(1 for char in foreign if _is_everyday(char))
    return text if everyday * 4 >= len(foreign) * 3 else None


def _is_everyday(char: str) -> bool:
    if ord(char) > _BASIC_PLANE:  # emoji
        return True
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
