"""A home's server is started once, joined by everybody, stopped by anybody of the same account."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import psycopg
import pytest

import database
from database import Code, DatabaseUnavailable, State
from database.processes import residents
from tests.platform.database import command
from tests.platform.database.conftest import answer, site_of


def test_a_started_server_answers_queries_over_tcp_and_over_its_socket(server: database.Server) -> None:
    with psycopg.connect(
        host=str(server.socket_dir),
        port=server.port,
        user=server.superuser,
        password=server.password,
        dbname="postgres",
    ) as connection:
        row = connection.execute("SELECT uuid_extract_version(uuidv7())").fetchone()

    assert row == (7,)
    assert answer(server, "SELECT 1") == 1


def test_a_second_start_joins_the_running_server(home: Path, server: database.Server) -> None:
    assert database.ensure_running(home, durable=False) == server


def test_a_stopped_server_starts_again_on_the_same_port_with_its_data(home: Path, server: database.Server) -> None:
    answer(server, "CREATE TABLE kept AS SELECT 42 AS number")

    assert database.stop(home)
    again = database.ensure_running(home, durable=False)

    assert again.url() == server.url()
    assert answer(again, "SELECT number FROM kept") == 42


def test_stopping_what_does_not_run_says_so(home: Path, server: database.Server) -> None:
    assert database.stop(home)
    assert not database.stop(home)
    assert not database.stop(home.parent / "another")
    assert server.embedded


def test_status_follows_the_server_and_changes_nothing(home: Path) -> None:
    assert database.status(home) == database.Status(State.STOPPED)
    assert not home.exists()

    server = database.ensure_running(home, durable=False)
    running = database.status(home)
    assert (running.state, running.port) == (State.RUNNING, server.port)
    assert running.version is not None
    assert running.version.startswith("18.")

    database.stop(home)
    assert database.status(home).state is State.STOPPED


def test_processes_that_start_at_the_same_time_share_one_server(home: Path) -> None:
    starts = [command.begin(home, "start", "--not-durable") for _ in range(4)]
    news = [start.communicate()[1] for start in starts]

    assert [start.returncode for start in starts] == [0, 0, 0, 0], news
    assert sum("Starting PostgreSQL" in said for said in news) == 1
    site = site_of(home)
    chiefs = [one for one in residents(site.data, site.account.uid) if str(site.data) in one.cmdline()]
    assert len(chiefs) == 1


def test_threads_that_start_at_the_same_time_share_one_server(home: Path) -> None:
    with ThreadPoolExecutor(max_workers=4) as threads:
        found = list(threads.map(lambda _: database.ensure_running(home, durable=False), range(4)))

    assert len(set(found)) == 1


def test_variables_of_other_postgresql_programs_lead_nowhere_else(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PGHOSTADDR": "192.0.2.1", "PGOPTIONS": "-c nonsense=1", "PGDATA": "/nowhere"}.items():
        monkeypatch.setenv(name, value)

    database.ensure_running(home, durable=False)

    assert database.status(home).state is State.RUNNING


def test_another_process_can_stop_the_server(home: Path, server: database.Server) -> None:
    assert answer(server, "SELECT 1") == 1
    assert command.run(home, "stop").stdout == "stopped\n"
    assert database.status(home).state is State.STOPPED


def test_a_fast_stop_does_not_wait_for_open_connections(home: Path, server: database.Server) -> None:
    with psycopg.connect(server.url()) as connection:
        connection.execute("SELECT 1")
        assert database.stop(home)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


def test_the_server_lives_in_a_session_of_its_own_and_never_as_root(home: Path, server: database.Server) -> None:
    pid = database.status(home).pid

    assert server.embedded
    assert pid is not None
    assert os.getsid(pid) != os.getsid(0)
    assert psutil.Process(pid).uids().effective != 0


def test_the_data_belongs_to_the_servers_account_and_is_closed_to_others(home: Path, server: database.Server) -> None:
    site = site_of(home)

    assert server.socket_dir is not None
    for folder in (site.data, server.socket_dir):
        assert folder.stat().st_mode & 0o777 == 0o700
        assert folder.stat().st_uid == site.account.uid
    assert site.records.stat().st_mode & 0o777 == 0o700
    assert (site.records / "cluster.json").stat().st_mode & 0o777 == 0o600
    assert site.log.stat().st_mode & 0o777 == 0o600


def test_a_home_inside_a_closed_folder_works(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)

    server = database.ensure_running(closed / "home", durable=False)

    assert answer(server, "SELECT 1") == 1
    database.discard(closed / "home")


def test_a_home_with_a_long_path_works_and_its_socket_path_is_short(tmp_path: Path) -> None:
    home = tmp_path.joinpath(*["a-folder-with-a-very-long-name-for-a-client-of-an-agency"] * 6)

    server = database.ensure_running(home, durable=False)

    assert len(str(home)) > 300
    assert len(f"{server.socket_dir}/.s.PGSQL.{server.port}") < 104
    assert answer(server, "SELECT 1") == 1
    database.discard(home)


def test_a_moved_home_keeps_its_data(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    answer(database.ensure_running(before, durable=False), "CREATE TABLE kept AS SELECT 42 AS number")
    database.stop(before)

    before.rename(after)

    assert answer(database.ensure_running(after, durable=False), "SELECT number FROM kept") == 42
    database.discard(after)


def test_joining_a_server_without_durability_is_told_to_who_wanted_it(home: Path, server: database.Server) -> None:
    told: list[str] = []

    assert database.ensure_running(home, tell=told.append) == server
    assert told == ["The server that runs was started without durability: a crash of the machine loses its data"]


def test_discarding_a_home_stops_its_server_and_removes_every_trace(home: Path, server: database.Server) -> None:
    site = site_of(home)

    database.discard(home)

    assert not site.data.exists()
    assert not site.records.exists()
    assert server.socket_dir is not None
    assert not server.socket_dir.exists()
    with pytest.raises(psycopg.OperationalError):
        answer(server, "SELECT 1")


def test_a_home_of_somebody_else_is_refused(tmp_path: Path, somebody_elses_folder: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "database").symlink_to(somebody_elses_folder)

    with pytest.raises(DatabaseUnavailable) as refusal:
        database.ensure_running(home)

    assert refusal.value.code is Code.FOREIGN_OWNER
