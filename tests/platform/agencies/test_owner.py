"""The owner in one schema: statements of one round trip are all or nothing, and its tables alone are listed."""

import pytest
from django.db import DataError, ProgrammingError, connections

from agencies.context import OWNER, as_owner, run_as_owner
from agencies.errors import StockContextError
from tests.people import World

pytestmark = pytest.mark.commits

NEW_TABLE = "CREATE TABLE later (id bigint)"


def tables(schema: str) -> set[str]:
    with as_owner(schema):
        return set(connections[OWNER].introspection.table_names())


def test_statements_of_one_trip_happen_in_their_schema_and_leave_no_context(committing: World) -> None:
    north, south = committing.north.schema, committing.south.schema
    run_as_owner(north, NEW_TABLE)
    assert "later" in tables(north)
    assert "later" not in tables(south) | tables("public")
    run_as_owner(north, "DROP TABLE later")
    assert "later" not in tables(north)
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        assert cursor.fetchone() == ("public",)


def test_a_failure_at_the_end_takes_all_statements_of_the_trip_back(committing: World) -> None:
    with pytest.raises(DataError):
        run_as_owner(committing.north.schema, f"{NEW_TABLE}; SELECT 1 / 0")
    assert "later" not in tables(committing.north.schema)


def test_a_missing_table_is_told_as_such(committing: World) -> None:
    with pytest.raises(ProgrammingError, match='relation "nowhere" does not exist'):
        run_as_owner(committing.north.schema, "SELECT 1 FROM nowhere")


def test_inside_an_open_transaction_a_trip_of_its_own_is_refused(committing: World) -> None:
    with as_owner(), pytest.raises(StockContextError):
        run_as_owner(committing.north.schema, "SELECT 1")
    run_as_owner(committing.north.schema, "SELECT 1")


def test_a_schema_lists_its_own_tables_alone(committing: World) -> None:
    north = tables(committing.north.schema)
    assert {"clients_brand", "django_migrations"} <= north
    assert "agencies_agency" not in north
    assert "agencies_agency" in tables("public")
    assert "clients_brand" not in tables("public")
    assert tables("a_nowhere") == set()


def test_listing_tables_leaves_the_sessions_path_alone(committing: World) -> None:
    tables(committing.north.schema)
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SHOW search_path")
        (path,) = cursor.fetchone()
    assert committing.north.schema not in path
