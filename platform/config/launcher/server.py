"""The web server of one run: its command, its readiness, its end."""

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.request import Request, urlopen

from config.environment import Environment
from config.launcher.address import reachable_host
from config.launcher.children import end, started
from config.launcher.speech import say

COMMAND_VARIABLE = "YARDSTICK_SERVER_COMMAND"
GRANIAN = (
    "{python} -m granian --interface wsgi --host {host} --port {port} --workers {workers} --blocking-threads 2 "
    "--respawn-failed-workers --log-level warning config.wsgi:application"
)
PATIENCE = 120.0  # seconds until the first answer
PAUSE = 0.1  # seconds between two questions
LOOK_EVERY = 3.0  # seconds between two looks at what the server needs
OK = 200


class ServerFailed(Exception):  # noqa: N818 - reads as the state
    """The server ended by itself or never became ready."""


class Server:
    """A web server that was started."""

    def __init__(self, process: "subprocess.Popen[bytes]", health_url: str) -> None:
        self._process = process
        self._health_url = health_url

    def wait_until_ready(self) -> None:
        """Ask `/health/ready` until it answers 200. Raises ServerFailed when the server ends or time is over."""
        deadline = time.monotonic() + PATIENCE
        while not _answers(self._health_url):
            if self._process.poll() is not None:
                raise ServerFailed(f"The server ended with code {self._process.returncode} before it was ready.")
            if time.monotonic() > deadline:
                raise ServerFailed(f"{self._health_url} does not answer 200 after {PATIENCE:.0f} s.")
            time.sleep(PAUSE)

    def wait_until_it_ends(self, *, meanwhile: Callable[[], None]) -> None:
        """Wait, with a look at `meanwhile` every few seconds; a server that ends unasked raises ServerFailed."""
        while True:
            with suppress(subprocess.TimeoutExpired):
                code = self._process.wait(timeout=LOOK_EVERY)
                raise ServerFailed(f"The server ended by itself with code {code}.")
            meanwhile()


@contextmanager
def running_server(chosen: Environment) -> Iterator[Server]:
    """Start the server, and stop it at the end: gently, then for certain."""
    say(f"Starting the server on {chosen.host}:{chosen.port} with {chosen.workers} workers")
    process = started(command(chosen))
    try:
        yield Server(process, f"http://{reachable_host(chosen.host)}:{chosen.port}/health/ready")
    finally:
        if process.poll() is None:
            say("Stopping the server")
            end(process)


def command(chosen: Environment) -> list[str]:
    """Give the server's command: granian, or what YARDSTICK_SERVER_COMMAND states.

    The variable may use {python}, {host}, {port} and {workers}, for example
    `gunicorn --bind {host}:{port} --workers {workers} config.wsgi`.
    """
    words = shlex.split(os.environ.get(COMMAND_VARIABLE) or GRANIAN)
    known = {"python": sys.executable, "host": chosen.host, "port": chosen.port, "workers": chosen.workers}
    return [word.format_map(known) for word in words]


def _answers(url: str) -> bool:
    try:
        with urlopen(Request(url), timeout=5) as answer:  # noqa: S310 - http, to this machine
            return bool(answer.status == OK)
    except OSError:  # refused, reset, timed out; an answer that is no success is one too
        return False
