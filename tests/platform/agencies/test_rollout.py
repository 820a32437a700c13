"""A later version reaches every agency, each in one transaction; a failure stops no other, and a repeat goes on."""

from collections.abc import Iterator
from importlib import import_module
from os import environ
from pathlib import Path
from shutil import copy
from subprocess import PIPE, Popen
from sys import executable

import psycopg
import pytest
from psycopg import sql

from config.databases import OWNER, server_login
from config.environment import environment
from tests.conftest import _drop
from tests.platform.agencies.programs import ROOT, attempt, beside, environment_beside

pytestmark = pytest.mark.commits

AGENCIES = ("one", "two", "three", "four")
NEXT = "0099_motto"
HEAD = """
from os import environ
from django.db import migrations, models
"""
MIGRATION = """
class Migration(migrations.Migration):
    dependencies = [("clients", "LAST")]
    operations = [
        migrations.AddField("agencyprofile", "motto", models.CharField(max_length=200, db_default="50% better")),
        {python}
        migrations.AddConstraint(
            "agencyprofile", models.CheckConstraint(condition=~models.Q(motto="forbidden"), name="no_forbidden_motto")
        ),
        migrations.AddIndex("agencyprofile", models.Index(fields=["motto"], name="profile_by_motto")),
        migrations.RunSQL("COMMENT ON COLUMN clients_agencyprofile.motto IS 'what 100% of them say; really'"),
    ]
"""
MENDING = """
def give_motto(apps, schema_editor):
    profiles = apps.get_model("clients", "AgencyProfile").objects.using(schema_editor.connection.alias)
    for profile in profiles.all():
        profile.motto = f"We are {profile.name}"
        profile.save()
        if profile.slug == environ.get("FAILS_IN"):
            raise LookupError(profile.slug)

"""
SQL_ALONE = HEAD + MIGRATION.replace("{python}", "")
WITH_PYTHON = HEAD + MENDING + MIGRATION.replace("{python}", "migrations.RunPython(give_motto, elidable=True),")
WITH_OATHS = f"""{HEAD}
class Migration(migrations.Migration):
    dependencies = [("clients", "LAST")]
    operations = [
        migrations.CreateModel("Oath", [("id", models.BigAutoField(primary_key=True)), ("words", models.TextField())]),
    ]
"""
CREATE = """
import sys, django
django.setup()
from agencies.provisioning import Founder, Founding, provision
for slug in sys.argv[1:]:
    provision(Founding(slug=slug, name=slug, founder=Founder(email=f"owner@{slug}.example", name="Owner")))
"""


class Installation:
    """An installation of its own with four agencies, and the next version of the product beside it."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.variables = {"YARDSTICK_DATABASE_NAME": name}

    def next_version(self, migration: str, *, setting: str = "") -> None:
        """Let every program from now on run as the next version, which has one migration more."""
        clients, last = self.folder / "later_clients", ""
        clients.mkdir()
        for file in Path(str(import_module("clients.migrations").__file__)).parent.glob("*.py"):
            copy(file, clients)
            last = max(last, file.stem if file.stem[0] == "0" else "")
        (clients / f"{NEXT}.py").write_text(migration.replace("LAST", last))
        (self.folder / "later_settings.py").write_text(
            f"from config.settings import *\nMIGRATION_MODULES = {{'clients': 'later_clients'}}\n{setting}\n"
        )
        self.variables |= {"DJANGO_SETTINGS_MODULE": "later_settings", "MORE_PYTHON": str(self.folder)}

    def create(self, *slugs: str) -> None:
        beside("-c", CREATE, *slugs, **self.variables)

    def ask(self, sql: str, *, slug: str) -> list[tuple[object, ...]]:
        """Run SQL in one agency's schema as the server's superuser."""
        with psycopg.connect(**server_login(environment()) | {"dbname": self.name}) as connection:
            found = connection.execute("SELECT schema_name FROM agencies_agency WHERE slug = %s", [slug]).fetchone()
            assert found is not None
            connection.execute(f"SET search_path = {found[0]}")
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def mottoes(self) -> dict[str, str | None]:
        """Map each agency to its motto, or to None where there is neither such a column nor its migration."""
        return {slug: self._motto(slug) for slug in AGENCIES}

    def _motto(self, slug: str) -> str | None:
        known = self.ask(COLUMN, slug=slug)
        recorded = self.ask(f"SELECT name FROM django_migrations WHERE name = '{NEXT}'", slug=slug)
        assert len(known) == len(recorded)
        return str(self.ask("SELECT motto FROM clients_agencyprofile", slug=slug)[0][0]) if known else None


COLUMN = (
    "SELECT col_description(attrelid, attnum) FROM pg_attribute"
    " WHERE attrelid = 'clients_agencyprofile'::regclass AND attname = 'motto' AND NOT attisdropped"
)
SHAPE = (
    "SELECT (SELECT string_agg(pg_get_constraintdef(oid), ';' ORDER BY conname) FROM pg_constraint"
    " WHERE conrelid = 'clients_agencyprofile'::regclass),"
    " (SELECT string_agg(replace(indexdef, current_schema(), ''), ';' ORDER BY indexname) FROM pg_indexes"
    " WHERE schemaname = current_schema() AND tablename = 'clients_agencyprofile'),"
    f" ({COLUMN})"
)
RIGHTS = (
    "SELECT string_agg(privilege_type, ' ' ORDER BY privilege_type) FROM information_schema.role_table_grants"
    " WHERE table_schema = current_schema() AND grantee = current_schema() AND table_name = 'clients_oath'"
)
BY_DEFAULT = "50% better"


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Found an installation once, of which each test gets a copy; copies share its agencies' roles."""
    made = Installation(f"{environ['YARDSTICK_DATABASE_NAME']}_founded", tmp_path_factory.mktemp("founded"))
    beside("manage.py", "prepare", **made.variables)
    made.create(*AGENCIES)
    yield made.name
    _drop(made.name)


@pytest.fixture
def installation(founded: str, tmp_path: Path) -> Iterator[Installation]:
    copied = Installation(f"{environ['YARDSTICK_DATABASE_NAME']}_later", tmp_path)
    with psycopg.connect(**server_login(environment()), autocommit=True) as server:
        names = map(sql.Identifier, (copied.name, OWNER, founded))
        server.execute(sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY").format(*names))
    yield copied
    _drop(copied.name, but=founded)


def test_sql_is_repeated_in_every_agency_and_a_failure_stops_no_other(installation: Installation) -> None:
    installation.next_version(SQL_ALONE)
    for slug in ("one", "three"):  # the one that goes first, and one that repeats it
        installation.ask("ALTER TABLE clients_agencyprofile ADD COLUMN motto integer", slug=slug)
    failed = attempt("manage.py", "prepare", **installation.variables)
    assert failed.returncode == 1
    assert "agencies: 2 migrated, 0 up to date before, 2 failed" in failed.stdout
    assert "2 of 4 agencies stay as they were" in failed.stderr
    for slug in ("one", "three"):
        assert f'{slug}: ProgrammingError: column "motto" of relation "clients_agencyprofile"' in failed.stderr
        installation.ask("ALTER TABLE clients_agencyprofile DROP COLUMN motto", slug=slug)
    assert installation.mottoes() == {"one": None, "two": BY_DEFAULT, "three": None, "four": BY_DEFAULT}
    repeated = beside("manage.py", "prepare", **installation.variables)
    assert "agencies: 2 migrated, 2 up to date before, 0 failed" in repeated.stdout
    assert installation.mottoes() == dict.fromkeys(AGENCIES, BY_DEFAULT)
    shapes = {slug: installation.ask(SHAPE, slug=slug) for slug in AGENCIES}
    assert shapes["one"][0][2] == "what 100% of them say; really"
    assert all(shape == shapes["one"] for shape in shapes.values())
    again = beside("manage.py", "prepare", **installation.variables)
    assert "agencies: 0 migrated, 4 up to date before, 0 failed" in again.stdout


def test_python_runs_over_each_agencys_own_rows_and_a_failure_stops_no_other(installation: Installation) -> None:
    installation.next_version(WITH_PYTHON)
    failed = attempt("manage.py", "prepare", FAILS_IN="two", **installation.variables)
    assert failed.returncode == 1
    assert "two: LookupError: two" in failed.stderr
    assert installation.mottoes() == {"one": "We are one", "two": None, "three": "We are three", "four": "We are four"}
    repeated = beside("manage.py", "prepare", **installation.variables)
    assert "agencies: 1 migrated, 3 up to date before, 0 failed" in repeated.stdout
    assert installation.mottoes() == {slug: f"We are {slug}" for slug in AGENCIES}
    installation.create("five")
    assert installation.ask("SELECT motto FROM clients_agencyprofile", slug="five") == [(BY_DEFAULT,)]


def test_what_a_new_table_holds_is_only_added_to_where_the_product_says_so(installation: Installation) -> None:
    installation.next_version(WITH_OATHS, setting="APPEND_ONLY_TABLES = (*APPEND_ONLY_TABLES, 'clients_oath')")
    beside("manage.py", "prepare", **installation.variables)
    installation.create("five")
    assert {installation.ask(RIGHTS, slug=slug)[0][0] for slug in (*AGENCIES, "five")} == {"INSERT SELECT"}


def test_two_runs_at_once_migrate_each_agency_once(installation: Installation) -> None:
    installation.next_version(SQL_ALONE)
    variables = environment_beside(**installation.variables)
    command = [executable, "-W", "error", "manage.py", "prepare"]
    runs = [Popen(command, cwd=ROOT, env=variables, stdout=PIPE, text=True) for _ in range(2)]
    told = [run.communicate(timeout=240)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], told
    assert installation.mottoes() == dict.fromkeys(AGENCIES, BY_DEFAULT)


def test_an_agency_without_its_schema_is_reported_and_nothing_is_made_for_it(installation: Installation) -> None:
    [(schema,)] = installation.ask("SELECT current_schema()", slug="two")
    installation.ask(f"DROP SCHEMA {schema} CASCADE", slug="two")
    installation.next_version(SQL_ALONE)
    failed = attempt("manage.py", "prepare", **installation.variables)
    assert failed.returncode == 1
    assert f"two: UnrecordedAgencyError: The schema {schema} is missing or holds no migrations." in failed.stderr
    assert "agencies: 3 migrated, 0 up to date before, 1 failed" in failed.stdout
    assert installation.ask("SELECT 1 FROM public.django_migrations WHERE app = 'clients'", slug="one") == []
