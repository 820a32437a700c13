"""The only door into an agency: its context lives exactly as long as one database transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar, cast

from django.db import connections, transaction

from agencies.changes import note_changes
from agencies.errors import AgencySwitchError
from agencies.references import AgencyRef

if TYPE_CHECKING:
    from agencies.backend.base import DatabaseWrapper

Kept = TypeVar("Kept")

RUNTIME = "default"
OWNER = "owner"
PUBLIC = "public"
DOOR_ROLE = "yardstick_door"
RESOLVER_ROLE = "yardstick_resolver"


def _connection(using: str) -> "DatabaseWrapper":
    return cast("DatabaseWrapper", connections[using])


def current_agency(using: str = RUNTIME) -> AgencyRef | None:
    """Give the agency whose context is open, or None."""
    return _connection(using).agency


@contextmanager
def in_agency(agency: AgencyRef, *, snapshot: bool = False, steady: bool = False) -> Iterator[AgencyRef]:
    """Open one transaction in which the agency's schema, role and id are set; commit or rollback ends all three.

    Nested in the same agency it is a savepoint. A switch to another agency inside one is refused with
    `AgencySwitchError`: finish the first transaction, or use `on_commit_in_agency`. With `snapshot` every query tells
    of the moment of the first, and nothing can be written; only where no transaction is open.
    A `steady` one, for those who read, tells of one moment too where no transaction is open. It makes no savepoints:
    what fails inside ends all of it.
    """
    open_agency = current_agency()
    if open_agency is None:
        role = agency.schema
        with _context(RUNTIME, schema=agency.schema, role=role, agency=agency, snapshot=snapshot, steady=steady):
            yield agency
        return
    if open_agency.id != agency.id or snapshot:
        msg = "A context is open in this transaction, of another agency or without the snapshot that is asked for"
        raise AgencySwitchError(msg)
    with transaction.atomic(using=RUNTIME):
        yield agency


@contextmanager
def at_the_door() -> Iterator[None]:
    """Open a transaction that may see people and their memberships, and no agency's data: log-in, invitations."""
    with _context(RUNTIME, schema=PUBLIC, role=DOOR_ROLE, agency=None):
        yield


@contextmanager
def as_resolver() -> Iterator[None]:
    """Open a transaction that can turn a credential into an agency and nothing else."""
    with _context(RUNTIME, schema=PUBLIC, role=RESOLVER_ROLE, agency=None):
        yield


@contextmanager
def as_owner(schema: str = PUBLIC, *, snapshot: bool = False) -> Iterator[None]:
    """Open a transaction of the owner in one schema: provisioning, migrations, operators' commands."""
    with _context(OWNER, schema=schema, role="none", agency=None, snapshot=snapshot):
        yield


def run_as_owner(schema: str, statements: str) -> None:
    """Run statements of the owner in one schema: one transaction of its own in one round trip, for a whole fleet.

    Refused inside an open transaction, which would take no part in it.
    """
    _connection(OWNER).run_alone(statements, schema=schema, role="none")


def has_written() -> bool:
    """Say whether the open context wrote anything: then it sees what nobody else does yet."""
    return bool(_connection(RUNTIME).written)


def remembered(key: object, make: Callable[[], Kept]) -> Kept:
    """Give what `make` gives, called once in the open agency's context; what is remembered ends with the context."""
    connection = _connection(RUNTIME)
    if connection.agency is None:
        return make()
    if key not in connection.remembered:
        connection.remembered[key] = make()
    kept: Kept = connection.remembered[key]
    return kept


def forget(key: object) -> None:
    """Forget what was remembered under a key, since the rows behind it change."""
    _connection(RUNTIME).remembered.pop(key, None)


def on_commit_in_agency(work: Callable[[], object]) -> None:
    """Run `work` after the open transaction commits, in a context of the same agency opened anew."""
    agency = current_agency()
    if agency is None:
        msg = "No agency's context is open"
        raise AgencySwitchError(msg)

    def reopened() -> None:
        with in_agency(agency):
            work()

    transaction.on_commit(reopened, using=RUNTIME)


@contextmanager
def _context(
    using: str, *, schema: str, role: str, agency: AgencyRef | None, snapshot: bool = False, steady: bool = False
) -> Iterator[None]:
    connection = _connection(using)
    outer = connection.open_schema
    if outer is not None and not (using == OWNER and outer == PUBLIC):
        msg = "Another context is open in this transaction"
        raise AgencySwitchError(msg)
    nested = connection.in_atomic_block
    if nested and snapshot:
        msg = "A snapshot needs a transaction of its own"
        raise AgencySwitchError(msg)
    with transaction.atomic(using=using):
        if snapshot:
            connection.hold_snapshot()
        connection.enter(schema=schema, role=role, agency=agency, steady=steady, nested=nested)
        failed = True
        try:
            yield
            if agency is not None and connection.written and connection.is_sound:
                note_changes(connection, connection.written)
            failed = False
        finally:
            # A rollback to the savepoint puts the settings back by itself; a release keeps them.
            connection.leave(outer=outer, restore=nested and not failed and not connection.needs_rollback)
