"""Typed values that are taken back in two ways at once, with real commits: one wins, and nobody waits forever."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from agencies.context import in_agency
from campaigns.imports.rollup import differences
from campaigns.models import AccountDay
from tests.campaigns.api.imports.uploading import new_account
from tests.racing import Arena, at_once, committed_agency

pytestmark = pytest.mark.commits
ROUNDS = 10


@pytest.fixture(scope="module")
def arena(world: Any, django_db_blocker: Any) -> Iterator[Arena]:
    with django_db_blocker.unblock(), committed_agency("typed") as agency:
        yield Arena(agency)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_value_withdrawn_while_its_import_is_reverted_is_taken_back_once(arena: Arena, number: int) -> None:
    client = arena.client()
    account = new_account(client, arena.brand, "tiktok", uuid4().hex)
    typed = {"account": account, "grain": "account_day", "day": "2026-01-31", "values": {"views": 5}, "note": "Seen"}
    value = client.post("/manual-values", typed).json()
    answers = at_once(
        lambda: arena.client().post(f"/manual-values/{value['id']}:withdraw", {"reason": "Wrong day"}),
        lambda: arena.client().post(f"/imports/{value['import']}:revert"),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    with in_agency(arena.agency):
        assert not AccountDay.objects.filter(account_id=account).exists()
        assert differences() == []
