"""Brings every agency to this version: one goes first and its SQL is captured, the others repeat it side by side."""

import os
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from django.db import connections

from agencies.context import OWNER, as_owner
from agencies.fleet import (
    append_only_rights,
    apply_missing,
    reduces_to_sql,
    run_undisturbed,
    tenant_labels,
    undisturbed,
)
from agencies.models import Agency

READ_AT_ONCE = 100  # schemas in one statement: each costs a lock of the server's table of locks
# One more than processors: somebody always works while another waits for an answer or the disk.
SIDE_BY_SIDE = max(3, min(8, (os.cpu_count() or 2) + 1))

Done = TypeVar("Done")
Record = str  # what a schema's django_migrations lists, each as "app.name", in order

RECORD = "SELECT string_agg(app || '.' || name, ' ' ORDER BY app, name) FROM {0}"
RECORD_OF_SCHEMA = "SELECT '{0}', (" + RECORD.format("{0}.django_migrations") + ")"
# Where the record is another one, zero divides and the transaction ends before it did anything.
SAME_RECORD = f"SELECT 1 / (({RECORD.format('django_migrations')}) IS NOT DISTINCT FROM %s)::int"
NO_RECORD = ""
DIVISION_BY_ZERO = "22012"
WITH_RECORD = "SELECT schemaname FROM pg_tables WHERE tablename = 'django_migrations' AND schemaname = ANY(%s)"


class UnrecordedAgencyError(Exception):
    """The agency's schema is missing, or holds no record of its migrations; restore it before migrating."""


@dataclass(frozen=True, slots=True)
class MigrationOutcome:
    """What migrating one agency did; `problem` says why it stayed as it was, and is None where nothing went wrong."""

    slug: str
    applied: int
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What brings an agency up to date, to the record `after`.

    `sql` first checks that the agency has the record that the step begins from; it is None where there is nothing to
    repeat, or what is to be done depends on the agency's own rows.
    """

    after: Record
    applied: int
    sql: str | None
    new_tables: bool  # which come with every right, so that what is append-only has to be closed


def whole_fleet() -> list[Agency]:
    """List every agency, suspended and closing ones too, oldest first."""
    with as_owner():
        return list(Agency.objects.using(OWNER).order_by("created_at"))


def migrate_fleet(fleet: Sequence[Agency] | None = None) -> Iterator[MigrationOutcome]:
    """Migrate every agency, each in one transaction, and give the outcomes as they come.

    A failure leaves its agency as it was and stops no other; a repeat takes up what is left. Two runs at once wait
    for each other agency by agency.
    """
    agencies = whole_fleet() if fleet is None else fleet
    recorded = _recorded_schemas(agencies)
    for agency in agencies:
        if agency.schema_name not in recorded:
            missing = UnrecordedAgencyError(f"The schema {agency.schema_name} is missing or holds no migrations.")
            yield _failed(agency, missing)
    up_to_date: set[Record] = set()
    groups = [[agency for agency in agencies if agency.schema_name in recorded]]  # taken for alike until one differs
    while groups:
        unlike = yield from _migrate_alike(groups.pop(), up_to_date)
        for record, group in _by_record(unlike).items():
            if record in up_to_date:
                yield from (MigrationOutcome(agency.slug, 0) for agency in group)
            elif group:
                groups.append(group)


def _recorded_schemas(agencies: Sequence[Agency]) -> set[str]:
    """Name the schemas that hold a record of migrations."""
    with as_owner(), connections[OWNER].cursor() as cursor:
        cursor.execute(WITH_RECORD, [[agency.schema_name for agency in agencies]])
        return {schema for (schema,) in cursor.fetchall()}


def _by_record(agencies: Sequence[Agency]) -> dict[Record, list[Agency]]:
    """Group agencies by what was applied in them; those that are gone meanwhile have no record."""
    alike: dict[Record, list[Agency]] = defaultdict(list)
    recorded = _recorded_schemas(agencies)
    alike[NO_RECORD] = [agency for agency in agencies if agency.schema_name not in recorded]
    agencies = [agency for agency in agencies if agency.schema_name in recorded]
    with as_owner(), connections[OWNER].cursor() as cursor:
        for first in range(0, len(agencies), READ_AT_ONCE):
            part = {agency.schema_name: agency for agency in agencies[first : first + READ_AT_ONCE]}
            cursor.execute(" UNION ALL ".join(RECORD_OF_SCHEMA.format(schema) for schema in part))
            for schema, record in cursor.fetchall():
                alike[record or NO_RECORD].append(part[schema])
    return alike


def _migrate_alike(
    group: Sequence[Agency], up_to_date: set[Record]
) -> Generator[MigrationOutcome, None, Sequence[Agency]]:
    """Migrate agencies that seem to lack the same: one by one until a step is known, then the rest by repeating it.

    Notes the record that is up to date, and gives back those whose record has to be looked at.
    """
    waiting = list(group)
    while waiting:
        agency = waiting.pop(0)
        try:
            step = _lead(agency)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is reported and stops no other agency
            yield _failed(agency, error)
            continue
        yield MigrationOutcome(agency.slug, step.applied)
        up_to_date.add(step.after)
        if not step.applied:
            break
        if step.sql is not None:
            return (yield from _repeat(step, waiting))
    return waiting


def _repeat(step: Step, agencies: Sequence[Agency]) -> Generator[MigrationOutcome, None, Sequence[Agency]]:
    """Take the step in several agencies side by side; gives back those that have another record than it begins from."""
    unlike: list[Agency] = []
    for agency, outcome in _side_by_side(agencies, partial(_take, step)):
        if outcome is None:
            unlike.append(agency)
        else:
            yield outcome
    return unlike


def _take(step: Step, agency: Agency) -> MigrationOutcome | None:
    """Take the step in one agency; None where its record is another one, and nothing was done."""
    rights = append_only_rights(agency.schema_name) if step.new_tables else ""
    try:
        run_undisturbed(agency.schema_name, f"{step.sql};\n{rights}")
    except Exception as error:  # noqa: BLE001 - whatever it is, it is reported and stops no other agency
        other_record = getattr(error.__cause__, "sqlstate", None) == DIVISION_BY_ZERO
        return None if other_record else _failed(agency, error)
    return MigrationOutcome(agency.slug, step.applied)


def _lead(agency: Agency) -> Step:
    """Migrate one agency by running its migrations, and note what that took."""
    schema = agency.schema_name
    with undisturbed(schema) as cursor:
        before = _record(cursor, schema)
        with _captured() as statements:
            plan = apply_missing(tenant_labels())
        if not plan:
            return Step(before, 0, sql=None, new_tables=False)
        new_tables = any("CREATE TABLE" in statement.upper() for statement in statements)
        if new_tables:
            cursor.execute(append_only_rights(schema))
        after = _record(cursor, schema)
    sql = "\n;\n".join([_same_record(before), *statements, _recording(before, after)])
    repeatable = reduces_to_sql(plan) and schema not in sql
    return Step(after, len(plan), sql if repeatable else None, new_tables)


def _side_by_side(agencies: Sequence[Agency], work: Callable[[Agency], Done]) -> Iterator[tuple[Agency, Done]]:
    """Do the work for each agency in a few threads, each with a connection of its own, and give what comes first."""
    waiting: SimpleQueue[Agency] = SimpleQueue()
    done: SimpleQueue[tuple[Agency, Done]] = SimpleQueue()
    for agency in agencies:
        waiting.put(agency)

    def work_on() -> None:
        try:
            while True:
                agency = waiting.get_nowait()
                done.put((agency, work(agency)))
        except Empty:
            return
        finally:
            connections[OWNER].close()

    threads = [Thread(target=work_on, name=f"migrating-{number}") for number in range(min(SIDE_BY_SIDE, len(agencies)))]
    for thread in threads:
        thread.start()
    try:
        for _ in agencies:
            yield done.get()
    finally:
        _empty(waiting)  # whoever listens may have gone: what was begun is finished, nothing else is
        for thread in threads:
            thread.join()


def _empty(queue: "SimpleQueue[Agency]") -> None:
    try:
        while True:
            queue.get_nowait()
    except Empty:
        return


@contextmanager
def _captured() -> Iterator[list[str]]:
    """Note every statement that a schema editor runs on the owner's connection, with its values written in."""
    connection: Any = connections[OWNER]
    statements: list[str] = []

    class Noting(connection.SchemaEditorClass):
        def execute(self, sql: Any, params: Any = ()) -> None:
            written = str(sql) if params is None else connection.ops.compose_sql(str(sql), params)
            statements.append(written)
            super().execute(written, None)

    connection.SchemaEditorClass = Noting
    try:
        yield statements
    finally:
        del connection.SchemaEditorClass


def _record(cursor: Any, schema: str) -> Record:
    cursor.execute(RECORD.format(f"{schema}.django_migrations"))  # by name: never the shared schema's
    (record,) = cursor.fetchone()
    return record or NO_RECORD


def _same_record(before: Record) -> str:
    operations: Any = connections[OWNER].ops
    written: str = operations.compose_sql(SAME_RECORD, [before or None])
    return written


def _recording(before: Record, after: Record) -> str:
    pairs = (name.partition(".") for name in sorted(set(after.split()) - set(before.split())))
    values = ", ".join(f"('{app}', '{name}', now())" for app, _, name in pairs)
    return f"INSERT INTO django_migrations (app, name, applied) VALUES {values}"


def _failed(agency: Agency, error: Exception) -> MigrationOutcome:
    return MigrationOutcome(agency.slug, 0, problem=f"{type(error).__name__}: {str(error).strip()}")
