"""Who stops the embedded database: the last run that uses it, if a run started it."""

import os
import signal
from contextlib import ExitStack

import pytest

from config.environment import Environment
from config.launcher.database import running_database
from database import State, discard, ensure_running, status


@pytest.fixture
def home(tmp_path):
    yield tmp_path
    discard(tmp_path)


@pytest.fixture
def chosen(home):
    return Environment(home=home, database_url="", embedded_durable=False)


def test_two_runs_share_a_server_and_the_last_one_stops_it(home, chosen, capsys):
    first, second = ExitStack(), ExitStack()
    started = first.enter_context(running_database(chosen))
    joined = second.enter_context(running_database(chosen))
    assert started.url == joined.url
    first.close()
    assert status(home).state is State.RUNNING
    second.close()
    assert status(home).state is State.STOPPED
    said = capsys.readouterr().out
    assert said.index("Starting the embedded") < said.index("Joining") < said.index("goes on for another run")


def test_a_server_that_ran_before_goes_on(home, chosen):
    ensure_running(home, durable=False)
    with running_database(chosen):
        pass
    assert status(home).state is State.RUNNING


def test_a_named_server_is_neither_started_nor_stopped(home):
    chosen = Environment(home=home / "untouched", database_url="postgresql://somebody@db.example/postgres")
    with running_database(chosen) as database:
        database.mend()
        assert database.url == "postgresql://somebody@db.example/postgres"
    assert not (home / "untouched").exists()


def test_a_killed_server_is_started_again_at_its_address_and_stopped_at_the_end(home, chosen):
    with running_database(chosen) as database:
        before = status(home).pid
        os.kill(before, signal.SIGKILL)
        while status(home).state is not State.STOPPED:
            pass
        database.mend()
        assert status(home).state is State.RUNNING
        assert status(home).pid != before
        assert ensure_running(home, durable=False).url() == database.url
    assert status(home).state is State.STOPPED
