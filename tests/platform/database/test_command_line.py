"""`python -m database` starts, stops and shows the server."""

from pathlib import Path

import database
from tests.platform.database import command
from tests.platform.database.conftest import answer

ELSEWHERE = "postgresql://owner:secret@db.example:5432/yardstick"


def test_the_commands_follow_a_servers_life(home: Path) -> None:
    before = command.run(home, "status")
    assert (before.returncode, before.stdout) == (3, "stopped\n")

    started = command.run(home, "start", "--not-durable")
    assert started.returncode == 0
    assert "Making a PostgreSQL data folder" in started.stderr

    running = command.run(home, "status")
    assert running.returncode == 0
    assert running.stdout.startswith("running process=")

    url = command.run(home, "url", "template1").stdout.strip()
    server = database.ensure_running(home, durable=False)
    assert url == server.url("template1")
    assert answer(server, "SELECT 1") == 1

    assert command.run(home, "stop").stdout == "stopped\n"
    assert command.run(home, "stop").stdout == "was not running\n"


def test_the_url_of_a_stopped_server_is_refused(home: Path) -> None:
    refused = command.run(home, "url")

    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.startswith("not_running: ")


def test_with_database_url_nothing_is_started(home: Path) -> None:
    started = command.run(home, "start", DATABASE_URL=ELSEWHERE)

    assert started.returncode == 0
    assert "DATABASE_URL is set" in started.stderr
    assert command.run(home, "url", DATABASE_URL=ELSEWHERE).stdout == ELSEWHERE + "\n"
    assert not home.exists()


def test_a_home_that_is_named_goes_before_database_url(home: Path) -> None:
    assert command.run(home, "--home", str(home), "status", DATABASE_URL=ELSEWHERE).stdout == "stopped\n"


def test_a_broken_database_url_is_refused_with_its_code(home: Path) -> None:
    refused = command.run(home, "url", DATABASE_URL="mysql://somewhere")

    assert refused.returncode == 1
    assert refused.stderr.startswith("bad_url: ")


def test_help_explains_whose_server_it_is(home: Path) -> None:
    words = command.run(home, "--help")

    assert words.returncode == 0
    assert "YARDSTICK_HOME" in words.stdout
    assert all(name in words.stdout for name in ("start", "stop", "status", "url"))
