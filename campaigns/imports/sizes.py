"""Which files are loaded while their sender waits, and which by a worker."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from campaigns.readers.sniff import FREE_UNPACKED, MAX_RATIO, MAX_UNPACKED

CHUNK: Final = 1024 * 1024
LEAST_ROW_BYTES: Final = 200  # of a row in an unpacked worksheet with some columns
ARCHIVE: Final = b"PK"
HEADER: Final = 1


@dataclass(frozen=True, slots=True)
class Size:
    """How large a file is; `rows` is an estimate that needs no parsing."""

    bytes: int
    rows: int

    def within(self, limit: "Size") -> bool:
        """Say whether it is no larger than a limit, in both."""
        return self.bytes <= limit.bytes and self.rows <= limit.rows


AT_ONCE: Final = Size(bytes=2 * 1024 * 1024, rows=5_000)
"""The largest file that is loaded in the request that brings it."""


def size_of(path: Path) -> Size:
    """Measure a file: lines of a text below its header, unpacked bytes of a workbook; a broken one counts as a text."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if file.read(len(ARCHIVE)) == ARCHIVE:
            try:
                return Size(size, _sheet_bytes(path) // LEAST_ROW_BYTES)
            except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
                pass  # the reader says it better
        file.seek(0)
        lines = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(CHUNK), b""))
    return Size(size, max(lines - HEADER, 0))


def _sheet_bytes(path: Path) -> int:
    """Add up the worksheets; nothing for an archive that the reader refuses unread: its sender hears at once."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or unpacked > max(FREE_UNPACKED, path.stat().st_size * MAX_RATIO):
        return 0
    return sum(entry.file_size for entry in entries if "worksheets/" in entry.filename)
