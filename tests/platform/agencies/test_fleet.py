"""A later version reaches every agency, each in one transaction, and new agencies are made like migrated ones."""

from collections.abc import Callable, Iterator
from importlib import import_module
from os import environ
from pathlib import Path
from shutil import copy
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections, migrations

from agencies.context import OWNER, as_owner
from agencies.errors import UnwritableMigrationError
from agencies.fleet import migrate_agency, migrate_fleet, refuse_unwritable, template_sql
from agencies.models import Agency
from agencies.provisioning import generated_schema_name
from agencies.references import AgencyRef
from config.databases import server_login
from config.environment import environment
from tests.conftest import _drop
from tests.people import World
from tests.platform.agencies.programs import attempt, beside

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
    assert migrate_agency(agency).applied > 0
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


# --- A later version ---------------------------------------------------------------------------------------------

LATER = """
from os import environ
from django.db import migrations, models


def give_motto(apps, schema_editor):
    profiles = apps.get_model("clients", "AgencyProfile").objects.using(schema_editor.connection.alias)
    for profile in profiles.all():
        profile.motto = f"We are {profile.name}"
        profile.save()
        if profile.slug == environ.get("FAILS_IN"):
            raise LookupError(profile.slug)


class Migration(migrations.Migration):
    dependencies = [("clients", "LAST")]
    operations = [
        migrations.AddField("agencyprofile", "motto", models.CharField(max_length=200, db_default="")),
        migrations.RunPython(give_motto, elidable=True),
        migrations.AddConstraint(
            "agencyprofile", models.CheckConstraint(condition=~models.Q(motto="forbidden"), name="no_forbidden_motto")
        ),
    ]
"""


@pytest.fixture
def installation() -> Iterator[str]:
    """Make an installation of its own with the agencies `one` and `two`, and give its database's name."""
    name = f"{environ['YARDSTICK_DATABASE_NAME']}_later"
    beside("manage.py", "prepare", YARDSTICK_DATABASE_NAME=name)
    for slug in ("one", "two"):
        create(slug, YARDSTICK_DATABASE_NAME=name)
    yield name
    _drop(name)


def create(slug: str, **variables: str) -> None:
    beside("manage.py", "create_agency", slug, "--owner-email", f"owner@{slug}.example", **variables)


@pytest.fixture
def later(installation: str, tmp_path: Path) -> dict[str, str]:
    """Give the variables under which the next version of the product runs: one migration more."""
    folder, package = tmp_path / "later_clients", Path(str(import_module("clients.migrations").__file__)).parent
    folder.mkdir()
    for file in package.glob("*.py"):
        copy(file, folder)
    last = max(file.stem for file in package.glob("0*.py"))
    (folder / "0099_motto.py").write_text(LATER.replace("LAST", last))
    (tmp_path / "later_settings.py").write_text(
        "from config.settings import *\nMIGRATION_MODULES = {'clients': 'later_clients'}\n"
    )
    return {
        "YARDSTICK_DATABASE_NAME": installation,
        "DJANGO_SETTINGS_MODULE": "later_settings",
        "MORE_PYTHON": str(tmp_path),
    }


def mottoes(database: str) -> dict[str, str | None]:
    """Map each agency to its motto, or to None where there is no such column."""
    found: dict[str, str | None] = {}
    with psycopg.connect(**server_login(environment()) | {"dbname": database}) as connection:
        for slug, schema in connection.execute("SELECT slug, schema_name FROM agencies_agency").fetchall():
            known = connection.execute(
                "SELECT count(*) FROM information_schema.columns WHERE table_schema = %s AND column_name = 'motto'",
                [schema],
            ).fetchone()
            applied = connection.execute(
                f"SELECT count(*) FROM {schema}.django_migrations WHERE name = '0099_motto'"
            ).fetchone()
            assert known == applied
            row = (
                connection.execute(f"SELECT motto FROM {schema}.clients_agencyprofile").fetchone() if known[0] else None
            )
            found[slug] = row[0] if row else None
    return found


def test_a_later_version_reaches_every_agency_each_in_one_transaction(installation: str, later: dict[str, str]) -> None:
    failed = attempt("manage.py", "prepare", FAILS_IN="two", **later)
    assert failed.returncode != 0
    assert "LookupError: two" in failed.stderr
    assert mottoes(installation) == {"one": "We are one", "two": None}
    repeated = beside("manage.py", "prepare", **later)
    assert "agency one: 0 migrations applied" in repeated.stdout
    assert "agency two: 1 migrations applied" in repeated.stdout
    create("three", **later)
    assert mottoes(installation) == {"one": "We are one", "two": "We are two", "three": ""}
