"""Contents of creators land under them: found by handle or name, made where nobody knows them."""

from datetime import date

import pytest

from audit.actors import COMMAND_LINE
from audit.models import AuditEntry
from campaigns.imports.services import load_reading
from campaigns.models import Content, Creator, Import, Tagging
from campaigns.readers import ContentRow, Grain, Reading
from clients.models import NetworkAccount

DAY = date(2026, 6, 30)


def a_row(key: str, *, name: str = "", handle: str = "", line: int = 2) -> ContentRow:
    return ContentRow(
        line=line,
        external_id=key,
        natural_key=key,
        title="",
        url="",
        published_at=None,
        published_on=date(2026, 6, 1),
        format="video",
        duration_s=None,
        followers_at_publish=None,
        captured_on=None,
        values={"views": 100},
        derived=frozenset(),
        capped=frozenset(),
        notices=(),
        creator_name=name,
        creator_handle=handle,
    )


@pytest.fixture
def load(in_north):
    def run(*rows: ContentRow, write: bool = True) -> Import:
        reading = Reading("douyin.star.orders", "douyin", Grain.CONTENT, rows, (), {}, (), DAY, DAY, "utf-8")
        upload = Import.objects.create(
            account_id=in_north.aurora_account,
            file_name="orders.csv",
            sha256="0" * 64,
            captured_on=DAY,
            created_by="Bob",
            state="running",
        )
        load_reading(upload, reading, actor=COMMAND_LINE, write=write)
        return upload

    return run


@pytest.fixture
def network(in_north):
    return NetworkAccount.objects.get(id=in_north.aurora_account).network


def creator_of(key: str) -> Creator:
    return Content.objects.get(key=key).creator


def test_a_creator_whom_nobody_knows_is_made_once_for_all_contents(load, network):
    load(a_row("1", name="Mika", handle="mika.x"), a_row("2", name="Mika", handle="@Mika.X", line=3))
    assert creator_of("1") == creator_of("2")
    made = Creator.objects.get()
    assert (made.name, made.handle, made.network) == ("Mika", "mika.x", network)
    assert AuditEntry.objects.get(action="creator.created").object_id == made.id


def test_a_known_creator_is_found_by_handle_and_by_name(load, network):
    by_handle = Creator.objects.create(name="M.", network=network, handle="@mika.x")
    by_name = Creator.objects.create(name="Noor", network=network)
    load(a_row("1", name="Mika", handle="MIKA.X"), a_row("2", name="noor", handle="noor.9", line=3))
    assert (creator_of("1"), creator_of("2")) == (by_handle, by_name)


def test_a_name_finds_nobody_of_another_handle_or_network(load, network):
    Creator.objects.create(name="Mika", network=network, handle="mika.one")
    Creator.objects.create(name="Noor", network="weibo")
    load(a_row("1", name="Mika", handle="mika.two"), a_row("2", name="Noor", line=3))
    assert creator_of("1").handle == "mika.two"
    assert creator_of("2").network == network
    assert Creator.objects.count() == 4


def test_the_same_file_again_changes_nothing(load):
    first, again = load(a_row("1", name="Mika")), load(a_row("1", name="Mika"))
    assert (first.counts["new"], again.counts["unchanged"]) == (1, 1)
    assert Creator.objects.count() == 1
    assert Tagging.objects.count() == 1


def test_a_creator_that_somebody_chose_stays(load, network):
    load(a_row("1"))
    chosen = Creator.objects.create(name="Noor", network=network)
    Content.objects.filter(key="1").update(creator=chosen)
    load(a_row("1", name="Mika"))
    assert creator_of("1") == chosen


def test_a_preview_makes_nobody(load):
    assert load(a_row("1", name="Mika"), write=False).state == "previewed"
    assert not Creator.objects.exists()


def test_contents_of_the_account_itself_have_no_creator(load):
    load(a_row("1"), a_row("2", name="-", handle="", line=3))
    assert (creator_of("1"), creator_of("2")) == (None, None)
    assert not Creator.objects.exists()


def test_creators_of_many_rows_are_looked_up_in_one_query(load, django_assert_max_num_queries):
    load(*(a_row(str(at), name=f"Maker {at}", handle=f"maker{at}", line=at + 2) for at in range(50)))
    again = [a_row(str(at), name=f"MAKER {at}", handle=f"@Maker{at}", line=at + 2) for at in range(50)]
    with django_assert_max_num_queries(45):
        load(*again)
    assert Creator.objects.count() == 50
