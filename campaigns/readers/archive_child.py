"""The confined process that unpacks one zip archive: a request on stdin, a JSON line an entry on stdout."""

import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TextIO

from campaigns.readers.child import MEMORY_EXHAUSTED, confine
from campaigns.readers.rows import UnreadableFile
from campaigns.readers.sniff import MAX_RATIO

MOST_ENTRIES: Final = 100
MOST_UNPACKED: Final = 100 * 1024 * 1024
FREE_UNPACKED: Final = 1024 * 1024
"""Up to here a high ratio is harmless: a table of equal cells packs very well."""
_CHUNK: Final = 256 * 1024
_UTF8: Final = 0x800
_ENCRYPTED: Final = 0x1
_NOT_OF_PEOPLE: Final = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_ARCHIVES: Final = (".zip", ".rar", ".7z", ".gz", ".tar", ".tgz")


def name_of(entry: zipfile.ZipInfo) -> str:
    """Give an entry's own name, without its folders; one not marked as UTF-8 is often GBK, as Windows in China packs.

    `zipfile` reads such a name as CP437, which turns back into its bytes.
    """
    name = entry.filename
    if not entry.flag_bits & _UTF8:
        raw = name.encode("cp437", errors="replace")
        name = next((text for encoding in ("utf-8", "gb18030") if (text := _decoded(raw, encoding))), name)
    return name.replace("\\", "/").rstrip("/").rpartition("/")[2]


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def entries_of(archive: zipfile.ZipFile, packed: int) -> Iterator[zipfile.ZipInfo]:
    """Yield the files in an archive; raises UnreadableFile(`zip_bomb`) for one that holds far too much."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _of_the_system(entry.filename)]
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES:
        raise UnreadableFile("too_many_entries", f"An archive holds at most {MOST_ENTRIES} files.")
    if unpacked > MOST_UNPACKED or (unpacked > FREE_UNPACKED and unpacked > packed * MAX_RATIO):
        raise UnreadableFile("zip_bomb", "The archive unpacks to far more than files of numbers would.")
    yield from entries


def _of_the_system(name: str) -> bool:
    return any(mark in name for mark in _NOT_OF_PEOPLE)


def unpack(path: Path, into: Path) -> Iterator[dict[str, Any]]:
    """Write each file of an archive to a numbered file in `into` and yield what it is called, or why it was refused."""
    with zipfile.ZipFile(path) as archive:
        for number, entry in enumerate(entries_of(archive, path.stat().st_size)):
            name = name_of(entry)
            try:
                _check(entry, name)
                size = _write(archive, entry, into / str(number))
            except UnreadableFile as fault:
                yield {"name": name, "code": fault.code, "detail": fault.detail}
            except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError):
                yield {"name": name, "code": "corrupt_file", "detail": "This file of the archive is damaged."}
            else:
                yield {"name": name, "file": str(number), "size": size}


def _check(entry: zipfile.ZipInfo, name: str) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise UnreadableFile("encrypted_file", "The file is protected by a password.")
    if name.casefold().endswith(_ARCHIVES):
        raise UnreadableFile("nested_archive", "Archives inside an archive are not opened; send it by itself.")


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> int:
    """Unpack in pieces; a file that is longer than the archive says is damaged."""
    written = 0
    with archive.open(entry) as packed, target.open("wb") as file:
        while chunk := packed.read(_CHUNK):
            written += len(chunk)
            if written > entry.file_size:
                raise UnreadableFile("zip_bomb", "The file unpacks to more than the archive says.")
            file.write(chunk)
    return written


def is_workbook(path: Path) -> bool:
    """Say whether a zip archive is an Excel workbook."""
    with zipfile.ZipFile(path) as archive:
        return any(name.replace("\\", "/").startswith("xl/") for name in archive.namelist())


def answer(request_text: str, output: TextIO) -> None:
    """Confine this process, unpack the archive that the request names, and write what is in it to `output`."""
    request = json.loads(request_text)
    confine(**request["limits"])
    path = Path(request["path"])
    try:
        if is_workbook(path):
            output.write(json.dumps({"workbook": True}) + "\n")
            return
        output.writelines(json.dumps(entry) + "\n" for entry in unpack(path, Path(request["into"])))
    except UnreadableFile as refused:
        output.write(_refusal(refused))
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError):
        fault = UnreadableFile("corrupt_file", "The archive is damaged or cut off; send it again.")
        output.write(_refusal(fault))
    except MemoryError:
        output.write(_refusal(UnreadableFile("file_too_complex", MEMORY_EXHAUSTED)))


def _refusal(fault: UnreadableFile) -> str:
    return json.dumps({"refused": {"code": fault.code, "detail": fault.detail}}) + "\n"


if __name__ == "__main__":
    answer(sys.stdin.read(), sys.stdout)
