"""A whole installation of its own, started as an operator starts it, so that parts of it can be killed."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from threading import Event
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import uuid4

import psutil
import psycopg

from database import discard, ensure_running

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a long enough password"
PATIENCE = 600  # questions to something that is being mended, half a second apart
WORKER, WEB = "django worker", "granian"


class Unanswered(Exception):  # noqa: N818 - reads as the state
    """The server did not answer: it, or what it needs, was gone."""


class Installation:
    """One running installation: its API as its owner uses it, its processes, and its database from inside."""

    def __init__(self, home: Path, port: int, launcher: psutil.Process) -> None:
        self.home, self.port, self.launcher = home, port, launcher
        self.token = ""
        self.database_url = ""

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Ask the API and give what it answers as JSON; raises Unanswered."""
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        stated = {"Content-Type": "application/json", **headers}
        if self.token:
            stated["Authorization"] = f"Bearer {self.token}"
        request = Request(f"http://127.0.0.1:{self.port}{path}", data=data, headers=stated, method=method)
        try:
            with urlopen(request, timeout=120) as answer:  # noqa: S310 - this machine
                return json.loads(answer.read())
        except HTTPError as refused:
            if refused.code >= 500:
                raise Unanswered from refused
            raise AssertionError(refused.read()) from refused
        except (OSError, HTTPException) as gone:
            raise Unanswered from gone

    def upload(self, account: str, data: bytes, **headers: str) -> Any:
        """Send a file to /imports."""
        mark = uuid4().hex
        named = {'name="account"': account, 'name="captured_on"': "2026-06-30", 'name="file"; filename="ads.csv"': ""}
        parts = [f"--{mark}\r\nContent-Disposition: form-data; {name}\r\n\r\n{value}" for name, value in named.items()]
        body = "\r\n".join(parts).encode() + data + f"\r\n--{mark}--\r\n".encode()
        stated = {"Content-Type": f"multipart/form-data; boundary={mark}", **headers}
        return self.ask("POST", "/api/v1/imports", body, **stated)

    def until(self, wanted: Callable[[], Any]) -> Any:
        """Ask until the answer is something, over all that is being mended meanwhile."""
        for _ in range(PATIENCE):
            try:
                if found := wanted():
                    return found
            except (Unanswered, psycopg.Error):
                pass
            Event().wait(0.5)
        raise AssertionError(f"not mended: {wanted}")

    def inside(self) -> "psycopg.Connection[Any]":
        """Connect to the database as the server's own user; raises psycopg.OperationalError."""
        return psycopg.connect(self.database_url, dbname="yardstick", autocommit=True)

    def process_of(self, part: str) -> psutil.Process:
        """Find the process that does the work of a part: the worker, or the last child of the web server."""
        children = [child for child in self.launcher.children(recursive=True) if part in " ".join(child.cmdline())]
        return children[-1]

    def postmaster(self) -> psutil.Process:
        """Find the database server's first process."""
        with self.inside() as connection:
            (pid,) = connection.execute("SELECT pg_backend_pid()").fetchone()
            return psutil.Process(pid).parent()  # while the connection holds its process alive


def environment(home: Path, port: int) -> Mapping[str, str]:
    """Give the variables of an installation that is nobody else's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YARDSTICK_", "DATABASE_URL"))}
    return kept | {
        "YARDSTICK_HOME": str(home),
        "YARDSTICK_PORT": str(port),
        "YARDSTICK_WORKERS": "1",
        "YARDSTICK_JOBS_HEARTBEAT": "1",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "platform")]),
    }


@contextmanager
def running(home: Path) -> Iterator[Installation]:
    """Found an agency in a home of its own, run everything, log its owner in; all of it ends and the data goes."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    variables = environment(home, port)

    def manage(*words: str) -> None:
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=variables, check=True, capture_output=True)

    manage("prepare")
    manage("create_agency", "east", "--owner-email", "olga@east.example", "--owner-password", PASSWORD)
    with (home / "run.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.launcher"], cwd=ROOT, env=variables, stdout=log, stderr=log
        )
        try:
            installation = Installation(home, port, psutil.Process(process.pid))
            login = {"email": "olga@east.example", "password": PASSWORD}
            session = installation.until(lambda: installation.ask("POST", "/api/v1/session", login))
            installation.token = session["token"]
            installation.database_url = ensure_running(home).url()  # it runs, and comes back at the same address
            yield installation
        finally:
            process.terminate()
            process.wait(timeout=60)
            discard(home)
