"""File locks: one process at a time starts or stops a server, and a living server holds its data folder."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from database.errors import Code, DatabaseUnavailable

PAUSE = 0.05  # seconds between two attempts


@contextmanager
def turn(file: Path, *, patience: float) -> Iterator[None]:
    """Hold a lock file for the block, waiting `patience` seconds for other processes and threads.

    Raises DatabaseUnavailable (`busy`), naming the holder, when the time is over.
    """
    deadline = time.monotonic() + patience
    while (descriptor := try_hold(file)) is None:
        if time.monotonic() > deadline:
            raise DatabaseUnavailable(
                Code.BUSY,
                f"Process {_holder(file)} has been starting or stopping the database for {patience:.0f} s "
                f"and holds {file}. Wait for it, or end it and try again.",
            )
        time.sleep(PAUSE)
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def try_hold(file: Path) -> int | None:
    """Take a lock and return its descriptor, or None while somebody holds it.

    The lock lasts until every copy of the descriptor is closed, those that child processes inherited included. That
    makes it a proof of life: no zombie or reused process number can fake it, and no other container can hide it.
    """
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    if not _is_still(file, descriptor):
        os.close(descriptor)
        return None
    return descriptor


def _is_still(file: Path, descriptor: int) -> bool:
    # A file that was deleted between opening and locking protects nobody.
    try:
        return os.path.samestat(file.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _holder(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").strip() or "unknown"
    except OSError:
        return "unknown"
