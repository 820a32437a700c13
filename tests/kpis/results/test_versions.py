"""The version of the data: whatever may change a result changes it, and nothing else that happens often does."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection, transaction

from agencies.context import in_agency
from clients.models import Brand, NetworkAccount
from kpis.models import DataChange
from kpis.results.versions import data_version

NUMBERS_KEPT = 1000
NOT_COUNTED = {
    "apikit_idempotencyrecord": "answers that were given",
    "audit_auditentry": "what was done, told where it is done",
    "campaigns_adlabel": "rules by which ad units get their campaign, which they then have",
    "campaigns_closedperiod": "what may not be written any more",
    "campaigns_collectionplan": "what is to come",
    "campaigns_columnmapping": "how files are read",
    "campaigns_columnmappingversion": "how files are read",
    "campaigns_evidencefile": "pictures",
    "campaigns_handedfile": "files that wait",
    "campaigns_importfilepart": "files that wait",
    "campaigns_importrow": "what became of each line of an import",
    "campaigns_importwork": "how far a load is, written every second",
    "campaigns_manualevidence": "pictures",
    "campaigns_reminderanswer": "who was reminded",
    "campaigns_reminderletter": "who was reminded",
    "campaigns_tagchange": "how tags became what they are",
    "campaigns_tagrule": "rules by which contents get their tags, which they then have",
    "campaigns_uploadlink": "who may hand files in",
    "clients_agencyexport": "archives",
    "clients_brandaccess": "who may see what, which pages are kept by",
    "clients_retentionchoice": "what is to be deleted",
    "kpis_datachange": "the numbers themselves",
    "kpis_report": "results that were frozen",
}


def counted_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname = 'note_data_change' AND c.relnamespace = current_schema()::regnamespace"
        )
        return {name for (name,) in cursor.fetchall()}


def tables_of_agencies() -> set[str]:
    of_agencies = ("apikit", "audit", "clients", "campaigns", "kpis")
    return {model._meta.db_table for label in of_agencies for model in apps.get_app_config(label).get_models()}


@pytest.fixture
def changes(in_north) -> Callable[[Callable[[], object]], bool]:
    """Tell whether something changes the version."""

    def run(work: Callable[[], object]) -> bool:
        before = data_version()
        work()
        return data_version() != before

    return run


def test_every_table_is_counted_or_said_to_change_no_result(in_north):
    assert counted_tables() == tables_of_agencies() - NOT_COUNTED.keys()
    assert tables_of_agencies() > NOT_COUNTED.keys()


def test_every_way_of_writing_is_counted(in_north, changes):
    def run(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    assert changes(lambda: run("UPDATE campaigns_adday SET captured_on = captured_on"))
    assert changes(lambda: run("DELETE FROM campaigns_contentsnapshot WHERE content_id IS NULL"))
    assert changes(lambda: run("INSERT INTO kpis_exchangerate SELECT * FROM kpis_exchangerate WHERE false"))
    assert changes(lambda: Brand.objects.update(version=2))
    assert not changes(lambda: list(NetworkAccount.objects.all()))
    assert not changes(lambda: run("UPDATE campaigns_importwork SET upload_id = upload_id"))


def test_what_is_rolled_back_never_happened(in_north, changes):
    def try_and_fail() -> None:
        with transaction.atomic():
            Brand.objects.update(version=2)
            transaction.set_rollback(True)

    assert not changes(try_and_fail)
    assert changes(lambda: Brand.objects.update(version=2))


def test_the_numbers_stay_few_and_go_on(in_north, changes):
    for _ in range(2 * NUMBERS_KEPT + 1):
        Brand.objects.update(version=2)
    assert NUMBERS_KEPT <= DataChange.objects.count() <= 2 * NUMBERS_KEPT
    assert changes(lambda: Brand.objects.update(version=2))


def test_one_agency_does_not_count_for_another(db, world):
    with in_agency(world.north):
        before = data_version()
    with in_agency(world.south):
        Brand.objects.update(version=2)
    with in_agency(world.north):
        assert data_version() == before
