"""What a backup says of itself: its version, its dump's digest, and each table's rows and checksum."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any

FORMAT, SCHEMA_VERSION = "yardstick.backup", 1
MANIFEST, DUMP = "backup.json", "database.dump"

TABLES = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND (n.nspname = 'public' OR n.nspname ~ '^a_[a-z2-7]{20}$') ORDER BY 1, 2
"""
CHECKSUM = 'SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text FROM "{}"."{}" t'

Checksums = dict[str, list[Any]]


class BackupError(Exception):
    """A backup cannot be made, or is none that can be restored; the message says why."""


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """A backup's table of contents; `tables` maps `schema.table` to its rows and their checksum."""

    product_version: str
    created_at: str
    server_version: str
    dump_sha256: str
    agencies: tuple[str, ...]
    tables: Mapping[str, Any]

    def write(self, folder: Path) -> None:
        """Write it beside the dump, last: a folder without it holds no whole backup."""
        stated = {"format": FORMAT, "schema_version": SCHEMA_VERSION, **asdict(self)}
        (folder / MANIFEST).write_text(json.dumps(stated, indent=1) + "\n")


def read_manifest(folder: Path) -> BackupManifest:
    """Read a backup's manifest and compare the dump's digest; raises BackupError."""
    try:
        stated = json.loads((folder / MANIFEST).read_text())
        if (stated.pop("format"), stated.pop("schema_version")) != (FORMAT, SCHEMA_VERSION):
            raise BackupError(f"{folder} holds a backup of another version.")
        manifest = BackupManifest(**{**stated, "agencies": tuple(stated["agencies"])})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(f"{folder} holds no backup: {MANIFEST} cannot be read.") from error
    if sha256_of(folder / DUMP) != manifest.dump_sha256:
        raise BackupError(f"{folder / DUMP} is not as it was written: its SHA-256 differs from the manifest's.")
    return manifest


def sha256_of(file: Path) -> str:
    """Give a file's digest; raises BackupError where there is none."""
    try:
        with file.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise BackupError(f"{file} cannot be read.") from error


def checksums(cursor: Any) -> Checksums:
    """Count and sum up every table, in the transaction that the cursor is in."""
    cursor.execute("SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'")
    cursor.execute(TABLES)
    found: Checksums = {}
    for schema, table in cursor.fetchall():
        cursor.execute(CHECKSUM.format(schema, table))
        found[f"{schema}.{table}"] = list(cursor.fetchone())
    return found
