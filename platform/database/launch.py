"""Starting a postmaster that outlives its launcher, and waiting until it answers."""

import os
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from database.cluster import clean_environment
from database.errors import Code, DatabaseUnavailable
from database.locks import try_hold
from database.probe import Answer, NoAnswer, ask
from database.sites import Site, socket_folder

LOOPBACK = "127.0.0.1"
PAUSE = 0.1  # seconds between two questions
NEWS_EVERY = 10.0  # seconds between two lines of progress
LONGEST_LOG = 20_000_000  # bytes; a longer log is put aside at the next start
PORT_ATTEMPTS = 5
FAST_AND_LOOSE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
# The shell leaves at once and the postmaster becomes an orphan: its death leaves no zombie with the launcher.
ORPHANED = '"$@" </dev/null >&2 &'


@dataclass(frozen=True)
class Running:
    """A server that answered on a port."""

    port: int
    answer: Answer


class _EndedEarlyError(Exception):
    """The postmaster ended before it answered."""


def launch(
    site: Site, *, password: str, durable: bool, last_port: int | None, deadline: float, tell: Callable[[str], None]
) -> Running:
    """Start a postmaster on a data folder where none lives, and wait for its first answer.

    The last port is taken again if it is free, so that clients find the server after a crash. Raises
    DatabaseUnavailable: `start_failed` with the end of the log, `busy`, or `start_timeout` at `deadline` (of the
    monotonic clock), where the server is left alone to finish its crash recovery.
    """
    _put_long_log_aside(site.log)
    said = ""
    for _ in range(PORT_ATTEMPTS):
        port = last_port if last_port is not None and _is_free(last_port) else _free_port()
        begin = site.log.stat().st_size if site.log.exists() else 0
        _spawn(site, port=port, durable=durable)
        try:
            return Running(port, _first_answer(site, port, password, deadline, tell))
        except _EndedEarlyError:
            last_port, said = None, _log_since(site.log, begin)
        if "Address already in use" not in said:
            break
    raise DatabaseUnavailable(Code.START_FAILED, f"PostgreSQL ended while it started. From {site.log}:\n{said}")


def _spawn(site: Site, *, port: int, durable: bool) -> None:
    life = try_hold(site.life_lock)
    if life is None:
        raise DatabaseUnavailable(Code.BUSY, f"Another process has just started a server on {site.data}.")
    log = os.open(site.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    try:
        subprocess.run(  # noqa: S603 (our own program)
            ["/bin/sh", "-c", ORPHANED, "sh", *_command(site, port=port, durable=durable)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            # The postmaster and all its children hold the lock as long as one of them lives.
            pass_fds=[life],
            # Out of reach of the terminal's Ctrl-C: the launcher decides when the database goes.
            start_new_session=True,
            cwd=site.data,
            env=clean_environment(),
            umask=0o077,
            check=True,
            **site.account.privileges(),
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise DatabaseUnavailable(
            Code.START_FAILED, f"PostgreSQL could not be run as {site.account.name}: {error}"
        ) from error
    finally:
        os.close(log)
        os.close(life)


def _command(site: Site, *, port: int, durable: bool) -> list[str]:
    settings = (
        f"listen_addresses={LOOPBACK}",
        f"port={port}",
        f"unix_socket_directories={_quoted(socket_folder(site))}",
        "unix_socket_permissions=0700",
        *(() if durable else FAST_AND_LOOSE),
    )
    flags = [word for setting in settings for word in ("-c", setting)]
    return [site.programs.path("postgres"), "-D", str(site.data), *flags]


def _quoted(folder: Path) -> str:
    # The setting is a list, in which a comma or a space ends an unquoted name.
    return '"' + str(folder).replace('"', '""') + '"'


def _first_answer(site: Site, port: int, password: str, deadline: float, tell: Callable[[str], None]) -> Answer:
    begin = news = time.monotonic()
    while True:
        try:
            return ask(port=port, password=password, data=site.data)
        except NoAnswer as silence:
            last = str(silence)
        if _has_ended(site):
            raise _EndedEarlyError
        now = time.monotonic()
        if now > deadline:
            raise DatabaseUnavailable(
                Code.START_TIMEOUT,
                f"PostgreSQL does not answer after {now - begin:.0f} s ({last}). It goes on starting, perhaps "
                f"with crash recovery: look at {site.log} and try again.",
            )
        if now - news > NEWS_EVERY:
            news = now
            tell(f"PostgreSQL is still starting after {now - begin:.0f} s; its log is {site.log}")
        time.sleep(PAUSE)


def _has_ended(site: Site) -> bool:
    life = try_hold(site.life_lock)
    if life is None:
        return False
    os.close(life)
    return True


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        return int(listener.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as listener:
        # As PostgreSQL does: connections that linger from before do not count.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def _put_long_log_aside(log: Path) -> None:
    if log.exists() and log.stat().st_size > LONGEST_LOG:
        log.replace(log.with_name(log.name + ".1"))


def _log_since(log: Path, begin: int) -> str:
    with log.open("rb") as stream:
        stream.seek(begin)
        text = stream.read().decode("utf-8", errors="replace")
    return "\n".join(text.splitlines()[-15:])
