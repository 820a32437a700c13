"""A finding that is judged while its numbers are mended, with real commits: what no longer holds stays resolved."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.campaigns.api.imports.uploading import new_account
from tests.campaigns.pushes.pushing import day_of, pushed
from tests.racing import Arena, at_once, committed_agency

pytestmark = pytest.mark.commits
ROUNDS = 5


@pytest.fixture(scope="module")
def arena(world: Any, django_db_blocker: Any) -> Iterator[Arena]:
    with django_db_blocker.unblock(), committed_agency("judged") as agency:
        yield Arena(agency)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_finding_that_is_accepted_while_its_numbers_are_mended_is_resolved(arena: Arena, number: int) -> None:
    client = arena.client()
    account = new_account(client, arena.brand, "tiktok", uuid4().hex)
    pushed(client, day_of(account, values={"views": 0, "likes": 40}), captured_on="2026-02-01")
    (finding,) = client.get(f"/plausibility-findings?account={account}").json()["items"]
    decided, _ = at_once(
        lambda: arena.client().post(f"/plausibility-findings/{finding['id']}:decide", {"state": "accepted"}),
        lambda: pushed(arena.client(), day_of(account, values={"views": 400}), captured_on="2026-02-02"),
    )
    assert decided.status_code in {200, 409}
    assert client.get(f"/plausibility-findings/{finding['id']}").json()["state"] == "resolved"
