"""What was built or read in one agency is of no use in another, and of none outside."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.http import StreamingHttpResponse

from agencies.context import in_agency
from apikit.guard import WrongContextError
from clients.models import Brand, NetworkAccount
from tests.people import World

pytestmark = pytest.mark.commits

LAZY_READS = {
    "read": list,
    "counted": lambda rows: rows.count(),
    "asked whether it has rows": lambda rows: rows.exists(),
    "aggregated": lambda rows: rows.aggregate(),
    "narrowed and read": lambda rows: list(rows.filter(name="Aurora")),
    "sliced": lambda rows: list(rows[:1]),
    "asked for one": lambda rows: rows.first(),
    "iterated": lambda rows: list(rows.iterator()),
    "read as values": lambda rows: list(rows.values_list("name")),
    "updated": lambda rows: rows.update(industry="x"),
    "deleted": lambda rows: rows.delete(),
    "used in another query": lambda rows: list(NetworkAccount.objects.filter(brand__in=rows)),
    "joined with another query": lambda rows: list(rows.union(Brand.objects.all())),
}


@pytest.mark.parametrize("use", LAZY_READS.values(), ids=LAZY_READS.keys())
def test_a_queryset_of_one_agency_is_refused_in_another_when(committing: World, use: Any) -> None:
    with in_agency(committing.north):
        brands = Brand.objects.all()
    with in_agency(committing.south), pytest.raises(WrongContextError):
        use(brands)
    with in_agency(committing.north), transaction.atomic():
        assert set(brands.values_list("name", flat=True)) == {"Aurora", "Borealis"}


def test_rows_that_were_read_already_are_refused_too(committing: World) -> None:
    with in_agency(committing.north):
        brands = Brand.objects.all()
        assert len(brands) == 2
    with in_agency(committing.south), pytest.raises(WrongContextError):
        list(brands)
    with pytest.raises(WrongContextError):
        list(brands)


def test_an_iterator_begun_in_one_agency_is_not_read_on_in_another(committing: World) -> None:
    with in_agency(committing.north):
        begun, not_begun = Brand.objects.iterator(), Brand.objects.iterator()
        next(begun)
    for rows in (begun, not_begun):
        with in_agency(committing.south), pytest.raises(WrongContextError):
            next(rows)


def test_a_queryset_built_outside_belongs_to_the_agency_that_reads_it_first(committing: World) -> None:
    brands = Brand.objects.order_by("name")
    with in_agency(committing.south):
        assert [brand.id for brand in brands] == [committing.southern]
    with in_agency(committing.north), pytest.raises(WrongContextError):
        list(brands)


def test_raw_queries_are_refused_since_they_are_read_whenever_somebody_looks(committing: World) -> None:
    with in_agency(committing.north), pytest.raises(WrongContextError):
        Brand.objects.raw("SELECT * FROM clients_brand")


@pytest.mark.parametrize(
    "use",
    [
        lambda brand: brand.save(),
        lambda brand: brand.save(update_fields=["name"]),
        lambda brand: brand.delete(),
        lambda brand: brand.refresh_from_db(),
        lambda brand: Brand.objects.bulk_create([brand]),
    ],
    ids=["saved", "saved in part", "deleted", "read again", "inserted with others"],
)
def test_a_row_of_one_agency_is_refused_in_another_when(committing: World, use: Any) -> None:
    with in_agency(committing.north):
        brand = Brand.objects.get(id=committing.aurora)
    with in_agency(committing.south), pytest.raises(WrongContextError):
        use(brand)
    with in_agency(committing.south):
        assert Brand.objects.count() == 1


def test_a_copy_of_another_agencys_row_is_refused_too(committing: World) -> None:
    with in_agency(committing.north):
        brand = Brand.objects.get(id=committing.aurora)
    brand.pk = None
    with in_agency(committing.south), pytest.raises(WrongContextError):
        brand.save()


def test_a_row_made_with_others_stays_its_agencys(committing: World) -> None:
    with in_agency(committing.north):
        (made,) = Brand.objects.bulk_create([Brand(name="One of many")])
        transaction.set_rollback(True)
    with in_agency(committing.south), pytest.raises(WrongContextError):
        made.save()


def test_the_relations_of_another_agencys_row_find_nothing(committing: World) -> None:
    with in_agency(committing.north):
        brand = Brand.objects.get(id=committing.aurora)
        account = NetworkAccount.objects.get(id=committing.aurora_account)
    with in_agency(committing.south):
        assert list(brand.accounts.all()) == []
        with pytest.raises(Brand.DoesNotExist):
            _ = account.brand


def test_a_row_that_points_into_another_agency_cannot_be_kept(committing: World) -> None:
    with in_agency(committing.north):
        brand = Brand.objects.get(id=committing.aurora)
    with pytest.raises(IntegrityError), in_agency(committing.south):
        NetworkAccount.objects.create(brand=brand, network="tiktok", kind="standard", handle="lost")


def test_outside_every_agency_a_table_is_refused_by_name(committing: World) -> None:
    with pytest.raises(ProgrammingError, match="no agency's context is open"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM clients_brand")


def test_a_body_that_streams_after_its_context_is_refused_instead_of_read_elsewhere(committing: World) -> None:
    def lines() -> Iterator[bytes]:
        for brand in Brand.objects.all():
            yield brand.name.encode()

    with in_agency(committing.north):
        stored = Brand.objects.order_by("name")
        unread = StreamingHttpResponse(lines())
        spooled = StreamingHttpResponse(iter([brand.name.encode() for brand in stored]))
    with pytest.raises(WrongContextError):
        unread.getvalue()
    assert spooled.getvalue() == b"AuroraBorealis"
