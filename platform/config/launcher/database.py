"""The database of one run: joined or started before it, mended during it, stopped by the last that needs it."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from config.environment import Environment
from config.launcher.speech import say
from database import State, ensure_running, status, stop


def _leave_alone() -> None:
    """Do nothing: a server that somebody else named is somebody else's to mend."""


@dataclass(frozen=True, slots=True)
class RunningDatabase:
    """A server that answers at `url`; `mend` starts it again where it was killed, at the same address."""

    url: str
    mend: Callable[[], None] = _leave_alone


@contextmanager
def running_database(chosen: Environment) -> Iterator[RunningDatabase]:
    """Give a running server; raises DatabaseUnavailable.

    A server that a run started ends with the last run of this home. One that ran before, or that `DATABASE_URL`
    names, goes on.
    """
    if chosen.database_url:
        say("Using the database server that DATABASE_URL names")
        yield RunningDatabase(chosen.database_url)
        return
    home = chosen.home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    with (home / "runs.lock").open("a") as presence:
        fcntl.flock(presence, fcntl.LOCK_SH)
        yield from _embedded(home, presence, durable=chosen.embedded_durable)


def _embedded(home: Path, presence: IO[str], *, durable: bool) -> Iterator[RunningDatabase]:
    note = home / "server-of-runs"  # the postmaster that a run started
    starts = status(home).state is not State.RUNNING
    say("Starting the embedded PostgreSQL" if starts else "Joining the embedded PostgreSQL that runs already")

    def mend() -> None:
        if status(home).state is State.STOPPED:
            say("The database ended without being asked; starting it again")
            _start(home, durable=durable)
            note.write_text(str(status(home).pid))

    try:
        url = _start(home, durable=durable)
        if starts:
            note.write_text(str(status(home).pid))
        yield RunningDatabase(url, mend)
    finally:
        if starts or _is_noted(home, note):
            _stop_after_last_run(home, presence, note)


def _start(home: Path, *, durable: bool) -> str:
    return ensure_running(home, durable=durable, tell=lambda line: say(f"  {line}")).url()


def _is_noted(home: Path, note: Path) -> bool:
    return note.exists() and note.read_text() == str(status(home).pid)


def _stop_after_last_run(home: Path, presence: IO[str], note: Path) -> None:
    try:
        fcntl.flock(presence, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("The database goes on for another run of this home")
        return
    say("Stopping the database")
    stop(home)
    note.unlink(missing_ok=True)
