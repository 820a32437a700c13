"""Brings every agency to this version: one goes first and its SQL is captured, the others repeat it side by side."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from django.db import connections

from agencies.context import OWNER, as_owner
from agencies.fleet import append_only_rights, apply_missing, reduces_to_sql, tenant_labels, undisturbed
from agencies.models import Agency

READ_AT_ONCE = 100  # schemas in one statement: each costs a lock of the server's table of locks
SIDE_BY_SIDE = max(2, min(8, os.cpu_count() or 2))

Record = frozenset[str]  # what a schema's django_migrations lists, each as "app.name"

RECORD = "SELECT coalesce(array_agg(app || '.' || name), '{}') FROM django_migrations"
RECORD_OF_SCHEMA = "SELECT '{0}', coalesce(array_agg(app || '.' || name), '{{}}') FROM {0}.django_migrations"
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
    """What brings an agency from one record to the next. `sql` is None where it depends on the agency's own rows."""

    before: Record
    applied: int
    sql: str | None
    new_tables: bool  # which come with every right, so that what is append-only has to be closed


def whole_fleet() -> list[Agency]:
    """List every agency that has tables, suspended ones too, oldest first."""
    with as_owner():
        return list(Agency.objects.using(OWNER).exclude(state="closed").order_by("created_at"))


def migrate_fleet(fleet: Sequence[Agency] | None = None) -> Iterator[MigrationOutcome]:
    """Migrate every agency, each in one transaction, and give the outcomes as they come.

    A failure leaves its agency as it was and stops no other; a repeat takes up what is left. Two runs at once wait
    for each other agency by agency.
    """
    agencies = whole_fleet() if fleet is None else fleet
    records = _records(agencies)
    alike: dict[Record, list[Agency]] = defaultdict(list)
    for agency in agencies:
        record = records.get(agency.schema_name)
        if record is None:
            missing = UnrecordedAgencyError(f"The schema {agency.schema_name} is missing or holds no migrations.")
            yield _failed(agency, missing)
        else:
            alike[record].append(agency)
    for record, group in alike.items():
        yield from _migrate_alike(record, group)


def _records(agencies: Sequence[Agency]) -> dict[str, Record]:
    """Read by schema what was applied in it; schemas without a record are left out."""
    found: dict[str, Record] = {}
    with as_owner(), connections[OWNER].cursor() as cursor:
        cursor.execute(WITH_RECORD, [[agency.schema_name for agency in agencies]])
        schemas = [schema for (schema,) in cursor.fetchall()]
        for first in range(0, len(schemas), READ_AT_ONCE):
            part = schemas[first : first + READ_AT_ONCE]
            cursor.execute(" UNION ALL ".join(RECORD_OF_SCHEMA.format(schema) for schema in part))
            found |= {schema: frozenset(names) for schema, names in cursor.fetchall()}
    return found


def _migrate_alike(record: Record, group: Sequence[Agency]) -> Iterator[MigrationOutcome]:
    """Migrate agencies that lack the same: one by one until a step is known, then the rest by repeating it."""
    waiting = list(group)
    while waiting:
        agency = waiting.pop(0)
        try:
            step = _lead(agency)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is reported and stops no other agency
            yield _failed(agency, error)
            continue
        yield MigrationOutcome(agency.slug, step.applied)
        if step.before == record and not step.applied:
            yield from (MigrationOutcome(each.slug, 0) for each in waiting)
            return
        if step.before == record and step.sql is not None:
            yield from _side_by_side(waiting, _repeating(step))
            return


def _lead(agency: Agency) -> Step:
    """Migrate one agency by running its migrations, and note what that took."""
    schema = agency.schema_name
    with undisturbed(schema) as cursor:
        before = _record(cursor)
        with _captured() as statements:
            plan = apply_missing(tenant_labels())
        if not plan:
            return Step(before, 0, sql="", new_tables=False)
        new_tables = any("CREATE TABLE" in statement.upper() for statement in statements)
        if new_tables:
            cursor.execute(append_only_rights(schema))
        added = sorted(_record(cursor) - before)
    sql = "\n;\n".join([*statements, _recording(added)])
    repeatable = reduces_to_sql(plan) and schema not in sql
    return Step(before, len(plan), sql if repeatable else None, new_tables)


def _repeating(step: Step) -> Callable[[Agency], MigrationOutcome]:
    def repeat(agency: Agency) -> MigrationOutcome:
        schema = agency.schema_name
        try:
            with undisturbed(schema) as cursor:
                if same := _record(cursor) == step.before:
                    cursor.execute(f"{step.sql};\n{append_only_rights(schema) if step.new_tables else ''}")
            applied = step.applied if same else _lead(agency).applied  # somebody else migrated it meanwhile
        except Exception as error:  # noqa: BLE001 - whatever it is, it is reported and stops no other agency
            return _failed(agency, error)
        return MigrationOutcome(agency.slug, applied)

    return repeat


def _side_by_side(agencies: Sequence[Agency], work: Callable[[Agency], MigrationOutcome]) -> Iterator[MigrationOutcome]:
    """Do the work for each agency in a few threads, each with a connection of its own, and give what comes first."""
    waiting: SimpleQueue[Agency] = SimpleQueue()
    done: SimpleQueue[MigrationOutcome] = SimpleQueue()
    for agency in agencies:
        waiting.put(agency)

    def work_on() -> None:
        try:
            while True:
                done.put(work(waiting.get_nowait()))
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


def _record(cursor: Any) -> Record:
    cursor.execute(RECORD)
    return frozenset(cursor.fetchone()[0])


def _recording(added: Sequence[str]) -> str:
    pairs = (name.partition(".") for name in added)
    values = ", ".join(f"('{app}', '{name}', now())" for app, _, name in pairs)
    return f"INSERT INTO django_migrations (app, name, applied) VALUES {values}"


def _failed(agency: Agency, error: Exception) -> MigrationOutcome:
    return MigrationOutcome(agency.slug, 0, problem=f"{type(error).__name__}: {str(error).strip()}")
