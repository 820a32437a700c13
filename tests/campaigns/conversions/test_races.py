"""Batches at once, with real commits: an order is one order, and nothing of it is lost."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from agencies.context import in_agency
from campaigns.models import Conversion, ConversionEvent, TrackingCode
from tests.racing import Arena, at_once, committed_agency

pytestmark = pytest.mark.commits
ROUNDS = 5


@pytest.fixture(scope="module")
def arena(world: Any, django_db_blocker: Any) -> Iterator[Arena]:
    with django_db_blocker.unblock(), committed_agency("orders") as agency:
        yield Arena(agency)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_batches_with_the_same_orders_make_each_order_once(arena: Arena, number: int) -> None:
    marks = [f"{uuid4().hex}" for _ in range(20)]

    def send(status: str, hour: int, orders: list[str]) -> Any:
        items = [
            {
                "event": "purchase",
                "order_id": order,
                "brand": arena.brand,
                "status": status,
                "occurred_at": f"2026-01-05T{hour:02}:00:00Z",
                "value": {"amount": "10", "currency": "EUR"},
            }
            for order in orders
        ]
        return arena.client().post("/conversions:batch", {"conversions": items})

    answers = at_once(
        lambda: send("pending", 8, marks),
        lambda: send("paid", 9, marks[::-1]),
        lambda: send("refunded", 10, marks),
    )
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert sum(answer.json()["counts"]["new"] for answer in answers) == 20
    with in_agency(arena.agency):
        rows = Conversion.objects.filter(order_id__in=marks)
        assert set(rows.values_list("status", "amount", "refunded")) == {("refunded", 10, 10)}
        assert rows.count() == 20
        assert ConversionEvent.objects.filter(conversion__in=rows).count() == 60


@pytest.mark.parametrize("number", range(ROUNDS))
def test_of_two_that_take_one_code_at_once_one_gets_it(arena: Arena, number: int) -> None:
    handle = uuid4().hex
    account = arena.client().post("/accounts", {"brand": arena.brand, "network": "tiktok", "handle": handle}).json()
    body = {"account": account["id"], "kind": "coupon", "code": f"C{uuid4().hex[:8]}"}
    answers = at_once(*[lambda: arena.client().post("/tracking-codes", body)] * 3)
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    with in_agency(arena.agency):
        assert TrackingCode.objects.filter(code=body["code"]).count() == 1
