"""KPIs defined at once, with real commits: one has the key, and the others are told so by field."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.racing import Arena, at_once, committed_agency

pytestmark = pytest.mark.commits


@pytest.fixture(scope="module")
def arena(world: Any, django_db_blocker: Any) -> Iterator[Arena]:
    with django_db_blocker.unblock(), committed_agency("formulas") as agency:
        yield Arena(agency)


@pytest.mark.parametrize("key", ["talk", "talk_rate", "likes_a_view"])
def test_of_many_that_define_one_key_one_does(arena: Arena, key: str) -> None:
    body = {"key": key, "names": {"en": key}, "networks": ["tiktok"], "direction": "higher", "formula": "likes / views"}
    answers = at_once(*[lambda: arena.client().post("/kpis", body)] * 4)
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]
    refused = [answer.json() for answer in answers if answer.status_code == 422]
    assert {answer["code"] for answer in refused} == {"validation_failed"}
    assert [{(error["pointer"], error["code"]) for error in answer["errors"]} for answer in refused] == [
        {("#/key", "key_taken")}
    ] * 3
