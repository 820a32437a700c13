"""The product's own server in one process, asked over loopback with a real credential."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from socket import socket
from typing import Any

import psutil

from config.environment import environment
from config.launcher.server import command
from tests.bench.figures import ROOT, variables

PATIENCE = 60.0  # seconds until the first answer
PAUSE = 0.05
NO_PAGES = {"YARDSTICK_PAGES_KEPT": "0"}
OK = 200
RESET_PEAK = "5"  # what Linux takes as "forget the highest resident size"


class NotServedError(Exception):
    """The server did not come up, or answered with an error."""


@dataclass
class Server:
    """A running server with one worker."""

    process: "subprocess.Popen[bytes]"
    connection: HTTPConnection

    def get(self, path: str, token: str | None) -> tuple[float, bytes]:
        """Ask once; gives the seconds until the whole body was there, and the body. Raises NotServedError."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        begun = time.perf_counter()
        self.connection.request("GET", path, headers=headers)
        answer = self.connection.getresponse()
        body = answer.read()
        took = time.perf_counter() - begun
        if answer.status != OK:
            raise NotServedError(f"GET {path[:200]} answers {answer.status}: {body[:500]!r}")
        return took, body

    def json(self, path: str, token: str) -> Any:
        """Ask once and read the answer."""
        return json.loads(self.get(path, token)[1])

    def listed(self, path: str, token: str) -> list[Any]:
        """Read a whole list, page by page."""
        items: list[Any] = []
        joint = "&" if "?" in path else "?"
        page = self.json(path, token)
        items += page["items"]
        while page.get("next_cursor"):
            page = self.json(f"{path}{joint}cursor={page['next_cursor']}", token)
            items += page["items"]
        return items

    def forget_peak(self) -> None:
        """Begin to measure the worker's peak memory anew, where the system can."""
        for worker in self._workers():
            with suppress(OSError):
                Path(f"/proc/{worker.pid}/clear_refs").write_text(RESET_PEAK)

    def peak_mib(self) -> int | None:
        """Give the highest resident size of a worker since then, in MiB; None where the system does not tell."""
        peaks = [_peak_kib(worker.pid) for worker in self._workers()]
        return max(peaks) // 1024 if peaks else None

    def _workers(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


@contextmanager
def server(settings: str = "config.settings", *, keeps_pages: bool = False, **names: str) -> Iterator[Server]:
    """Start the server on a database with the product's own command, and stop it at the end.

    What is asked twice is computed twice, unless it is to keep pages as installations do.
    """
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    chosen = environment().model_copy(update={"host": "127.0.0.1", "port": port, "workers": 1})
    process = subprocess.Popen(
        command(chosen),
        cwd=ROOT,
        env=variables(DJANGO_SETTINGS_MODULE=settings, **names, **({} if keeps_pages else NO_PAGES)),
    )
    started = Server(process, HTTPConnection("127.0.0.1", port, timeout=PATIENCE))
    try:
        _wait(started)
        yield started
    finally:
        started.connection.close()
        process.terminate()
        process.wait()


def _wait(started: Server) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            started.get("/health/live", None)
        except (OSError, NotServedError) as error:
            started.connection.close()
            if time.monotonic() > deadline or started.process.poll() is not None:
                raise NotServedError("The server does not answer.") from error
            time.sleep(PAUSE)
        else:
            return


def _peak_kib(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0
