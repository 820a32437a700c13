"""The server's processes on a data folder, recognised by what they are and not by a number in a file."""

import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class PostmasterFile:
    """What a postmaster writes into `postmaster.pid`; the later lines appear while it starts."""

    pid: int
    port: int | None
    socket_dir: Path | None
    state: str


def postmaster_file(data: Path) -> PostmasterFile | None:
    """Read `postmaster.pid`, or None where there is none; that it exists does not prove that anything runs.

    The lines are those of PostgreSQL's `src/include/utils/pidfile.h`.
    """
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    words = [line.strip() for line in lines] + [""] * 8
    if not words[0].isdigit():
        return None
    return PostmasterFile(
        pid=int(words[0]),
        port=int(words[3]) if words[3].isdigit() else None,
        socket_dir=Path(words[4]) if words[4] else None,
        state=words[7],
    )


def residents(data: Path, uid: int) -> list[psutil.Process]:
    """Return the living PostgreSQL processes of an account that work in a data folder, zombies left out.

    A postmaster makes the data folder its working folder and its children inherit it, so a reused process number
    cannot be mistaken for one.
    """
    return [process for process in psutil.process_iter() if _lives_in(process, data, uid)]


def postmaster(data: Path, uid: int) -> psutil.Process | None:
    """Return the living postmaster of a data folder, or None."""
    file = postmaster_file(data)
    if file is None:
        return None
    try:
        process = psutil.Process(file.pid)
    except psutil.NoSuchProcess:
        return None
    return process if _lives_in(process, data, uid) else None


def send(process: psutil.Process, number: signal.Signals) -> None:
    """Send a signal to a process, unless it is gone by now."""
    with suppress(psutil.NoSuchProcess):
        process.send_signal(number)


def reap(pid: int) -> None:
    """Collect a dead child of this process, which an orphan becomes where this process is number 1 of a container."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def _lives_in(process: psutil.Process, data: Path, uid: int) -> bool:
    try:
        return (
            process.uids().real == uid
            and process.name().startswith("postgres")
            and process.status() != psutil.STATUS_ZOMBIE
            and process.cwd() == str(data)
        )
    except psutil.Error:
        return False
