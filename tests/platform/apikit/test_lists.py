"""Lists: pages, order, filters, members and expansion."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.context import in_agency
from clients.models import Brand
from tests.people import World

START = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def alice(api: Any) -> Any:
    return api("alice")


@pytest.fixture
def seven(db: None, world: World) -> list[str]:
    """Seven things named a to g, older than all others; pairs share a time of creation, every other is archived."""
    del db
    with in_agency(world.north):
        for index, name in enumerate("abcdefg"):
            Brand.objects.create(
                name=name,
                industry="odd" if index % 2 else "even",
                created_at=START + timedelta(days=index // 2),
                archived_at=START + timedelta(days=index // 4) if index % 2 else None,
            )
    return list("abcdefg")


def walk(client: Any, path: str) -> Iterator[list[str]]:
    """Follow the cursor to the end, page by page."""
    cursor = ""
    while True:
        page = client.get(path + cursor).json()
        yield [item["name"] for item in page["items"]]
        if page["next_cursor"] is None:
            return
        cursor = f"&cursor={quote(page['next_cursor'])}"


def refused(response: Any, code: str) -> list[str]:
    body = response.json()
    assert (response.status_code, body["code"]) == (400, code)
    return [error["pointer"] for error in body["errors"]]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
@pytest.mark.parametrize(
    "sort", ["", "&sort=name", "&sort=-name", "&sort=archived_at", "&sort=-archived_at", "&sort=-industry,archived_at"]
)
def test_pages_of_any_size_give_every_thing_once_in_one_order(
    alice: Any, seven: list[str], sort: str, limit: int
) -> None:
    older = f"&created_at__gte={quote(START.isoformat())}"
    whole = [name for page in walk(alice, f"/things?limit=200{sort}{older}") for name in page]
    pages = list(walk(alice, f"/things?limit={limit}{sort}{older}"))
    assert [name for page in pages for name in page] == whole
    assert set(seven) <= set(whole)
    assert all(len(page) == limit for page in pages[:-1])


def test_a_list_is_oldest_first_unless_sorted(alice: Any, seven: list[str]) -> None:
    assert [name for page in walk(alice, "/things?limit=3") for name in page][:7] == seven


def test_what_has_no_value_comes_last_and_first_when_turned_around(alice: Any, seven: list[str]) -> None:
    up = [name for page in walk(alice, "/things?limit=2&sort=archived_at,name") for name in page if name in seven]
    down = [name for page in walk(alice, "/things?limit=2&sort=-archived_at,name") for name in page if name in seven]
    assert up == ["b", "d", "f", "a", "c", "e", "g"]
    assert down == ["a", "c", "e", "g", "f", "b", "d"]


def test_rows_that_come_and_go_neither_skip_nor_repeat_the_others(alice: Any, seven: list[str], world: World) -> None:
    first = alice.get("/things?limit=3&sort=name").json()
    with in_agency(world.north):
        Brand.objects.filter(name="b").delete()
        Brand.objects.create(name="bb")
        Brand.objects.create(name="dd")
    second = alice.get(f"/things?limit=200&sort=name&cursor={quote(first['next_cursor'])}").json()
    seen = [item["name"] for item in [*first["items"], *second["items"]]]
    assert [name for name in seen if name not in {"bb", "Aurora"}] == ["a", "b", "c", "d", "dd", "e", "f", "g"]


def test_the_next_page_is_linked(alice: Any, seven: list[str]) -> None:
    response = alice.get("/things?limit=2&name=a&name=b&name=c")
    link = response.headers["Link"]
    assert link.startswith("</api/v1/things?limit=2&name=a&name=b&name=c&cursor=")
    assert link.endswith('>; rel="next"')
    target = link.partition(">")[0].removeprefix("</api/v1")
    assert [item["name"] for item in alice.get(target).json()["items"]] == ["c"]


def test_a_large_limit_counts_as_the_largest(alice: Any, seven: list[str]) -> None:
    assert len(alice.get("/things?limit=100000").json()["items"]) >= len(seven)


@pytest.mark.parametrize("limit", ["0", "-1", "x", "", "1.5", "٣", "1&limit=2"])
def test_a_limit_that_is_no_number_from_one_up_is_refused(alice: Any, limit: str) -> None:
    assert refused(alice.get(f"/things?limit={limit}"), "bad_limit") == ["?limit"]


@pytest.mark.parametrize("cursor", ["x", "", "eyJhIjoxfQ:abc", "a:b:c"])
def test_a_cursor_that_is_not_ours_is_refused(alice: Any, cursor: str) -> None:
    assert refused(alice.get(f"/things?cursor={cursor}"), "bad_cursor") == ["?cursor"]


def test_a_cursor_is_good_for_its_own_query_only(alice: Any, seven: list[str]) -> None:
    cursor = quote(alice.get("/things?limit=1&sort=name").json()["next_cursor"])
    assert alice.get(f"/things?limit=5&sort=name&fields=name&cursor={cursor}").status_code == 200
    for other in ("/things?sort=-name", "/things?sort=name&name=a", "/things?limit=1", "/parts?limit=1"):
        joint = "&" if "?" in other else "?"
        refused(alice.get(f"{other}{joint}cursor={cursor}"), "cursor_mismatch")


@pytest.mark.parametrize("sort", ["currency", "name,name", "", "name,,industry", "--name", "name&sort=industry"])
def test_an_order_that_is_not_offered_is_refused(alice: Any, sort: str) -> None:
    assert refused(alice.get(f"/things?sort={sort}"), "bad_sort") == ["?sort"]


def test_values_of_one_filter_are_alternatives_and_filters_add_up(alice: Any, seven: list[str]) -> None:
    def names(query: str) -> list[str]:
        return [item["name"] for item in alice.get(f"/things?{query}").json()["items"]]

    assert names("name=a&name=d") == ["a", "d"]
    assert names("name=a&name=d&industry=odd") == ["d"]
    assert names("industry=odd&archived=true") == ["b", "d", "f"]
    assert names("name=a&archived=true") == []


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("created_at__gte=yesterday", "?created_at__gte"),
        ("archived=maybe", "?archived"),
        ("archived=true&archived=false", "?archived"),
        ("name=", "?name"),
        ("name=a%00b", "?name"),
    ],
)
def test_a_filter_value_that_cannot_be_read_is_refused(alice: Any, query: str, pointer: str) -> None:
    assert refused(alice.get(f"/things?{query}"), "bad_parameter") == [pointer]


def test_a_parameter_that_is_not_known_is_refused_and_named(alice: Any) -> None:
    assert refused(alice.get("/things?colour=red&name=a&size=1"), "unknown_parameter") == ["?colour", "?size"]
    assert refused(alice.get("/things?expand=brand"), "unknown_parameter") == ["?expand"]


def test_only_the_members_that_are_asked_for_come(alice: Any, seven: list[str], world: World) -> None:
    assert alice.get("/things?fields=name,version&name=a").json()["items"] == [{"name": "a", "version": 1}]
    assert alice.get(f"/things/{world.aurora}?fields=name").json() == {"name": "Aurora"}
    assert refused(alice.get("/things?fields=name,internal_notes"), "bad_fields") == ["?fields"]


def test_an_expansion_puts_the_related_thing_in_place_of_its_id(alice: Any, world: World) -> None:
    plain = alice.get("/parts?limit=1").json()["items"][0]
    full = alice.get("/parts?limit=1&expand=thing").json()["items"][0]
    assert plain["thing"] == str(world.aurora)
    assert (full["thing"]["id"], full["thing"]["name"]) == (str(world.aurora), "Aurora")
    assert refused(alice.get("/parts?expand=agency"), "bad_expand") == ["?expand"]


def test_an_expansion_costs_no_query_a_row(alice: Any, world: World) -> None:
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert alice.get(path).status_code == 200
        return len(captured)

    alice.get("/parts")  # her credential is resolved and remembered
    assert queries("/parts?expand=thing") == queries("/parts")


def test_a_sub_list_is_paged_too(alice: Any, world: World) -> None:
    page = alice.get(f"/things/{world.aurora}/parts?limit=1").json()
    assert [item["id"] for item in page["items"]] == [str(world.aurora_account)]
    assert page["next_cursor"] is None
    assert refused(alice.get(f"/things/{world.aurora}/parts?sort=name"), "unknown_parameter") == ["?sort"]
