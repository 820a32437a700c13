"""Makes a database from a backup, and compares every table with what the backup says of it."""

from collections.abc import Iterable
from pathlib import Path
from secrets import token_hex

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from config.backup.manifest import DUMP, BackupError, BackupManifest, checksums, read_manifest
from config.bootstrap import AGENCY, bootstrap_database
from config.databases import OWNER, RUNTIME, server_login
from config.environment import Environment
from database.clients import ProgramFailed, run_client

SCRATCH = "yardstick_check"


def restore_backup(chosen: Environment, folder: Path, *, database: str) -> BackupManifest:
    """Make a new database from a backup, with the roles that it needs; gives the manifest that it was found to equal.

    Nothing is left of a database that cannot be made whole. Raises BackupError, also for a database that exists, and
    DatabaseUnavailable without pg_restore.
    """
    manifest = read_manifest(folder)
    login = server_login(chosen)
    with psycopg.connect(make_conninfo(**login), autocommit=True) as server:
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            raise BackupError(f"The database {database} exists already; name a new one.")
    bootstrap_database(chosen.model_copy(update={"database_name": database}))
    try:
        _ensure_agency_roles(chosen, manifest.agencies, database)
        arguments = ["--exit-on-error", f"--dbname={database}", str(folder / DUMP)]
        run_client("pg_restore", arguments, login=login)
        _compare(manifest, login | {"dbname": database})
        _have_counted(login | {"dbname": database})
    except ProgramFailed as error:
        drop_database(chosen, database)
        raise BackupError(f"pg_restore failed: {error}") from error
    except BaseException:
        drop_database(chosen, database)
        raise
    return manifest


def _have_counted(login: dict[str, str]) -> None:
    """Have every table counted, which no dump tells: else the first questions would be planned for empty ones."""
    with psycopg.connect(make_conninfo(**login), autocommit=True) as connection:
        connection.execute("ANALYZE")


def check_restorable(chosen: Environment, folder: Path) -> BackupManifest:
    """Restore a backup into a scratch database of the same server, compare every table, and drop it again."""
    scratch = f"{SCRATCH}_{token_hex(6)}"
    manifest = restore_backup(chosen, folder, database=scratch)
    drop_database(chosen, scratch)
    return manifest


def drop_database(chosen: Environment, name: str) -> None:
    """Drop a database, whoever is connected; the roles stay, since other databases may use them."""
    with psycopg.connect(make_conninfo(**server_login(chosen)), autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _ensure_agency_roles(chosen: Environment, schemas: Iterable[str], database: str) -> None:
    """Make the roles of agencies that the server lacks, as provisioning makes them: roles are in no dump."""
    owner = {"user": OWNER, "password": chosen.derived(f"database:{OWNER}"), "dbname": database}
    with psycopg.connect(make_conninfo(**(server_login(chosen) | owner))) as connection:
        known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
        for schema in schemas:
            if schema in known:
                continue
            for statement in (
                "CREATE ROLE {role} NOLOGIN INHERIT",
                "GRANT {agency} TO {role} WITH INHERIT TRUE",
                "GRANT {role} TO {runtime} WITH INHERIT FALSE, SET TRUE",
            ):
                names = {"role": schema, "agency": AGENCY, "runtime": RUNTIME}
                connection.execute(
                    sql.SQL(statement).format(**{key: sql.Identifier(name) for key, name in names.items()})
                )


def _compare(manifest: BackupManifest, login: dict[str, str]) -> None:
    with psycopg.connect(make_conninfo(**login)) as connection, connection.cursor() as cursor:
        found = checksums(cursor)
    for table in sorted(found.keys() | manifest.tables.keys()):
        if found.get(table) != manifest.tables.get(table):
            raise BackupError(f"The restored table {table} is not as it was backed up.")
