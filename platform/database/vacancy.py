"""Finding out who lives on a data folder, and ending what a dead postmaster left behind."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress

from database.errors import Code, DatabaseUnavailable
from database.launch import Running
from database.locks import try_hold
from database.probe import NoAnswer, ask
from database.processes import postmaster, postmaster_file, reap, residents, send
from database.sites import Site

PAUSE = 0.1  # seconds between two looks
ORPHANS_GRACE = 5.0  # seconds in which the backends of a dead postmaster notice its death by themselves
READY_GRACE = 30.0  # seconds that a server which calls itself ready may leave our question unanswered
UNSEEN_GRACE = 10.0  # seconds to wait for holders of the life lock that cannot be seen
FAST_STOP = 60.0  # seconds for a fast shutdown: it writes a checkpoint
IMMEDIATE_STOP = 30.0  # seconds for an immediate one


def is_vacant(site: Site) -> bool:
    """Tell whether no server process lives on the data folder, here or in another container of this machine."""
    if not site.room.exists():
        return True
    life = try_hold(site.life_lock)
    if life is None:
        return False
    os.close(life)
    # A server that was started by hand does not know of the lock.
    return not residents(site.data, site.account.uid)


def join(site: Site, password: str) -> Running:
    """Ask the server that `postmaster.pid` speaks of. Raises NoAnswer."""
    file = postmaster_file(site.data)
    if file is None or file.port is None:
        raise NoAnswer("no server has written its port yet")
    return Running(file.port, ask(port=file.port, password=password, data=site.data))


def join_or_vacate(site: Site, *, password: str, deadline: float, tell: Callable[[str], None]) -> Running | None:
    """Join the living server, or return None once none lives there and the traces of the last one are gone.

    One that is starting or stopping is waited for. Raises DatabaseUnavailable: `start_timeout`, `foreign_server` for
    one that does not accept our password, `busy` for one that cannot be seen from here.
    """
    begin = time.monotonic()
    told = False
    while not is_vacant(site):
        try:
            return join(site, password)
        except NoAnswer as silence:
            waited = time.monotonic() - begin
            _require_patience(site, silence, waited=waited, is_over=time.monotonic() > deadline)
        if not told:
            tell(f"Waiting for the server processes that live on {site.data}")
            told = True
        if waited > ORPHANS_GRACE and postmaster(site.data, site.account.uid) is None:
            _end_orphans(site, harshly=waited > 2 * ORPHANS_GRACE)
        time.sleep(PAUSE)
    _clear_traces(site)
    return None


def vacate(site: Site) -> bool:
    """End the server: a fast shutdown first, then an immediate one. Return whether there was one.

    Raises DatabaseUnavailable (`stop_failed`) if processes remain.
    """
    if is_vacant(site):
        return False
    for number, patience in ((signal.SIGINT, FAST_STOP), (signal.SIGQUIT, IMMEDIATE_STOP)):
        chief = postmaster(site.data, site.account.uid)
        if chief is not None:
            send(chief, number)
        # Without one, its children are about to notice its death, or it has just begun and has not written its number.
        if _becomes_vacant(site, patience if chief is not None else ORPHANS_GRACE):
            _clear_traces(site)
            return True
    _end_orphans(site, harshly=True)
    if not _becomes_vacant(site, UNSEEN_GRACE):
        raise DatabaseUnavailable(
            Code.STOP_FAILED,
            f"Processes still live on {site.data}, perhaps in another container; its log is {site.log}.",
        )
    _clear_traces(site)
    return True


def _require_patience(site: Site, silence: NoAnswer, *, waited: float, is_over: bool) -> None:
    file = postmaster_file(site.data)
    chief = postmaster(site.data, site.account.uid)
    is_ready = file is not None and file.state == "ready"
    if chief is not None and is_ready and (silence.is_wrong_password or waited > READY_GRACE):
        raise DatabaseUnavailable(
            Code.FOREIGN_SERVER,
            f"A PostgreSQL server (process {chief.pid}) runs on {site.data}, but it cannot be joined: {silence}. "
            "Stop it and try again.",
        )
    if waited > UNSEEN_GRACE and not residents(site.data, site.account.uid) and not is_vacant(site):
        raise DatabaseUnavailable(
            Code.BUSY,
            f"{site.data} is in use by a server that cannot be seen from here, perhaps in another container. "
            "Stop it there, or set YARDSTICK_HOME to another folder.",
        )
    if is_over:
        raise DatabaseUnavailable(
            Code.START_TIMEOUT, f"The server on {site.data} does not answer: {silence}. Its log is {site.log}."
        )


def _becomes_vacant(site: Site, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while not is_vacant(site):
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE)
    return True


def _end_orphans(site: Site, *, harshly: bool) -> None:
    for process in residents(site.data, site.account.uid):
        send(process, signal.SIGKILL if harshly else signal.SIGQUIT)


def _clear_traces(site: Site) -> None:
    # PostgreSQL believes a lock file while any process has the number in it, be it a zombie or a stranger.
    file = postmaster_file(site.data)
    if file is not None:
        reap(file.pid)
        if file.socket_dir is not None and file.port is not None:
            for trace in (f".s.PGSQL.{file.port}", f".s.PGSQL.{file.port}.lock"):
                with suppress(OSError):
                    (file.socket_dir / trace).unlink()
    (site.data / "postmaster.pid").unlink(missing_ok=True)
