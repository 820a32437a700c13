"""Opens an archive after looking at all of it: every part is there, nothing else is, and each has its digest."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from agencies.archive.errors import DamagedArchiveError
from agencies.archive.manifest import MANIFEST, README, BytesPart, Manifest, SharedPart, TablePart, read_manifest

CHUNK = 1 << 20
LONGEST_MANIFEST = 64 << 20


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive whose digests were found right."""

    manifest: Manifest
    zip: ZipFile

    def chunks(self, part: TablePart | SharedPart) -> Iterator[bytes]:
        """Give a part's lines, many at a time and whole."""
        rest = b""
        for chunk in _chunks(self.zip, part.file):
            head, end, tail = (rest + chunk).rpartition(b"\n")
            if head or end:
                yield head + end
            rest = tail

    def lines(self, part: TablePart | SharedPart) -> Iterator[bytes]:
        """Give a part's lines one by one."""
        for chunk in self.chunks(part):
            yield from chunk.splitlines()

    def bytes_of(self, digest: str) -> bytes:
        """Give the bytes that a row names by their digest; raises DamagedArchiveError where they are not there."""
        try:
            return self.zip.read(BytesPart(digest, 0).file)
        except KeyError as error:
            raise DamagedArchiveError(f"A row names the bytes {digest}, which the archive does not hold.") from error


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open an archive; raises DamagedArchiveError naming the first part at fault, or ForeignVersionError."""
    try:
        # Opened apart: a part that is read halfway when something fails would hold a file of the archive's own open.
        with path.open("rb") as file, ZipFile(file) as archive:
            manifest = _manifest_of(archive)
            _check(archive, manifest)
            yield Archive(manifest, archive)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise DamagedArchiveError(f"The archive cannot be read: {error}") from error
    except FileNotFoundError as error:
        raise DamagedArchiveError(f"There is no file {path}.") from error


def _manifest_of(archive: ZipFile) -> Manifest:
    try:
        if archive.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
            raise DamagedArchiveError("The archive's manifest is too long to be one.")
        return read_manifest(archive.read(MANIFEST))
    except KeyError as error:
        raise DamagedArchiveError("This is not an archive of an agency: it has no manifest.") from error


def _check(archive: ZipFile, manifest: Manifest) -> None:
    stated, present = manifest.parts(), archive.namelist()
    if missing := sorted(set(stated) - set(present)):
        raise DamagedArchiveError(f"The archive lacks {missing[0]}.")
    if foreign := sorted(set(present) - set(stated) - {MANIFEST, README}):
        raise DamagedArchiveError(f"The archive holds {foreign[0]}, which its manifest does not name.")
    if len(present) != len(set(present)):
        raise DamagedArchiveError("The archive holds two parts of one name.")
    for name, part in stated.items():
        digest, lines = sha256(), 0
        for chunk in _chunks(archive, name):
            digest.update(chunk)
            lines += chunk.count(b"\n")
        if digest.hexdigest() != part.sha256:
            raise DamagedArchiveError(f"{name} is not as it was written: its SHA-256 differs from the manifest's.")
        if not isinstance(part, BytesPart) and lines != part.rows:
            raise DamagedArchiveError(f"{name} has {lines} lines where the manifest says {part.rows}.")


def _chunks(archive: ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as member:
        while chunk := member.read(CHUNK):
            yield chunk
