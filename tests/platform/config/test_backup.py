"""A restored backup is the database that was backed up, table by table; a broken one is refused."""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.core.management import CommandError, call_command

from config.backup import BackupError, back_up, restore_backup
from config.backup.restoring import drop_database
from config.databases import server_login
from config.environment import environment
from tests.people import World


@pytest.fixture(scope="module")
def backup(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Back the tests' own database up, once."""
    folder = tmp_path_factory.mktemp("backups") / "nightly"
    assert back_up(environment(), folder).rows > 0
    return folder


@pytest.fixture
def name() -> Iterator[str]:
    """Give a database's name, and drop it in the end."""
    name = f"restored_{uuid4().hex[:8]}"
    yield name
    drop_database(environment(), name)


def databases() -> set[str]:
    with psycopg.connect(**server_login(environment())) as connection:
        return {row[0] for row in connection.execute("SELECT datname FROM pg_database").fetchall()}


def copied(backup: Path, to: Path) -> Path:
    to.mkdir()
    for file in backup.iterdir():
        (to / file.name).write_bytes(file.read_bytes())
    return to


def test_a_restored_backup_has_agencies_with_their_roles_and_rights(backup: Path, name: str, world: World) -> None:
    call_command("restore_backup", str(backup), database=name)
    with psycopg.connect(**server_login(environment()) | {"dbname": name}) as connection:
        brands = f"SELECT name FROM {world.north.schema}.clients_brand ORDER BY name"
        assert connection.execute(brands).fetchall() == [("Aurora",), ("Borealis",)]
        counted = f"SELECT reltuples FROM pg_class WHERE oid = '{world.north.schema}.clients_brand'::regclass"
        assert connection.execute(counted).fetchone() == (2,)
        connection.execute(f"SET ROLE {world.north.schema}")
        assert len(connection.execute(brands).fetchall()) == 2
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(f"SELECT name FROM {world.south.schema}.clients_brand")


def test_a_backup_is_private_and_holds_no_secret_of_the_installation(backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0
    secret = environment().secret().encode()
    assert all(secret not in file.read_bytes() for file in backup.iterdir())


def test_operators_back_up_and_verify_by_command(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("backup", str(tmp_path / "verified"), verify=True)
    assert "every table is the same" in capsys.readouterr().out
    assert not any(database.startswith("yardstick_check") for database in databases())
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(tmp_path / "verified"))


def test_a_backup_is_never_restored_over_a_database(backup: Path) -> None:
    with pytest.raises(BackupError, match="exists already"):
        restore_backup(environment(), backup, database=environment().database_name)


@pytest.mark.parametrize(
    ("file", "former", "new", "told"),
    [
        ("database.dump", b"PGDMP", b"PGdmp", "SHA-256"),
        ("backup.json", b"{", b"", "cannot be read"),
        ("backup.json", b'"schema_version": 1', b'"schema_version": 2', "another version"),
    ],
    ids=["dump", "manifest", "version"],
)
def test_a_spoiled_backup_is_refused(  # noqa: PLR0917 - a case has as many parts
    backup: Path, tmp_path: Path, file: str, former: bytes, new: bytes, told: str
) -> None:
    spoiled = copied(backup, tmp_path / "spoiled")
    (spoiled / file).write_bytes((spoiled / file).read_bytes().replace(former, new, 1))
    with pytest.raises(BackupError, match=told):
        restore_backup(environment(), spoiled, database="restored_never")
    assert "restored_never" not in databases()


def test_a_table_that_differs_after_all_leaves_no_database(backup: Path, tmp_path: Path, name: str) -> None:
    other = copied(backup, tmp_path / "other")
    manifest = json.loads((other / "backup.json").read_text())
    manifest["tables"]["public.people_user"][0] += 1
    (other / "backup.json").write_text(json.dumps(manifest))
    with pytest.raises(BackupError, match="people_user"):
        restore_backup(environment(), other, database=name)
    assert name not in databases()
