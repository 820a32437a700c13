"""Starting, joining, stopping and looking at the embedded server of a home."""

import logging
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from database.cluster import SUPERUSER, make_data_folder, require_compatible
from database.errors import Code, DatabaseUnavailable
from database.launch import LOOPBACK, Running, launch
from database.locks import turn
from database.probe import NoAnswer
from database.processes import postmaster, postmaster_file
from database.records import Record, load, open_folder, records_folder, save
from database.server import Server
from database.sites import Site, data_missing, known_site, new_site, short_socket_folder, turn_lock
from database.vacancy import join, join_or_vacate, vacate

START_PATIENCE = 300.0  # seconds; crash recovery of a busy server takes minutes
STOP_PATIENCE = START_PATIENCE  # seconds to wait for somebody else's start

_log = logging.getLogger(__name__)


class State(StrEnum):
    """What a server is doing."""

    STOPPED = "stopped"
    STARTING = "starting"
    RUNNING = "running"
    STOPPING = "stopping"


@dataclass(frozen=True)
class Status:
    """The state of a home's server; port and version are known while it runs."""

    state: State
    pid: int | None = None
    port: int | None = None
    version: str | None = None


def ensure_running(home: Path, *, durable: bool = True, tell: Callable[[str], None] = _log.info) -> Server:
    """Start the server of a home, or join the one that runs; the first time also make its data folder.

    Safe to call from several processes at once: one starts, the others join. After a crash the server recovers by
    itself. `durable=False` lets a newly started server lose data when the machine dies: for tests only. `tell`
    receives progress. Raises DatabaseUnavailable.
    """
    records = records_folder(home)
    with _clear_refusals(home):
        server = _joined(records, durable=durable, tell=tell)
        if server is not None:
            return server
        open_folder(records)
        with turn(turn_lock(records), patience=START_PATIENCE):
            return _joined(records, durable=durable, tell=tell) or _started(records, durable=durable, tell=tell)


def stop(home: Path) -> bool:
    """Stop the server of a home, whoever started it, and return whether one ran. Raises DatabaseUnavailable."""
    records = records_folder(home)
    with _clear_refusals(home):
        if load(records) is None:
            return False
        with turn(turn_lock(records), patience=STOP_PATIENCE):
            record = load(records)
            return record is not None and vacate(known_site(records, record.room))


def status(home: Path) -> Status:
    """Look at the server of a home without changing anything. Raises DatabaseUnavailable for somebody else's home."""
    records = records_folder(home)
    with _clear_refusals(home):
        record = load(records)
        if record is None:
            return Status(State.STOPPED)
        site = known_site(records, record.room)
        file, chief = postmaster_file(site.data), postmaster(site.data, site.account.uid)
        if file is None or chief is None:
            return Status(State.STOPPED)
        try:
            running = join(site, record.password)
        except NoAnswer:
            return Status(State.STOPPING if file.state == "stopping" else State.STARTING, pid=chief.pid, port=file.port)
        return Status(State.RUNNING, pid=chief.pid, port=running.port, version=running.answer.version)


def discard(home: Path) -> None:
    """Stop the server of a home and delete its data for good, wherever it lies. Raises DatabaseUnavailable."""
    records = records_folder(home)
    with _clear_refusals(home):
        record = load(records)
        if record is None:
            return
        with turn(turn_lock(records), patience=STOP_PATIENCE):
            if record.room is None or record.room.exists():
                _emptied(known_site(records, record.room))
            shutil.rmtree(records)


def _emptied(site: Site) -> None:
    vacate(site)
    shutil.rmtree(short_socket_folder(site), ignore_errors=True)
    if site.room != site.records:
        shutil.rmtree(site.room)


def _joined(records: Path, *, durable: bool, tell: Callable[[str], None]) -> Server | None:
    record = load(records)
    if record is None or not record.made:
        return None
    site = known_site(records, record.room)
    try:
        running = join(site, record.password)
    except NoAnswer:
        return None
    if durable and not running.answer.durable:
        tell("The server that runs was started without durability: a crash of the machine loses its data")
    return _server(site, record, running)


def _started(records: Path, *, durable: bool, tell: Callable[[str], None]) -> Server:
    deadline = time.monotonic() + START_PATIENCE
    site, record = _made(records, durable=durable, tell=tell)
    require_compatible(site.data)
    running = join_or_vacate(site, password=record.password, deadline=deadline, tell=tell)
    if running is None:
        tell("Starting PostgreSQL")
        running = launch(
            site, password=record.password, durable=durable, last_port=record.port, deadline=deadline, tell=tell
        )
    if running.port != record.port:
        save(records, replace(record, port=running.port))
    tell(f"PostgreSQL {running.answer.version} answers on {LOOPBACK}:{running.port}")
    return _server(site, record, running)


def _made(records: Path, *, durable: bool, tell: Callable[[str], None]) -> tuple[Site, Record]:
    """Return the site with its data folder, which is made unless it is there."""
    record = load(records)
    site = new_site(records) if record is None else known_site(records, record.room)
    if record is not None and record.made:
        _require_data(site)
        return site, record
    if record is None:
        _put_nameless_data_aside(site, tell)
        record = Record(password=secrets.token_urlsafe(32), room=None if site.room == records else site.room)
        # Before initdb: data that is there under its final name is then always data whose password is known.
        save(records, record)
    if not site.data.exists():
        tell(f"Making a PostgreSQL data folder in {site.room}")
        make_data_folder(site, password=record.password, durable=durable)
    record = replace(record, made=True)
    save(records, record)
    return site, record


def _require_data(site: Site) -> None:
    if not site.data.exists():
        raise data_missing(site.records, site.data)
    owner = site.data.stat().st_uid
    if owner != site.account.uid:
        raise DatabaseUnavailable(
            Code.FOREIGN_OWNER, f"{site.data} belongs to uid {owner} instead of {site.account.name}; give it back."
        )


def _put_nameless_data_aside(site: Site, tell: Callable[[str], None]) -> None:
    # The home was removed and its data outlived it. Its password is lost, yet deleting data is for people to decide.
    if not site.data.exists():
        return
    vacate(site)
    aside = site.data.with_name(f"data-set-aside-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    site.data.rename(aside)
    tell(f"Data of a removed home was put aside; delete it if nobody misses it: {aside}")


def _server(site: Site, record: Record, running: Running) -> Server:
    file = postmaster_file(site.data)
    return Server(
        host=LOOPBACK,
        port=running.port,
        socket_dir=file.socket_dir if file is not None else None,
        superuser=SUPERUSER,
        password=record.password,
        embedded=True,
    )


@contextmanager
def _clear_refusals(home: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DatabaseUnavailable(Code.UNWRITABLE, f"The database under {home} cannot be used: {error}") from error
