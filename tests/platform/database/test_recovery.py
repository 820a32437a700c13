"""After a crash the next start recovers by itself, and never puts a second server on the data."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest

import database
from database import Code, DatabaseUnavailable, State
from database.cluster import clean_environment
from database.locks import try_hold
from database.processes import postmaster_file, residents
from tests.platform.database.conftest import answer, site_of


def kill_postmaster(home: Path) -> int:
    """Kill the postmaster of a home the hard way and return its number."""
    pid = database.status(home).pid
    assert pid is not None
    postmaster = psutil.Process(pid)
    postmaster.kill()
    postmaster.wait(timeout=30)
    return pid


@contextmanager
def endless_query(server: database.Server) -> Iterator[int]:
    """Keep a backend busy with a loop that never looks whether its postmaster lives; yield the backend's number."""
    active = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO %'"
    with closing(psycopg.connect(server.url(), autocommit=True)) as connection:
        connection.pgconn.send_query(b"DO $$ BEGIN LOOP END LOOP; END $$")
        connection.pgconn.flush()
        assert any(answer(server, active) == 1 for _ in range(500)), "the query did not begin"
        yield connection.info.backend_pid


@pytest.fixture
def zombie(server: database.Server, home: Path) -> Iterator[int]:
    """Return the number of a dead process of the server's account that nobody has collected."""
    assert server.embedded
    with subprocess.Popen(["/bin/true"], cwd="/", **site_of(home).account.privileges()) as process:
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        yield process.pid


@pytest.fixture
def stranger(server: database.Server, home: Path) -> Iterator[int]:
    """Return the number of a living process of the server's account that is no PostgreSQL."""
    assert server.embedded
    account = site_of(home).account
    with subprocess.Popen(["/bin/cat"], cwd="/", stdin=subprocess.PIPE, **account.privileges()) as process:
        yield process.pid


def claim_number(data: Path, pid: int) -> None:
    """Write a process number into the lock file that a dead postmaster left."""
    file = data / "postmaster.pid"
    file.write_text("\n".join([str(pid), *file.read_text().splitlines()[1:]]) + "\n")


def test_committed_data_survives_a_killed_postmaster_and_the_address_stays(home: Path) -> None:
    server = database.ensure_running(home)
    answer(server, "CREATE TABLE kept AS SELECT 42 AS number")

    killed = kill_postmaster(home)
    again = database.ensure_running(home)

    assert again.url() == server.url()
    assert database.status(home).pid != killed
    assert answer(again, "SELECT number FROM kept") == 42


def test_a_killed_server_is_not_reported_as_running(home: Path, server: database.Server) -> None:
    assert server.embedded
    kill_postmaster(home)

    assert database.status(home).state is State.STOPPED


def test_a_zombie_with_the_postmasters_number_does_not_stop_recovery(
    home: Path, server: database.Server, zombie: int
) -> None:
    kill_postmaster(home)
    claim_number(site_of(home).data, zombie)

    assert database.status(home).state is State.STOPPED
    assert database.ensure_running(home, durable=False).url() == server.url()


def test_a_stranger_with_the_postmasters_number_does_not_stop_recovery_and_is_left_alone(
    home: Path, server: database.Server, stranger: int
) -> None:
    kill_postmaster(home)
    claim_number(site_of(home).data, stranger)

    assert database.ensure_running(home, durable=False).url() == server.url()
    assert database.stop(home)
    os.kill(stranger, 0)


def test_a_backend_that_outlives_its_postmaster_is_ended_before_the_next_start(
    home: Path, server: database.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("database.vacancy.ORPHANS_GRACE", 0.3)
    with endless_query(server) as backend:
        kill_postmaster(home)

        again = database.ensure_running(home, durable=False)

        site = site_of(home)
        assert backend not in [one.pid for one in residents(site.data, site.account.uid)]
        assert answer(again, "SELECT 1") == 1


def test_stopping_after_a_crash_ends_what_the_dead_postmaster_left(
    home: Path, server: database.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("database.vacancy.ORPHANS_GRACE", 0.3)
    with endless_query(server):
        kill_postmaster(home)

        assert database.stop(home)

    site = site_of(home)
    assert residents(site.data, site.account.uid) == []


def test_a_server_started_by_hand_is_joined_and_can_be_stopped(home: Path, server: database.Server) -> None:
    site = site_of(home)
    database.stop(home)
    words = [
        "-c",
        f"port={server.port}",
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        f"unix_socket_directories={server.socket_dir}",
    ]
    with subprocess.Popen(
        [site.programs.path("postgres"), "-D", str(site.data), *words],
        cwd=site.data,
        env=clean_environment(),
        stderr=subprocess.DEVNULL,
        **site.account.privileges(),
    ) as by_hand:
        joined = database.ensure_running(home, durable=False)
        assert joined.url() == server.url()
        assert database.status(home).pid == by_hand.pid
        assert database.stop(home)
        assert by_hand.wait() == 0


def test_a_server_with_another_password_is_named_and_not_doubled(home: Path, server: database.Server) -> None:
    answer(server, "ALTER ROLE postgres PASSWORD 'changed by hand'")

    with pytest.raises(DatabaseUnavailable, match="password authentication failed") as refusal:
        database.ensure_running(home)

    assert refusal.value.code is Code.FOREIGN_SERVER
    assert f"process {database.status(home).pid}" in refusal.value.detail


def test_a_holder_of_the_data_that_cannot_be_seen_is_respected(
    home: Path, server: database.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("database.vacancy.UNSEEN_GRACE", 0.2)
    assert server.embedded
    database.stop(home)
    life = try_hold(site_of(home).life_lock)
    assert life is not None

    with pytest.raises(DatabaseUnavailable, match="cannot be seen from here") as refusal:
        database.ensure_running(home)
    os.close(life)

    assert refusal.value.code is Code.BUSY
    assert database.ensure_running(home, durable=False).url() == server.url()


def test_a_lost_port_is_replaced_by_another(home: Path, server: database.Server) -> None:
    database.stop(home)
    with socket.create_server(("127.0.0.1", server.port)):
        moved = database.ensure_running(home, durable=False)

        assert moved.port != server.port
        assert answer(moved, "SELECT 1") == 1


def test_a_crash_while_the_data_folder_is_made_leaves_nothing_in_the_way(home: Path, server: database.Server) -> None:
    site = site_of(home)
    database.stop(home)
    site.data.rename(site.room / "data.draft")
    record = site.records / "cluster.json"
    record.write_text(json.dumps(json.loads(record.read_text()) | {"made": False}))

    again = database.ensure_running(home, durable=False)

    assert again.password == server.password
    assert answer(again, "SELECT 1") == 1


def test_missing_data_is_reported_and_not_replaced_by_an_empty_database(home: Path, server: database.Server) -> None:
    assert server.embedded
    site = site_of(home)
    database.stop(home)
    away = site.room / "away"
    site.data.rename(away)

    with pytest.raises(DatabaseUnavailable) as refusal:
        database.ensure_running(home)
    assert refusal.value.code is Code.DATA_MISSING

    away.rename(site.data)
    assert database.ensure_running(home, durable=False).url() == server.url()


def test_data_without_its_record_is_put_aside_and_a_new_database_begins(home: Path, server: database.Server) -> None:
    answer(server, "CREATE TABLE kept ()")
    site = site_of(home)
    (site.records / "cluster.json").unlink()
    told: list[str] = []

    fresh = database.ensure_running(home, durable=False, tell=told.append)

    assert fresh.password != server.password
    assert answer(fresh, "SELECT to_regclass('kept')") is None
    (aside,) = site.room.glob("data-set-aside-*")
    assert any(str(aside) in line for line in told)
    shutil.rmtree(aside)


def test_data_of_another_major_version_is_refused(home: Path, server: database.Server) -> None:
    assert server.embedded
    database.stop(home)
    (site_of(home).data / "PG_VERSION").write_text("17\n")

    with pytest.raises(DatabaseUnavailable, match="made by PostgreSQL 17") as refusal:
        database.ensure_running(home)

    assert refusal.value.code is Code.DATA_INCOMPATIBLE


def test_a_server_that_cannot_start_says_why(home: Path, server: database.Server) -> None:
    assert server.embedded
    database.stop(home)
    with (site_of(home).data / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = on\n")

    with pytest.raises(DatabaseUnavailable, match="no_such_setting") as refusal:
        database.ensure_running(home)

    assert refusal.value.code is Code.START_FAILED


def test_a_damaged_record_is_refused(home: Path, server: database.Server) -> None:
    record = site_of(home).records / "cluster.json"
    whole = record.read_text()
    record.write_text("{")

    with pytest.raises(DatabaseUnavailable) as refusal:
        database.ensure_running(home)
    assert refusal.value.code is Code.BAD_RECORD

    record.write_text(whole)
    assert database.ensure_running(home, durable=False) == server


def test_the_lock_file_of_a_postmaster_is_read_as_far_as_it_is_written(tmp_path: Path) -> None:
    assert postmaster_file(tmp_path) is None
    (tmp_path / "postmaster.pid").write_text("17\n/data\n1700000000\n")

    file = postmaster_file(tmp_path)

    assert file is not None
    assert (file.pid, file.port, file.socket_dir, file.state) == (17, None, None, "")
