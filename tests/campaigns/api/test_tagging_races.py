"""Taggings of the same contents at once, with real commits: nothing is lost, nobody waits forever."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from agencies.context import at_the_door, in_agency
from agencies.lifecycle import close
from agencies.provisioning import Founder, Founding, provision
from campaigns.models import Content
from clients.models import Brand, NetworkAccount
from people.models import Membership
from people.sessions import open_session
from tests.holders import holding
from tests.people import PASSWORD

pytestmark = pytest.mark.commits
ROUNDS, CONTENTS = 5, 60


class Arena:
    """An agency that commits, with one account; a client a thread."""

    def __init__(self, agency: Any) -> None:
        self.agency = agency
        with at_the_door():
            owner = Membership.objects.select_related("agency").get(agency_id=agency.id)
            self.token = open_session(owner).token
        with in_agency(agency):
            brand = Brand.objects.create(name="Raced", currency="EUR")
            self.account = NetworkAccount.objects.create(brand=brand, network="tiktok", kind="standard", handle="raced")

    def contents(self) -> list[str]:
        with in_agency(self.agency):
            rows = [Content(account=self.account, key=uuid4().hex) for _ in range(CONTENTS)]
            return [str(row.id) for row in Content.objects.bulk_create(rows)]

    def post(self, path: str, body: Any = None) -> Any:
        return holding(self.token).post(path, body)


@pytest.fixture(scope="module")
def arena(world: Any, django_db_blocker: Any) -> Iterator[Arena]:
    with django_db_blocker.unblock():
        slug = f"tagging-{uuid4().hex[:8]}"
        founder = Founder(email=f"owner@{slug}.example", name="owner", password=PASSWORD)
        yield Arena(provision(Founding(slug=slug, name="Tagging", founder=founder)))
        connections.close_all()
        close(slug, drop_data=True)


def at_once(*requests: Callable[[], Any]) -> list[Any]:
    """Send each request from a thread of its own at the same moment."""
    barrier = Barrier(len(requests), timeout=30)

    def run(request: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return request()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(run, requests))


def stored(arena: Arena, ids: list[str], *names: str) -> set[Any]:
    with in_agency(arena.agency):
        return set(Content.objects.filter(id__in=ids).values_list(*names))


@pytest.mark.parametrize("number", range(ROUNDS))
def test_two_taggings_of_the_same_contents_both_count(arena: Arena, number: int) -> None:
    ids = arena.contents()
    answers = at_once(
        lambda: arena.post("/contents:tag", {"contents": ids, "set": {"hook": "question"}}),
        lambda: arena.post("/contents:tag", {"contents": ids[::-1], "set": {"category": "event"}}),
    )
    assert [(answer.status_code, answer.json()["changed"]) for answer in answers] == [(200, CONTENTS)] * 2
    assert stored(arena, ids, "hook", "category", "version") == {("question", "event", 3)}


@pytest.mark.parametrize("number", range(ROUNDS))
def test_one_attribute_tagged_twice_at_once_is_taken_back_step_by_step(arena: Arena, number: int) -> None:
    ids = arena.contents()
    answers = at_once(
        lambda: arena.post("/contents:tag", {"contents": ids, "set": {"hook": "one"}}),
        lambda: arena.post("/contents:tag", {"contents": ids, "set": {"hook": "two"}}),
    )
    made = {hook: answer.json()["id"] for hook, answer in zip(("one", "two"), answers, strict=True)}
    ((standing,),) = stored(arena, ids, "hook")
    assert arena.post(f"/taggings/{made.pop(standing)}:undo").json()["restored"] == CONTENTS
    ((earlier, left),) = made.items()
    assert stored(arena, ids, "hook") == {(earlier,)}
    assert arena.post(f"/taggings/{left}:undo").json()["restored"] == CONTENTS
    assert stored(arena, ids, "hook") == {("",)}


def test_a_tagging_is_undone_once_however_often_it_is_asked_for(arena: Arena) -> None:
    ids = arena.contents()
    made = arena.post("/contents:tag", {"contents": ids, "set": {"hook": "one"}}).json()["id"]
    answers = at_once(*[lambda: arena.post(f"/taggings/{made}:undo")] * 3)
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert stored(arena, ids, "hook") == {("",)}
