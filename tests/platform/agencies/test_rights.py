"""What each database role may touch: an agency its own rows, the resolver two tables, the runtime user nothing."""

from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, connections, transaction

from agencies.context import OWNER, as_owner, as_resolver, in_agency
from tests.people import World

pytestmark = pytest.mark.commits
SHARED_ROWS = ("people_membership", "people_invitation", "people_credential")
PRIVILEGES = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")

INSERTS = {
    "people_membership": (
        "INSERT INTO people_membership (id, agency_id, user_id, email, display_name, role, brand_roles, version)"
        " SELECT %(new)s, %(agency)s, user_id, 'x@example.com', 'x', 'client', '{}', 1 FROM people_membership LIMIT 1"
    ),
    "people_invitation": (
        "INSERT INTO people_invitation (id, agency_id, email, role, invited_by, key_id, secret_hash, expires_at)"
        " VALUES (%(new)s, %(agency)s, 'x@example.com', 'client', 'x', left(%(new)s::text, 16), '', now())"
    ),
    "people_credential": (
        "INSERT INTO people_credential (id, agency_id, membership_id, kind, key_id, secret_hash, name, scopes)"
        " SELECT %(new)s, %(agency)s, id, 'ysk', left(%(new)s::text, 16), '', '', '{}' FROM people_membership LIMIT 1"
    ),
}


def execute(sql: str, values: Any = None) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def rights(role: str) -> dict[str, set[str]]:
    """Map every table that the role can touch to what it may do there, by the server's own catalogue."""
    held: dict[str, set[str]] = {}
    with as_owner(), connections[OWNER].cursor() as cursor:
        cursor.execute(
            "SELECT n.nspname || '.' || c.relname, privilege FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace, unnest(%s::text[]) privilege"
            " WHERE c.relkind IN ('r', 'v', 'm', 'p') AND (n.nspname = 'public' OR n.nspname LIKE 'a\\_%%')"
            " AND has_schema_privilege(%s, n.oid, 'USAGE') AND has_table_privilege(%s, c.oid, privilege)",
            [list(PRIVILEGES), role, role],
        )
        for table, privilege in cursor.fetchall():
            held.setdefault(table, set()).add(privilege)
    return held


@pytest.mark.parametrize("table", SHARED_ROWS)
def test_an_agency_sees_only_its_own_rows_of_a_shared_table(committing: World, table: str) -> None:
    for agency in (committing.north, committing.south):
        with in_agency(agency):
            owners = {row[0] for row in execute(f"SELECT agency_id FROM {table}")}
        assert owners <= {agency.id}
    with in_agency(committing.north):
        assert execute("SELECT DISTINCT agency_id FROM people_credential") == [(committing.north.id,)]


@pytest.mark.parametrize("table", SHARED_ROWS)
def test_an_agency_inserts_rows_for_itself_and_for_nobody_else(committing: World, table: str) -> None:
    with in_agency(committing.north):
        own, foreign = ({"new": uuid4(), "agency": agency.id} for agency in (committing.north, committing.south))
        own["user"] = uuid4()
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            execute(INSERTS[table], foreign)
        if table != "people_membership":  # whose row needs a user that the agency cannot make
            assert execute(INSERTS[table], own) == 1
        transaction.set_rollback(True)


@pytest.mark.parametrize("table", SHARED_ROWS)
def test_an_agency_changes_no_row_of_another_and_gives_none_away(committing: World, table: str) -> None:
    with in_agency(committing.north):
        assert execute(f"UPDATE {table} SET created_at = now() WHERE agency_id = %s", [committing.south.id]) == 0
    with pytest.raises(ProgrammingError, match="row-level security"), in_agency(committing.north):  # noqa: PT012 - the context's end is part of what raises
        execute(INSERTS["people_invitation"], {"new": uuid4(), "agency": committing.north.id})
        execute(f"UPDATE {table} SET agency_id = %s", [committing.south.id])


def test_pretending_to_be_another_agency_needs_its_role_too(committing: World) -> None:
    with in_agency(committing.north), pytest.raises(ProgrammingError, match="permission denied"):  # noqa: PT012 - the context's end is part of what raises
        execute("SELECT set_config('yardstick.agency', %s, true)", [str(committing.south.id)])
        execute(f"SELECT * FROM {committing.south.schema}.clients_brand")


def test_an_agency_reaches_its_own_schema_and_three_shared_tables(committing: World) -> None:
    held = rights(committing.north.schema)
    assert {table.partition(".")[0] for table in held} == {"public", committing.north.schema}
    shared = {table: done for table, done in held.items() if table.startswith("public.")}
    assert shared == {f"public.{table}": {"SELECT", "INSERT", "UPDATE"} for table in SHARED_ROWS}
    own = {table.partition(".")[2]: done for table, done in held.items() if table not in shared}
    assert "django_migrations" not in own
    for table, done in own.items():
        append_only = table in settings.APPEND_ONLY_TABLES
        assert done == {"SELECT", "INSERT"} | (set() if append_only else {"UPDATE", "DELETE"}), table


@pytest.mark.parametrize("table", settings.APPEND_ONLY_TABLES)
@pytest.mark.parametrize("sql", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_what_is_append_only_is_neither_changed_nor_deleted(committing: World, table: str, sql: str) -> None:
    with in_agency(committing.north):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} LIMIT 1")
            column = cursor.description[0].name
        with pytest.raises(ProgrammingError, match="permission denied"):
            execute(sql.format(table, column, column))


def test_the_resolver_reads_what_a_credential_needs_and_nothing_else(committing: World) -> None:
    assert rights("yardstick_resolver") == {
        "public.agencies_agency": {"SELECT"},
        "public.agencies_domain": {"SELECT"},
        "public.people_credential": {"SELECT"},
        "public.people_membership": {"SELECT"},
    }


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM people_user",
        "SELECT * FROM people_invitation",
        "UPDATE people_credential SET revoked_at = NULL",
        "UPDATE people_membership SET role = 'owner'",
        "UPDATE agencies_agency SET state = 'active'",
        "DELETE FROM people_credential",
        "SELECT * FROM {north}.clients_brand",
        "CREATE TABLE public.mine (id int)",
    ],
)
def test_the_resolver_is_refused(committing: World, sql: str) -> None:
    with as_resolver():
        assert execute("SELECT count(*) FROM people_credential") != [(0,)]
        with pytest.raises(ProgrammingError, match="permission denied"):
            execute(sql.format(north=committing.north.schema))


def test_the_door_sees_people_and_no_agencys_data(committing: World) -> None:
    held = rights("yardstick_door")
    assert {table.partition(".")[0] for table in held} == {"public"}
    assert set(held) == {
        "public.agencies_agency",
        "public.agencies_domain",
        "public.agencies_schematemplate",
        "public.django_migrations",
        "public.people_credential",
        "public.people_invitation",
        "public.people_loginattempts",
        "public.people_membership",
        "public.people_user",
        "public.procrastinate_workers",
    }


def test_a_worker_reaches_the_queue_and_nothing_else(committing: World) -> None:
    held = rights("yardstick_worker")
    assert {table.removeprefix("public.procrastinate_") for table in held} == {
        "events",
        "jobs",
        "periodic_defers",
        "workers",
    }


def test_the_runtime_user_owns_nothing_and_may_touch_nothing_itself(committing: World) -> None:
    owned = (
        "SELECT count(*) FROM (SELECT relowner AS owner FROM pg_class UNION ALL SELECT nspowner FROM pg_namespace"
        " UNION ALL SELECT proowner FROM pg_proc UNION ALL SELECT typowner FROM pg_type"
        " UNION ALL SELECT datdba FROM pg_database) things WHERE owner = 'yardstick_app'::regrole"
    )
    with as_owner(), connections[OWNER].cursor() as cursor:
        cursor.execute(owned)
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolinherit FROM pg_roles"
            " WHERE rolname = 'yardstick_app'"
        )
        assert cursor.fetchone() == (False,) * 5
        cursor.execute(
            "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        assert cursor.fetchall() == [("yardstick_owner",)]
    assert rights("yardstick_app") == {}
    for sql in ("SELECT * FROM people_user", "SELECT * FROM people_credential", "CREATE TABLE mine (id int)"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            execute(sql)
