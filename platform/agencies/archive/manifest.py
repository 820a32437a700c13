"""The manifest of an archive: what is inside, from which version, with a digest of every part."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from agencies.archive.errors import DamagedArchiveError, ForeignVersionError

FORMAT = "yardstick.agency"
SCHEMA_VERSION = 1
MANIFEST, README = "manifest.json", "README.txt"


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table as one file of lines; `columns` maps each column to PostgreSQL's name of its type."""

    name: str
    file: str
    rows: int
    sha256: str
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SharedPart:
    """Lines about what the platform holds for the agency outside of its own tables: its people."""

    name: str
    file: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BytesPart:
    """The bytes of one file, named by their digest."""

    sha256: str
    bytes: int

    @property
    def file(self) -> str:
        """Name it inside the archive."""
        return f"files/{self.sha256[:2]}/{self.sha256}"


Part = TablePart | SharedPart | BytesPart


@dataclass(frozen=True, slots=True)
class Manifest:
    """An archive's table of contents. `migrations` lists what made the tables, each as `app.name`."""

    product_version: str
    created_at: str
    agency: Mapping[str, str]
    migrations: tuple[str, ...]
    tables: tuple[TablePart, ...]
    shared: tuple[SharedPart, ...]
    files: tuple[BytesPart, ...]
    left_out: Mapping[str, str]

    @property
    def rows(self) -> int:
        """Count the rows of all tables."""
        return sum(table.rows for table in self.tables)

    def written(self) -> bytes:
        """Write it as JSON; the digest of these bytes stands for the whole archive."""
        stated = {"format": FORMAT, "schema_version": SCHEMA_VERSION, **asdict(self)}
        return json.dumps(stated, indent=1, ensure_ascii=False, sort_keys=True).encode() + b"\n"

    def digest(self) -> str:
        """Give the SHA-256 of the manifest as written."""
        return sha256(self.written()).hexdigest()

    def parts(self) -> dict[str, Part]:
        """Give every part by the name of its file."""
        parts: list[Part] = [*self.tables, *self.shared, *self.files]
        return {part.file: part for part in parts}


def read_manifest(text: bytes) -> Manifest:
    """Read a manifest; raises DamagedArchiveError, or ForeignVersionError for a format of a later version."""
    try:
        stated = json.loads(text)
        known = stated.pop("format") == FORMAT
        version = stated.pop("schema_version")
    except (ValueError, KeyError, AttributeError) as error:
        raise DamagedArchiveError("The archive's manifest cannot be read.") from error
    if not known:
        raise DamagedArchiveError("This is not an archive of an agency.")
    if version != SCHEMA_VERSION:
        raise ForeignVersionError(f"The archive has schema version {version}; this version reads {SCHEMA_VERSION}.")
    try:
        return _manifest(stated)
    except (TypeError, KeyError) as error:
        raise DamagedArchiveError("The archive's manifest lacks a part.") from error


def _manifest(stated: dict[str, Any]) -> Manifest:
    return Manifest(
        **{
            **stated,
            "migrations": tuple(stated["migrations"]),
            "tables": tuple(TablePart(**part) for part in stated["tables"]),
            "shared": tuple(SharedPart(**part) for part in stated["shared"]),
            "files": tuple(BytesPart(**part) for part in stated["files"]),
        }
    )
