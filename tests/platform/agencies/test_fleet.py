"""A later version reaches every agency, each in one transaction, and new agencies are made like migrated ones."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connections, migrations

from agencies.context import OWNER, as_owner
from agencies.errors import UnwritableMigrationError
from agencies.fleet import (
    append_only_rights,
    apply_missing,
    refuse_unwritable,
    template_sql,
    tenant_labels,
    undisturbed,
)
from agencies.models import Agency
from agencies.provisioning import generated_schema_name
from agencies.references import AgencyRef
from agencies.rollout import migrate_fleet
from tests.people import World

pytestmark = pytest.mark.commits

# --- Made from the template, or migrated -------------------------------------------------------------------------

CATALOGUE = {
    "columns": (
        "SELECT c.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,"
        " a.attidentity::text, a.attgenerated::text, pg_get_expr(d.adbin, d.adrelid),"
        " a.attcollation::regcollation::text"
        " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
        " WHERE c.relnamespace = %(schema)s::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped"
    ),
    "constraints": (
        "SELECT conrelid::regclass::text, conname, contype::text, pg_get_constraintdef(oid), condeferrable,"
        " condeferred, convalidated FROM pg_constraint WHERE connamespace = %(schema)s::regnamespace"
    ),
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = %(schema)s",
    "relations": (
        "SELECT relname, relkind::text, relpersistence::text, relrowsecurity, reloptions::text FROM pg_class"
        " WHERE relnamespace = %(schema)s::regnamespace"
    ),
    "migrations": "SELECT app, name FROM {schema}.django_migrations",
}


def described(schema: str) -> dict[str, list[tuple[Any, ...]]]:
    """Describe everything in a schema by the server's catalogue, the schema's own name left out."""
    things = {}
    with as_owner(), connections[OWNER].cursor() as cursor:
        for kind, sql in CATALOGUE.items():
            cursor.execute(sql.format(schema=schema), {"schema": schema})
            things[kind] = sorted(
                (tuple(_nameless(value, schema) for value in row) for row in cursor.fetchall()), key=str
            )
    return things


def _nameless(value: Any, schema: str) -> Any:
    return value.replace(schema, "agency") if isinstance(value, str) else value


@pytest.fixture
def migrated(committing: World) -> Iterator[str]:
    """Make an agency's schema the slow way, by running every migration in it."""
    schema, slug = generated_schema_name(), f"migrated-{uuid4().hex[:8]}"
    with as_owner(), connections[OWNER].cursor() as cursor:
        agency = Agency.objects.using(OWNER).create(slug=slug, name=slug, schema_name=schema)
        cursor.execute(f"CREATE SCHEMA {schema}; CREATE ROLE {schema} NOLOGIN")
    with undisturbed(schema) as cursor:
        assert apply_missing(tenant_labels())
        cursor.execute(append_only_rights(schema))
    yield schema
    with as_owner(), connections[OWNER].cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {schema} CASCADE; DROP ROLE {schema}")
        Agency.objects.using(OWNER).filter(id=agency.id).delete()


def test_a_schema_from_the_template_equals_a_migrated_one(migrated: str, found: Callable[[str], AgencyRef]) -> None:
    made, slow = described(found("quick").schema), described(migrated)
    for kind, things in slow.items():
        assert things
        assert made[kind] == things, kind


def test_migrating_an_agency_made_from_the_template_finds_nothing_to_do(committing: World) -> None:
    assert {outcome.applied for outcome in migrate_fleet()} == {0}


def test_the_template_is_collected_once(committing: World) -> None:
    with as_owner(), connections[OWNER].cursor() as cursor:
        assert template_sql() == template_sql()
        cursor.execute("SELECT count(*) FROM agencies_schematemplate")
        assert cursor.fetchone() == (1,)


def test_models_and_migrations_agree(committing: World, capsys: pytest.CaptureFixture[str]) -> None:
    with as_owner():
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    assert "No changes detected" in capsys.readouterr().out


# --- Python in migrations ----------------------------------------------------------------------------------------


def migration_of(*operations: Any) -> migrations.Migration:
    migration = migrations.Migration("0002_later", "clients")
    migration.operations = list(operations)
    return migration


def test_python_that_new_agencies_would_miss_is_refused_by_name() -> None:
    run = migrations.RunPython(migrations.RunPython.noop)
    for operation in (run, migrations.SeparateDatabaseAndState(database_operations=[run])):
        with pytest.raises(UnwritableMigrationError, match=r"clients\.0002_later"):
            refuse_unwritable([migration_of(operation)])


def test_python_that_only_mends_existing_rows_is_taken() -> None:
    refuse_unwritable([migration_of(migrations.RunPython(migrations.RunPython.noop, elidable=True))])
