"""Taggings of the same contents at once, with real commits: nothing is lost, nobody waits forever."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from agencies.context import in_agency
from agencies.references import AgencyRef
from campaigns.models import Content
from clients.models import NetworkAccount
from tests.racing import Arena, at_once, committed_agency

pytestmark = pytest.mark.commits
ROUNDS, CONTENTS = 5, 60


class TaggingArena(Arena):
    """An arena with one account."""

    def __init__(self, agency: AgencyRef) -> None:
        super().__init__(agency)
        with in_agency(agency):
            self.account = NetworkAccount.objects.create(
                brand_id=self.brand, network="tiktok", kind="standard", handle="raced"
            )

    def contents(self) -> list[str]:
        with in_agency(self.agency):
            rows = [Content(account=self.account, key=uuid4().hex) for _ in range(CONTENTS)]
            return [str(row.id) for row in Content.objects.bulk_create(rows)]

    def post(self, path: str, body: Any = None) -> Any:
        return self.client().post(path, body)


@pytest.fixture(scope="module")
def arena(world: Any, django_db_blocker: Any) -> Iterator[TaggingArena]:
    with django_db_blocker.unblock(), committed_agency("tagging") as agency:
        yield TaggingArena(agency)


def stored(arena: TaggingArena, ids: list[str], *names: str) -> set[Any]:
    with in_agency(arena.agency):
        return set(Content.objects.filter(id__in=ids).values_list(*names))


@pytest.mark.parametrize("number", range(ROUNDS))
def test_two_taggings_of_the_same_contents_both_count(arena: TaggingArena, number: int) -> None:
    ids = arena.contents()
    answers = at_once(
        lambda: arena.post("/contents:tag", {"contents": ids, "set": {"hook": "question"}}),
        lambda: arena.post("/contents:tag", {"contents": ids[::-1], "set": {"category": "event"}}),
    )
    assert [(answer.status_code, answer.json()["changed"]) for answer in answers] == [(200, CONTENTS)] * 2
    assert stored(arena, ids, "hook", "category", "version") == {("question", "event", 3)}


@pytest.mark.parametrize("number", range(ROUNDS))
def test_one_attribute_tagged_twice_at_once_is_taken_back_step_by_step(arena: TaggingArena, number: int) -> None:
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


def test_a_tagging_is_undone_once_however_often_it_is_asked_for(arena: TaggingArena) -> None:
    ids = arena.contents()
    made = arena.post("/contents:tag", {"contents": ids, "set": {"hook": "one"}}).json()["id"]
    answers = at_once(*[lambda: arena.post(f"/taggings/{made}:undo")] * 3)
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert stored(arena, ids, "hook") == {("",)}
