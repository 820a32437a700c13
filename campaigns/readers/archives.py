"""Unpacks an archive that a user sent, in a process of its own with little memory and little time."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from campaigns.readers.confinement import Limits, run_confined
from campaigns.readers.rows import UnreadableFile

_UNPACKER: Final = "campaigns.readers.archive_child"
_ZIP: Final = b"PK"
UNPACKING: Final = Limits(memory_bytes=512 * 1024**2, cpu_seconds=20, wall_seconds=30, output_bytes=128 * 1024**2)


@dataclass(frozen=True, slots=True)
class ArchiveEntry:
    """One file of an archive: where it lies now, or why it was refused."""

    name: str
    path: Path | None
    code: str = ""
    detail: str = ""


def may_be_archive(path: Path) -> bool:
    """Say whether a file begins like a zip archive, as Excel workbooks do too."""
    with path.open("rb") as file:
        return file.read(len(_ZIP)) == _ZIP


def unpack_in_child(path: Path, *, into: Path, limits: Limits = UNPACKING) -> list[ArchiveEntry] | None:
    """Unpack a zip archive into a folder and give its files; None for an Excel workbook, which is one table file.

    Names are entries' own, without folders. Raises UnreadableFile: `corrupt_file`, `too_many_entries`, `zip_bomb`,
    `timed_out`, `file_too_complex`.
    """
    confinement = {
        "memory_bytes": limits.memory_bytes,
        "cpu_seconds": limits.cpu_seconds,
        "output_bytes": limits.output_bytes,
    }
    request = {"path": str(path.resolve()), "into": str(into.resolve()), "limits": confinement}
    with tempfile.TemporaryFile("w+", encoding="ascii") as output:
        run_confined(_UNPACKER, json.dumps(request), output, limits)
        output.seek(0)
        said = [json.loads(line) for line in output]
    if said and said[0].get("workbook"):
        return None
    if said and "refused" in said[0]:
        raise UnreadableFile(said[0]["refused"]["code"], said[0]["refused"]["detail"])
    return [
        ArchiveEntry(
            name=each["name"],
            path=into / str(int(each["file"])) if "file" in each else None,
            code=each.get("code", ""),
            detail=each.get("detail", ""),
        )
        for each in said
    ]
