"""Makes a backup: a dump of the database, and what stood in each table at that very moment."""

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from config.backup.manifest import DUMP, BackupError, BackupManifest, checksums, sha256_of
from config.databases import server_login
from config.environment import Environment
from database.clients import ProgramFailed, run_client

PRIVATE = 0o700
SNAPSHOT = "SELECT pg_export_snapshot(), current_setting('server_version')"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was made."""

    folder: Path
    manifest: BackupManifest

    @property
    def rows(self) -> int:
        """Count the rows of all tables."""
        return sum(rows for rows, _ in self.manifest.tables.values())


def back_up(chosen: Environment, folder: Path) -> BackedUp:
    """Dump the installation's database into a new folder that only the caller may read; everybody goes on working.

    The installation's secret and exported archives are not in it. Raises BackupError, DatabaseUnavailable without
    pg_dump, psycopg.Error where the database cannot be reached.
    """
    try:
        folder.mkdir(mode=PRIVATE, parents=True)
    except FileExistsError as error:
        raise BackupError(f"{folder} exists already; name a new folder.") from error
    login = server_login(chosen) | {"dbname": chosen.database_name}
    with psycopg.connect(make_conninfo(**login)) as connection, connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot, server_version = cursor.execute(SNAPSHOT).fetchone() or ("", "")
        try:
            arguments = ["--format=custom", f"--snapshot={snapshot}", f"--file={folder / DUMP}"]
            run_client("pg_dump", arguments, login=login)
        except ProgramFailed as error:
            raise BackupError(f"pg_dump failed: {error}") from error
        tables = checksums(cursor)
        agencies = cursor.execute("SELECT schema_name FROM agencies_agency ORDER BY 1").fetchall()
    manifest = BackupManifest(
        product_version=version("yardstick"),
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        server_version=str(server_version),
        dump_sha256=sha256_of(folder / DUMP),
        agencies=tuple(schema for (schema,) in agencies),
        tables=tables,
    )
    manifest.write(folder)
    return BackedUp(folder, manifest)
