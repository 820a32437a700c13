"""A whole run as a person sees it: what it says, what answers, how it ends."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from contextlib import contextmanager
from urllib.request import Request, urlopen

import pytest

pytestmark = pytest.mark.commits


@pytest.fixture
def port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def launched(home, port, **more):
    environment = {**os.environ, "YARDSTICK_HOME": str(home), "YARDSTICK_PORT": str(port), "YARDSTICK_WORKERS": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "config.launcher"],
        env=environment | more,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=30)


def lines_until(process, words):
    lines = []
    while words not in (line := process.stdout.readline()):
        assert line, process.stderr.read()
        lines.append(line.strip())
    return [*lines, line.strip()]


def answer(port, path, token=""):
    asked = Request(f"http://127.0.0.1:{port}{path}", headers={"Authorization": f"Bearer {token}"} if token else {})
    with urlopen(asked, timeout=10) as answered:  # noqa: S310 - this machine
        return answered.status, answered.read()


@pytest.mark.parametrize("asking", [signal.SIGINT, signal.SIGTERM])
def test_a_run_is_ready_when_it_says_so_and_ends_cleanly_when_asked(world, tmp_path, port, asking):
    with launched(tmp_path, port) as process:
        said = lines_until(process, "Stop with Ctrl-C")
        assert f"Yardstick is ready: http://127.0.0.1:{port}" in said
        assert answer(port, "/health/ready")[0] == answer(port, "/api/docs")[0] == 200
        process.send_signal(asking)
        rest, _ = process.communicate(timeout=30)
    assert (process.returncode, rest.split("\n")[:2]) == (0, ["Stopping the server", "Stopping the worker"])
    with pytest.raises(OSError, match="refused"):
        answer(port, "/health/live")


def test_the_people_of_the_demo_get_in_with_what_the_file_says_and_nobody_else_may_read_it(world, tmp_path, port):
    with launched(tmp_path, port) as process:
        lines_until(process, "Stop with Ctrl-C")
        file = tmp_path / "demo.json"
        demo = json.loads(file.read_text())
        alice = demo["agencies"][0]["users"][0]
        status, body = answer(port, "/api/v1/me", alice["token"])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert demo["base_url"] == f"http://127.0.0.1:{port}"
    assert [agency["slug"] for agency in demo["agencies"]] == ["north", "south"]
    assert (status, json.loads(body)["member"]["email"]) == (200, alice["email"])


def test_a_launcher_that_is_killed_takes_its_server_along(world, tmp_path, port):
    with launched(tmp_path, port) as process:
        lines_until(process, "Stop with Ctrl-C")
        process.kill()
        process.communicate(timeout=30)  # the server holds the other ends until it is gone
    with pytest.raises(OSError, match="refused"):
        answer(port, "/health/live")


def test_a_port_in_use_is_said_before_anything_is_started(tmp_path, port):
    home = tmp_path / "home"
    with (
        socket.create_server(("127.0.0.1", port)),
        launched(home, port, DATABASE_URL="postgresql://nobody@127.0.0.1:9/none") as process,
    ):
        said, complaint = process.communicate(timeout=30)
    assert (process.returncode, said) == (1, "")
    assert f"127.0.0.1:{port} cannot be listened on" in complaint
    assert not home.exists()


@pytest.mark.parametrize(
    ("home", "database", "said"),
    [
        ("home", "postgresql://nobody@127.0.0.1:9/none", "The database does not answer: "),
        ("taken/home", "", "taken/home: Not a directory."),
    ],
)
def test_what_cannot_be_reached_is_said_in_a_line(tmp_path, port, home, database, said):
    (tmp_path / "taken").write_text("no folder")
    with launched(tmp_path / home, port, DATABASE_URL=database) as process:
        _, complaint = process.communicate(timeout=60)
    assert process.returncode == 1
    assert (said in complaint, len(complaint.splitlines())) == (True, 1)


def test_a_server_that_ends_by_itself_is_a_failure_that_names_its_code(world, tmp_path, port):
    with launched(tmp_path, port, YARDSTICK_SERVER_COMMAND="{python} -c 'raise SystemExit(3)'") as process:
        _, complaint = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "The server ended with code 3 before it was ready." in complaint
