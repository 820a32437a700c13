"""The state of an agency's data has another name after whatever may change a result, and the same otherwise."""

import pytest
from django.conf import settings
from django.db import connection, transaction

from agencies.backend.written import tables_written
from agencies.changes import KEPT
from agencies.context import in_agency
from clients.models import Brand
from kpis.models import DataChange
from kpis.results.versions import data_version


@pytest.fixture
def version(db, world):
    """Name the state of north's data, as another request sees it."""

    def run(agency=world.north):
        with in_agency(agency):
            return data_version()

    return run


@pytest.fixture
def runs(db, world):
    """Run a statement in a context of its own."""

    def run(statement):
        with in_agency(world.north), connection.cursor() as cursor:
            cursor.execute(statement)

    return run


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE campaigns_adday SET captured_on = captured_on",
        "DELETE FROM campaigns_contentsnapshot WHERE content_id IS NULL",
        "INSERT INTO kpis_exchangerate SELECT * FROM kpis_exchangerate WHERE false",
        "WITH found AS (SELECT id FROM clients_brand) UPDATE clients_brand SET version = 2 WHERE id IN (TABLE found)",
        "WITH changed AS (UPDATE clients_brand SET version = 2 RETURNING id) SELECT count(*) FROM changed",
        "\n  update only clients_brand set version = 2",
    ],
)
def test_whatever_is_written_is_noted(version, runs, statement):
    before = version()
    runs(statement)
    assert version() != before
    assert version() == version()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM clients_brand",
        "SELECT id FROM clients_brand FOR UPDATE",
        "WITH updates AS (SELECT updated_at FROM clients_brand) SELECT * FROM updates",
        "CREATE TEMPORARY TABLE passing (id int) ON COMMIT DROP",
        "UPDATE campaigns_importwork SET upload_id = upload_id",
        "INSERT INTO audit_auditentry SELECT * FROM audit_auditentry WHERE false",
    ],
)
def test_what_changes_no_result_is_not(version, runs, statement):
    before = version()
    runs(statement)
    assert version() == before


def test_tables_are_named_whoever_writes_them_how():
    assert tables_written('INSERT INTO "clients_brand" ("id") VALUES (%s)') == {"clients_brand"}
    assert tables_written("INSERT INTO a SELECT * FROM b ON CONFLICT (id) DO UPDATE SET id = 1") == {"a"}
    assert tables_written("WITH x AS (DELETE FROM a RETURNING *) INSERT INTO b TABLE x") == {"a", "b"}
    assert tables_written("COPY campaigns_content (id) FROM STDIN") == {"campaigns_content"}
    assert tables_written("TRUNCATE TABLE ONLY a") == {"a"}
    assert tables_written("SELECT id FROM a FOR UPDATE OF a SKIP LOCKED") == frozenset()


def test_what_is_rolled_back_never_happened(version, world):
    before = version()
    with pytest.raises(LookupError):
        _write_and_fail(world.north)
    with in_agency(world.north):
        Brand.objects.update(version=3)
        transaction.set_rollback(True)
    assert version() == before


def _write_and_fail(agency):
    with in_agency(agency):
        Brand.objects.update(version=2)
        raise LookupError


def test_what_is_written_inside_is_noted_at_the_end(version, world):
    before = version()
    with in_agency(world.north):
        with in_agency(world.north):
            Brand.objects.update(version=2)
        assert data_version() == before
    assert version() != before


def test_the_notes_stay_few_and_go_on(version, runs, world):
    for _ in range(2 * KEPT + 1):
        runs("DELETE FROM clients_brand WHERE false")
    with in_agency(world.north):
        assert KEPT <= DataChange.objects.count() <= 2 * KEPT
    before = version()
    runs("DELETE FROM clients_brand WHERE false")
    assert version() != before


def test_one_agency_does_not_count_for_another(version, runs, world):
    before = version(world.south)
    runs("UPDATE clients_brand SET version = 2")
    assert version(world.south) == before


def test_every_table_that_does_not_count_exists(db, world):
    with in_agency(world.north):
        assert set(connection.introspection.table_names()) >= settings.CHANGES_NOT_NOTED.keys()
