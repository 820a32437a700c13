"""New contents come in bulk: as they are described, none twice, and with a word on how far it is."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from audit.models import AuditEntry
from campaigns.imports.contents import contents_for
from campaigns.imports.new_contents import BLOCK, make_contents
from campaigns.models import Content, Creator, Import
from campaigns.progress import TOLD_EVERY, Stage, Stopped
from campaigns.readers import ContentRow
from clients.models import NetworkAccount
from tests.campaigns.imports.test_creators import DAY, a_row

ODD = 'Tea\tand "cake", {braces}, a \\ and \\N\r\nof two lines 🍵 \\.'


class Notes:
    def __init__(self) -> None:
        self.told: list[tuple[Stage, int, int]] = []

    def reached(self, stage: Stage, done: int, of: int = 0) -> None:
        self.told.append((stage, done, of))

    def settle(self) -> None: ...


class Unwanted(Notes):
    def reached(self, stage: Stage, done: int, of: int = 0) -> None:
        raise Stopped


@pytest.fixture
def upload(in_north):
    return Import.objects.create(
        account=NetworkAccount.objects.get(id=in_north.aurora_account),
        file_name="notes.csv",
        sha256="0" * 64,
        captured_on=DAY,
        created_by="Bob",
        state="running",
    )


def rows_of(count: int, **said: object) -> list[ContentRow]:
    return [a_row(f"new-{at}", line=at + 2)._replace(**said) for at in range(count)]


def test_a_new_content_says_what_the_file_says_of_it(upload):
    row = a_row("1")._replace(
        title=ODD,
        url="https://notes.example/1?a=b&c=%09",
        published_at=datetime(2026, 6, 1, 8, 30, tzinfo=UTC),
        duration_s=Decimal("12.3456"),
        followers_at_publish=15_000,
        hashtags=('qu"ote', "back\\slash", "com,ma", "{brace}", "NULL", "茶"),
    )
    ids = contents_for(upload, [row], write=True)
    made = Content.objects.get(id=ids["1"])
    assert (made.account_id, made.key, made.external_id) == (upload.account_id, "1", "1")
    assert (made.title, made.url, made.format) == (ODD, row.url, "video")
    assert (made.published_on, made.published_at) == (row.published_on, row.published_at)
    assert (made.duration_s, made.followers_at_publish) == (Decimal("12.346"), 15_000)
    assert made.hashtags == list(row.hashtags)
    assert (made.category, made.hook, made.sound, made.boosted, made.disclosed) == ("", "", "", None, None)
    assert (made.version, made.campaign, made.creator) == (1, None, None)
    assert made.created_at == made.updated_at


def test_what_a_file_leaves_blank_stays_blank(upload):
    row = a_row("1")._replace(external_id=None, published_on=None)
    made = Content.objects.get(id=contents_for(upload, [row], write=True)["1"])
    assert (made.external_id, made.title, made.url) == ("", "", "")
    assert (made.published_on, made.published_at, made.duration_s, made.followers_at_publish) == (None,) * 4
    assert made.hashtags == []


def test_more_contents_than_a_block_holds_are_made_once_each(upload):
    rows = rows_of(BLOCK + 3, category="tea")
    ids = contents_for(upload, rows, write=True)
    assert Content.objects.filter(account=upload.account_id, category="tea").count() == BLOCK + 3
    assert contents_for(upload, rows, write=True) == ids


def test_it_is_told_how_far_the_making_and_the_tagging_are(upload):
    notes = Notes()
    of = BLOCK + 3
    contents_for(upload, rows_of(of, category="tea"), write=True, watch=notes)
    made = [(Stage.MEETING, done, of) for done in (0, BLOCK)]
    assert notes.told == made + [(Stage.TAGGING, done, of) for done in range(0, of, TOLD_EVERY)]


def test_an_unwanted_import_stops_before_its_contents_are_made(upload):
    with pytest.raises(Stopped):
        contents_for(upload, rows_of(1), write=True, watch=Unwanted())
    assert not Content.objects.filter(key="new-0").exists()


def test_a_hundred_new_contents_ask_no_more_than_one(upload, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        contents_for(upload, rows_of(100), write=True)


def test_many_new_creators_are_told_of_one_by_one_and_written_at_once(upload, django_assert_max_num_queries):
    rows = [row._replace(creator_name=f"Maker {row.line}", creator_handle=f"m{row.line}") for row in rows_of(100)]
    with django_assert_max_num_queries(20):
        contents_for(upload, rows, write=True)
    told = AuditEntry.objects.filter(action="creator.created")
    assert {entry.object_id: entry.changes["handle"] for entry in told} == dict(
        Creator.objects.values_list("id", "handle")
    )
    assert told.count() == 100


def test_what_somebody_made_meanwhile_under_a_key_stays_as_it_is(upload):
    by_hand = Content.objects.create(account=upload.account, key="1", title="By hand")
    row = {
        "external_id": "1",
        "title": "From the file",
        "url": "",
        "published_on": None,
        "published_at": None,
        "format": "video",
        "duration_s": None,
        "followers_at_publish": None,
        "hashtags": [],
    }
    assert set(make_contents(upload.account, {"1": row, "2": row})) == {"2"}
    assert Content.objects.get(key="1").title == by_hand.title
