"""Migrations: the shared schema's, and every agency's, each agency in one transaction of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration

from agencies.context import OWNER, as_owner
from agencies.errors import UnwritableMigrationError
from agencies.models import Agency, SchemaTemplate

MIGRATION_LOCK = 7_266_002
TEMPLATE_SCHEMA = "a_template"


@dataclass(frozen=True, slots=True)
class MigrationOutcome:
    """What migrating one agency did."""

    slug: str
    applied: int


def _labels(names: list[str]) -> set[str]:
    return {config.label for config in apps.get_app_configs() if config.name in names}


def tenant_labels() -> set[str]:
    """Name the apps whose tables live in each agency's schema."""
    return _labels(settings.TENANT_APPS)


def shared_labels() -> set[str]:
    """Name the apps whose tables live in the shared schema."""
    return _labels(settings.SHARED_APPS)


def _migrate(schema: str, labels: set[str], *, afterwards: str = "") -> int:
    """Apply what is missing in one schema and then `afterwards`, all or nothing; gives the migrations applied."""
    with as_owner(schema), connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [MIGRATION_LOCK, schema])
        # Data and structure change in one transaction: pending deferred checks would refuse the ALTER TABLE.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        executor = MigrationExecutor(connections[OWNER])
        targets = [node for node in executor.loader.graph.leaf_nodes() if node[0] in labels]
        plan = executor.migration_plan(targets)
        if plan:
            executor.migrate(targets, plan=plan)
            if afterwards:
                cursor.execute(afterwards)
        return len(plan)


def migrate_shared() -> int:
    """Migrate the shared schema and collect the template of an agency's tables once."""
    applied = _migrate("public", shared_labels())
    template_sql()
    return applied


def migrate_agency(agency: Agency) -> MigrationOutcome:
    """Migrate one agency in one transaction."""
    schema = agency.schema_name
    applied = _migrate(schema, tenant_labels(), afterwards=append_only_rights(schema))
    return MigrationOutcome(slug=agency.slug, applied=applied)


def migrate_fleet() -> Iterator[MigrationOutcome]:
    """Migrate every agency, suspended ones too; a failure stops at that agency and leaves the rest to a repeat."""
    with as_owner():
        fleet = list(Agency.objects.using(OWNER).exclude(state="closed").order_by("created_at"))
    for agency in fleet:
        yield migrate_agency(agency)


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
    for migration in migrations:
        for operation in migration.operations:
            for inner in (operation, *getattr(operation, "database_operations", ())):
                if not inner.reduces_to_sql and not inner.elidable:
                    raise UnwritableMigrationError(f"{migration.app_label}.{migration.name}")


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
