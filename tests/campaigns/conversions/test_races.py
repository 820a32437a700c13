"""Batches at once, with real commits: an order is one order, and nothing of it is lost."""

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
from agencies.references import AgencyRef
from campaigns.models import Conversion, ConversionEvent, TrackingCode
from clients.models import Brand
from people.models import Membership
from people.sessions import open_session
from tests.conftest import Api
from tests.holders import holding
from tests.people import PASSWORD

pytestmark = pytest.mark.commits
ROUNDS = 5


class Arena:
    """An agency that commits: one token, a client a thread."""

    def __init__(self, agency: AgencyRef) -> None:
        self.agency = agency
        with at_the_door():
            owner = Membership.objects.select_related("agency").get(agency_id=agency.id)
            self.token = open_session(owner).token
        with in_agency(agency):
            self.brand = str(Brand.objects.create(name="Raced", currency="EUR").id)

    def client(self) -> Api:
        return holding(self.token)


@pytest.fixture(scope="module")
def arena(world: Any, django_db_blocker: Any) -> Iterator[Arena]:
    with django_db_blocker.unblock():
        slug = f"orders-{uuid4().hex[:8]}"
        founder = Founder(email=f"owner@{slug}.example", name="owner", password=PASSWORD)
        yield Arena(provision(Founding(slug=slug, name="Orders", founder=founder)))
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
