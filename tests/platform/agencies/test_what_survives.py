"""Nothing of a context outlives its transaction: not the role, not the path, not the agency, on any way out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import DatabaseError, DataError, InternalError, ProgrammingError, connection, transaction

from agencies.context import as_owner, as_resolver, at_the_door, current_agency, in_agency
from agencies.errors import AgencySwitchError, StockContextError
from agencies.references import AgencyRef
from apikit.guard import WrongContextError
from clients.models import Brand
from tests.people import World

pytestmark = pytest.mark.commits
OUTSIDE = ("yardstick_app", '"$user", public', "")


def state() -> tuple[str, str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, current_setting('search_path'),"
            " coalesce(current_setting('yardstick.agency', true), '')"
        )
        return tuple(cursor.fetchone())


def of(agency: AgencyRef) -> tuple[str, str, str]:
    return (agency.schema, f"{agency.schema}, public", str(agency.id))


def divide_by_zero() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


def test_a_commit_ends_role_path_and_agency(committing: World) -> None:
    with in_agency(committing.north):
        assert state() == of(committing.north)
    assert state() == OUTSIDE
    assert current_agency() is None


@pytest.mark.parametrize("context", [at_the_door, as_resolver])
def test_the_door_and_the_resolver_leave_nothing_either(committing: World, context: Callable[[], Any]) -> None:
    with context():
        assert state()[0].startswith("yardstick_")
        assert state()[0] != "yardstick_app"
    assert state() == OUTSIDE


def test_an_exception_ends_role_path_and_agency(committing: World) -> None:
    with pytest.raises(LookupError), in_agency(committing.north):
        raise LookupError
    assert state() == OUTSIDE
    assert current_agency() is None


def test_a_failed_statement_ends_role_path_and_agency(committing: World) -> None:
    with pytest.raises(DataError), in_agency(committing.north):
        divide_by_zero()
    assert state() == OUTSIDE


def test_after_a_swallowed_error_nothing_more_can_be_asked_in_that_context(committing: World) -> None:
    with in_agency(committing.north):
        with pytest.raises(DataError):
            divide_by_zero()
        with pytest.raises(InternalError):
            Brand.objects.count()
    assert state() == OUTSIDE
    with in_agency(committing.south):
        assert Brand.objects.get().id == committing.southern


def test_a_rollback_asked_for_inside_ends_the_context_too(committing: World) -> None:
    with in_agency(committing.north):
        Brand.objects.create(name="Never kept")
        transaction.set_rollback(True)
    assert state() == OUTSIDE
    with in_agency(committing.north):
        assert not Brand.objects.filter(name="Never kept").exists()


def test_a_lost_connection_is_an_error_and_the_next_context_has_a_new_one(committing: World) -> None:
    with pytest.raises(DatabaseError), in_agency(committing.north):  # noqa: PT012 - the context's end is part of what raises
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (backend,) = cursor.fetchone()
        with as_owner_of_the_server() as server:
            server.execute("SELECT pg_terminate_backend(%s)", [backend])
        Brand.objects.count()
    assert current_agency() is None
    connection.close_if_unusable_or_obsolete()
    with in_agency(committing.south):
        assert Brand.objects.get().id == committing.southern


def as_owner_of_the_server() -> Any:
    import psycopg

    from config.databases import server_login
    from config.environment import environment

    return psycopg.connect(**server_login(environment()), autocommit=True)


def test_a_commit_in_raw_sql_ends_the_agency_at_once(committing: World) -> None:
    with in_agency(committing.north), connection.cursor() as cursor:
        cursor.execute("COMMIT")
        with pytest.raises(ProgrammingError):
            cursor.execute("SELECT * FROM clients_brand")
    assert state() == OUTSIDE


def test_contexts_one_after_the_other_in_one_longer_transaction_each_end_where_they_end(committing: World) -> None:
    with transaction.atomic():
        for agency in (committing.north, committing.south):
            with in_agency(agency):
                assert state() == of(agency)
            assert state() == ("yardstick_app", "public", "")
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT * FROM clients_brand")
    assert state() == OUTSIDE


def test_a_failure_inside_a_longer_transaction_ends_the_context_too(committing: World) -> None:
    with transaction.atomic():
        with pytest.raises(DataError), in_agency(committing.north):
            divide_by_zero()
        assert state() == OUTSIDE
        with in_agency(committing.south):
            assert state() == of(committing.south)


def test_a_nested_context_of_the_same_agency_is_a_savepoint(committing: World) -> None:
    with in_agency(committing.north):
        with pytest.raises(LookupError), in_agency(committing.north):  # noqa: PT012 - the context's end is part of what raises
            Brand.objects.create(name="Never kept")
            raise LookupError
        assert state() == of(committing.north)
        assert not Brand.objects.filter(name="Never kept").exists()


@pytest.mark.parametrize("context", [at_the_door, as_resolver])
def test_an_agency_is_not_left_by_way_of_the_door(committing: World, context: Callable[[], Any]) -> None:
    with in_agency(committing.north):
        with pytest.raises(AgencySwitchError), context():
            pass
        assert state() == of(committing.north)


def test_an_owner_in_one_agency_does_not_step_into_another(committing: World) -> None:
    with as_owner(committing.north.schema), pytest.raises(AgencySwitchError), as_owner(committing.south.schema):
        pass


def test_a_context_that_cannot_be_set_is_an_error_and_runs_nothing(committing: World) -> None:
    nowhere = AgencyRef(id=committing.north.id, slug="nowhere", name="Nowhere", schema="a_" + "q" * 20)
    ran = []
    with pytest.raises(DatabaseError, match="role"), in_agency(nowhere):
        ran.append("inside")
    assert ran == []
    assert current_agency() is None
    assert state() == OUTSIDE


def test_a_context_without_a_transaction_is_refused(committing: World) -> None:
    with pytest.raises(StockContextError):
        connection.enter(schema=committing.north.schema, role=committing.north.schema, agency=committing.north)


def test_a_new_thread_starts_outside_every_agency(committing: World) -> None:
    def elsewhere() -> list[object]:
        seen: list[object] = [current_agency(), state()]
        with pytest.raises(WrongContextError):
            Brand.objects.count()
        connection.close()
        return seen

    with in_agency(committing.north), ThreadPoolExecutor(1) as pool:
        assert pool.submit(elsewhere).result() == [None, OUTSIDE]
        assert state() == of(committing.north)


def test_statements_are_not_prepared_so_that_a_plan_of_one_agency_never_serves_another(committing: World) -> None:
    for agency in (committing.north, committing.south) * 8:
        with in_agency(agency):
            assert Brand.objects.count() == (2 if agency == committing.north else 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone() == (0,)
