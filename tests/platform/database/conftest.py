"""Homes for servers, each discarded with its server and data when its test ends."""

import os
import pwd
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

import database
from database.records import load, records_folder
from database.sites import Site, known_site


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """Return a home that no server has seen yet."""
    folder = tmp_path / "home"
    yield folder
    database.discard(folder)


@pytest.fixture
def server(home: Path) -> database.Server:
    """Return the running server of `home`."""
    return database.ensure_running(home, durable=False)


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[database.Server]:
    """Return a running server for tests that only look at it; it has the durability of production."""
    folder = tmp_path_factory.mktemp("shared")
    yield database.ensure_running(folder)
    database.discard(folder)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Return a folder that every account can reach, which pytest's own folders are not."""
    folder = Path(tempfile.mkdtemp(prefix="yardstick-test-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def ordinary_uid() -> int:
    """Return the number of an account that is not root: nobody's for root, else the caller's own."""
    return os.geteuid() or pwd.getpwnam("nobody").pw_uid


@pytest.fixture
def somebody_elses_folder(tmp_path: Path) -> Path:
    """Return a folder that belongs to another account: nobody's for root, else root's."""
    if os.geteuid() != 0:
        return Path("/usr")
    folder = tmp_path / "theirs"
    folder.mkdir()
    os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)
    return folder


def site_of(home: Path) -> Site:
    """Return the places of a home's server."""
    records = records_folder(home)
    record = load(records)
    assert record is not None
    return known_site(records, record.room)


def answer(server: database.Server, sql: str) -> object:
    """Return the first value of a query's first row, or None for a statement without rows."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        cursor = connection.execute(sql)  # type: ignore[call-overload]
        row = cursor.fetchone() if cursor.description else None
    return None if row is None else row[0]
