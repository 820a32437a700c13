"""An agency's context: what it opens, what it refuses, and that nothing survives it."""

from threading import Thread

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from agencies.context import current_agency, forget, in_agency, remembered
from agencies.errors import AgencySwitchError
from apikit.guard import WrongContextError
from clients.models import Brand
from tests.conftest import Api


def test_a_context_shows_the_agencys_rows_and_no_others(in_north):
    assert set(Brand.objects.values_list("name", flat=True)) == {"Aurora", "Borealis"}


def test_a_switch_inside_a_context_is_refused(in_north):
    with pytest.raises(AgencySwitchError), in_agency(in_north.south):
        pass
    assert current_agency() == in_north.north


def test_the_same_agency_may_be_opened_inside_itself(in_north):
    with in_agency(in_north.north):
        assert Brand.objects.count() == 2
    assert Brand.objects.count() == 2


@pytest.mark.django_db
def test_outside_a_context_an_agencys_rows_cannot_be_asked_for(world):
    with pytest.raises(WrongContextError):
        Brand.objects.count()
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM clients_brand")


@pytest.mark.django_db
def test_a_lazy_queryset_is_refused_in_another_agency(world):
    with in_agency(world.north):
        brands = Brand.objects.all()
    with in_agency(world.south), pytest.raises(WrongContextError):
        list(brands)


@pytest.mark.django_db
def test_an_instance_of_another_agency_cannot_be_saved(world):
    with in_agency(world.north):
        brand = Brand.objects.get(id=world.aurora)
    with in_agency(world.south), pytest.raises(WrongContextError):
        brand.save()


def test_qualified_sql_into_another_agency_is_denied(in_north):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT * FROM {in_north.south.schema}.clients_brand")


def test_users_and_other_agencies_members_are_out_of_reach(in_north):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM people_user")
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT agency_id FROM people_membership")
        assert cursor.fetchall() == [(in_north.north.id,)]


def names_of_brands() -> list[str]:
    return sorted(Brand.objects.values_list("name", flat=True))


@pytest.mark.django_db
def test_what_is_remembered_ends_with_the_context_and_is_never_another_agencys(world, django_assert_num_queries):
    with in_agency(world.north):
        first = remembered("brands", names_of_brands)
        with django_assert_num_queries(0):
            assert remembered("brands", names_of_brands) is first
    with in_agency(world.south):
        assert remembered("brands", names_of_brands) != first
    with in_agency(world.north):
        assert remembered("brands", names_of_brands) is not first


def test_what_is_forgotten_is_worked_out_again(in_north):
    first = remembered("brands", names_of_brands)
    forget("brands")
    assert remembered("brands", names_of_brands) is not first


def test_a_steady_context_tells_of_one_moment(committing):
    def version():
        return Brand.objects.get(id=committing.aurora).version

    def change():
        with in_agency(committing.north):
            Brand.objects.filter(id=committing.aurora).update(version=F("version") + 1)
        connection.close()

    with in_agency(committing.north, steady=True):
        before = version()
        elsewhere(change)
        assert version() == before
    with in_agency(committing.north):
        assert version() == before + 1
        Brand.objects.filter(id=committing.aurora).update(version=before)


def test_requests_that_read_are_steady(committing):
    isolations = []

    def watch(execute, sql, params, many, context):
        with context["connection"].connection.cursor() as cursor:
            isolations.append(cursor.execute("SHOW transaction_isolation").fetchone()[0])
        return execute(sql, params, many, context)

    client = Api(committing.bob)
    client.get("/brands")  # the credential is read now
    for send, isolation in ((client.get, "repeatable read"), (client.post, "read committed")):
        isolations.clear()
        with connection.execute_wrapper(watch):
            send("/brands")
        assert isolations[-1] == isolation


def test_requests_that_read_need_no_savepoint_and_refuse_as_ever(committing):
    client = Api(committing.bob)
    client.get("/brands")  # the credential is read now
    for send, path, status in (
        (client.get, "/brands", 200),
        (client.get, f"/brands/{committing.southern}", 404),
        (client.get, "/brands?limit=none", 400),
        (client.post, "/brands", 422),
    ):
        with CaptureQueriesContext(connection) as sent:
            assert send(path).status_code == status
        made = any(query["sql"].startswith("SAVEPOINT") for query in sent.captured_queries)
        assert made == (send == client.post), path


def test_a_reading_request_that_the_database_fails_leaves_nothing_behind(committing):
    client = Api(committing.bob)
    client.get("/brands")  # the credential is read now

    def fail(execute, sql, params, many, context):
        asked = ("SELECT 1/0", None) if "clients_brand" in sql else (sql, params)
        return execute(*asked, many, context)

    with connection.execute_wrapper(fail):
        answer = client.get("/brands")
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_value")  # as of any number past its bounds
    assert current_agency() is None
    assert client.get("/brands").status_code == 200


def elsewhere(work):
    thread = Thread(target=work)
    thread.start()
    thread.join()
