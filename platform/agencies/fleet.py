"""Migrations: how one schema is brought to this version, and the template that new agencies' tables are made from."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration

from agencies.context import OWNER, as_owner, run_as_owner
from agencies.errors import ForeignMigrationsError, UnwritableMigrationError
from agencies.models import SchemaTemplate

MIGRATION_LOCK = 7_266_002
TEMPLATE_SCHEMA = "a_template"
NEW_ENUM_VALUE = " ADD VALUE "
CHECK_AT_ONCE = "SET CONSTRAINTS ALL IMMEDIATE"


def _labels(names: list[str]) -> set[str]:
    return {config.label for config in apps.get_app_configs() if config.name in names}


def tenant_labels() -> set[str]:
    """Name the apps whose tables live in each agency's schema."""
    return _labels(settings.TENANT_APPS)


def shared_labels() -> set[str]:
    """Name the apps whose tables live in the shared schema."""
    return _labels(settings.SHARED_APPS)


@contextmanager
def undisturbed(schema: str) -> Iterator[Any]:
    """Open the owner's transaction in a schema that nobody else migrates until it ends; gives its cursor."""
    with as_owner(schema), connections[OWNER].cursor() as cursor:
        cursor.execute(_undisturbed(schema))
        yield cursor


def run_undisturbed(schema: str, statements: str) -> None:
    """Run SQL as the owner in a schema that nobody else migrates meanwhile: one transaction in one round trip."""
    run_as_owner(schema, f"{_undisturbed(schema)};\n{statements}")


def _undisturbed(schema: str) -> str:
    # Data and structure change in one transaction: pending deferred checks would refuse the ALTER TABLE.
    return f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK}, hashtext('{schema}')); {CHECK_AT_ONCE}"


def apply_missing(labels: set[str]) -> list[Migration]:
    """Apply in the owner's open context what it lacks of these apps; gives what was applied, in order.

    It stops after a migration that has to be committed before the next: call it again in another transaction.
    """
    executor = MigrationExecutor(connections[OWNER])
    targets = [node for node in executor.loader.graph.leaf_nodes() if node[0] in labels]
    plan = _before_commit(executor.migration_plan(targets))
    if plan:
        executor.migrate(targets, plan=plan)
    return [migration for migration, _ in plan]


def apply_up_to(names: Collection[str]) -> None:
    """Apply in the owner's open context exactly these migrations, each named `app.name`, where none was applied.

    Raises ForeignMigrationsError where they are not all that their last ones need.
    """
    executor = MigrationExecutor(connections[OWNER])
    graph = executor.loader.graph
    wanted = {node for node in graph.nodes if node[0] in tenant_labels() and ".".join(node) in names}
    last = [node for node in wanted if not {child.key for child in graph.node_map[node].children} & wanted]
    plan = executor.migration_plan(sorted(last))
    planned = {(each.app_label, each.name) for each, _ in plan}
    if {node for node in planned if node[0] in tenant_labels()} != wanted:
        raise ForeignMigrationsError
    executor.migrate(sorted(last), plan=plan)


def migrate_shared() -> int:
    """Migrate the shared schema and collect the template of an agency's tables once; gives the migrations applied."""
    count = 0
    while True:
        with undisturbed("public"):
            applied = apply_missing(shared_labels())
        count += len(applied)
        if not applied or not adds_enum_values(applied[-1]):
            template_sql()
            return count


def adds_enum_values(migration: Migration) -> bool:
    """Say whether a migration adds values to an enum, which the server lets nobody use in the same transaction."""
    return any(NEW_ENUM_VALUE in str(getattr(operation, "sql", "")) for operation in migration.operations)


def _before_commit(plan: list[tuple[Migration, bool]]) -> list[tuple[Migration, bool]]:
    ends = (number for number, (migration, _) in enumerate(plan, start=1) if adds_enum_values(migration))
    return plan[: next(ends, len(plan))]


def append_only_rights(role: str) -> str:
    """Give the SQL that leaves an agency's role no way to rewrite what is append-only."""
    return "".join(f"REVOKE UPDATE, DELETE ON {table} FROM {role};\n" for table in settings.APPEND_ONLY_TABLES)


def tenant_migrations() -> list[Migration]:
    """List the migrations that make an agency's tables, in the order of application."""
    loader = MigrationLoader(None)
    ordered: list[Migration] = []
    labels = tenant_labels()
    for leaf in loader.graph.leaf_nodes():
        if leaf[0] not in labels:
            continue
        for node in loader.graph.forwards_plan(leaf):
            migration = loader.graph.nodes[node]
            if migration is not None and migration not in ordered:
                ordered.append(migration)
    return ordered


def _fingerprint(migrations: list[Migration]) -> str:
    return sha256("\n".join(f"{each.app_label}.{each.name}" for each in migrations).encode()).hexdigest()


def template_sql() -> str:
    """Give the SQL that makes an agency's tables: the schema editor's, collected once for a set of migrations."""
    fingerprint = _current_fingerprint()
    with as_owner():
        kept = SchemaTemplate.objects.using(OWNER).filter(fingerprint=fingerprint).first()
    if kept:
        return kept.sql
    collected = _collect(tenant_migrations())
    with as_owner():
        SchemaTemplate.objects.using(OWNER).get_or_create(fingerprint=fingerprint, defaults={"sql": collected})
    return collected


def refuse_unwritable(migrations: list[Migration]) -> None:
    """Raise UnwritableMigrationError for Python in a migration that is not marked elidable.

    The template is SQL, so a new agency never runs Python of a migration. `elidable=True` is Django's word for an
    operation that mends rows of the past and has nothing to do where there are none; first rows come from starters.
    """
    for migration, operation in _operations(migrations):
        if not operation.reduces_to_sql and not operation.elidable:
            raise UnwritableMigrationError(f"{migration.app_label}.{migration.name}")


def reduces_to_sql(migrations: list[Migration]) -> bool:
    """Say whether migrations do the same in every agency: none runs Python over an agency's own rows."""
    return all(operation.reduces_to_sql for _, operation in _operations(migrations))


def _operations(migrations: list[Migration]) -> Iterator[tuple[Migration, Any]]:
    """List every operation, with those inside another one."""
    for migration in migrations:
        for operation in migration.operations:
            yield from ((migration, inner) for inner in (operation, *getattr(operation, "database_operations", ())))


@cache
def _current_fingerprint() -> str:
    """Digest the migrations once a process: reading them takes longer than asking for the template."""
    return _fingerprint(tenant_migrations())


def template_is_current() -> bool:
    """Say whether the template of this version's migrations was collected. Needs the door's context."""
    return SchemaTemplate.objects.filter(fingerprint=_current_fingerprint()).exists()


def _collect(migrations: list[Migration]) -> str:
    refuse_unwritable(migrations)
    with as_owner(TEMPLATE_SCHEMA):
        loader = MigrationLoader(connections[OWNER], replace_migrations=False)
        statements = loader.collect_sql([(migration, False) for migration in migrations])
    applied = ", ".join(f"('{each.app_label}', '{each.name}', now())" for each in migrations)
    return "\n".join(
        [
            "CREATE TABLE django_migrations (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,",
            " app varchar(255) NOT NULL, name varchar(255) NOT NULL, applied timestamptz NOT NULL);",
            *(line for line in statements if line not in {"BEGIN;", "COMMIT;"}),
            f"INSERT INTO django_migrations (app, name, applied) VALUES {applied};",
        ]
    )
