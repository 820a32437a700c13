"""Orders that change their minds: however their events are shuffled and split, results are what the twin says."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from tests.campaigns.api.imports.uploading import new_account
from tests.oracles.orders import TwinOrder, TwinOrderEvent, tracked
from tests.oracles.windows import cut

FIRST = datetime(2025, 12, 29, 9, tzinfo=UTC)
WINDOW = (FIRST.date(), FIRST.date() + timedelta(days=8))
KPIS = (
    "tracked_purchases",
    "tracked_revenue",
    "tracked_refunds",
    "tracked_new_customers",
    "tracked_dm_conversions",
)
# How orders go: what is said of them, one after the other, and how much of the price is back by then.
LIVES = (
    (("paid", None),),
    (("pending", None),),
    (("pending", None), ("paid", None)),
    (("pending", None), ("cancelled", None)),
    (("paid", None), ("cancelled", None)),
    (("paid", None), ("refunded", "0.25")),
    (("pending", None), ("paid", None), ("refunded", "0.25"), ("refunded", "1")),
    (("paid", None), ("refunded", "1"), ("paid", "0")),
)


def some_order(chance: Random, number: int) -> TwinOrder:
    price, moment, events = Decimal(chance.randrange(1, 400)), FIRST, []
    for status, back in chance.choice(LIVES):
        moment += timedelta(days=chance.randrange(4), minutes=chance.randrange(1, 60))
        events.append(TwinOrderEvent(moment, status, price, None if back is None else price * Decimal(back)))
    return TwinOrder(f"order-{number}", events, chance.random() < 0.5, chance.choice(["dm-sale", "live", "link"]))


def as_sent(order: TwinOrder, event: TwinOrderEvent, brand: str) -> dict[str, Any]:
    said = {
        "event": "purchase",
        "brand": brand,
        "order_id": order.name,
        "occurred_at": event.moment.isoformat(),
        "status": event.status,
        "value": {"amount": str(event.amount), "currency": "EUR"},
        "new_customer": order.new_customer,
        "path": order.path,
    }
    if event.refunded is not None:
        said["refunded"] = {"amount": str(event.refunded), "currency": "EUR"}
    return said


@pytest.mark.parametrize("seed", range(6))
def test_orders_come_to_the_same_in_whatever_order_they_are_told(api, seed):
    chance, alice = Random(seed), api("alice")  # noqa: S311 - chance, not secrets
    brand = alice.post("/brands", {"name": f"Orders {seed}"}).json()["id"]
    new_account(alice, brand, "tiktok", "orders")
    orders = [some_order(chance, number) for number in range(9)]
    events = [as_sent(order, event, brand) for order in orders for event in order.events]
    events += chance.sample(events, 4)  # senders repeat themselves
    chance.shuffle(events)
    while events:
        batch = [events.pop() for _ in range(min(len(events), chance.randrange(1, 9)))]
        answer = alice.post("/conversions:batch", {"conversions": batch})
        assert answer.status_code == 200, answer.content
    for by in (None, "day", "week"):
        query = f"&group_by={by}" if by else ""
        answer = alice.get(
            f"/results?kpi={','.join(KPIS)}&brand={brand}&start={WINDOW[0]}&end={WINDOW[1]}&limit=200{query}"
        )
        items = answer.json()["items"]
        for start, end in cut(*WINDOW, by):
            found = {item["kpi"]: item["value"] for item in items if item["window"]["start"] == start.isoformat()}
            said = tracked(orders, start, end)
            assert {kpi: Decimal(found[kpi] or 0) for kpi in KPIS} == said


def asked(client: Any, query: str) -> list[dict[str, Any]]:
    answer = client.get(f"/results?start={WINDOW[0]}&end={WINDOW[1]}&{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]


def paid_once(name: str) -> TwinOrder:
    return TwinOrder(name, [TwinOrderEvent(FIRST, "paid", Decimal(5))], new_customer=True, path="link")


def test_a_late_word_of_an_earlier_refund_moves_it_to_its_day(api):
    alice = api("alice")
    brand = alice.post("/brands", {"name": "Late words"}).json()["id"]
    new_account(alice, brand, "tiktok", "late")
    days = [FIRST + timedelta(days=number) for number in range(3)]
    paid, part, rest = (
        TwinOrderEvent(day, status, Decimal(12), back)
        for day, status, back in zip(
            days, ("paid", "refunded", "refunded"), (None, Decimal(3), Decimal(12)), strict=True
        )
    )
    order = TwinOrder("late", [paid, part, rest], new_customer=False, path="link")
    for event in (paid, rest, part):
        item = as_sent(order, event, brand)
        assert alice.post("/conversions:batch", {"conversions": [item]}).status_code == 200
    found = asked(alice, f"kpi=tracked_refunds&brand={brand}&group_by=day")
    by_day = {item["group"]["day"]: Decimal(item["value"] or 0) for item in found}
    assert {day: amount for day, amount in by_day.items() if amount} == {
        day.isoformat(): amount for day, amount in order.paid_back().items()
    }


def test_orders_stand_under_their_campaign_though_nothing_else_is_known_of_it(api):
    alice = api("alice")
    brand = alice.post("/brands", {"name": "Campaigns"}).json()["id"]
    new_account(alice, brand, "tiktok", "campaigns")
    run = {"name": "Sale", "goal": "conversion", "start": "2025-12-01", "end": "2026-01-31"}
    campaign = alice.post("/campaigns", {"brand": brand, **run}).json()["id"]
    order = paid_once("campaign")
    item = as_sent(order, order.events[0], brand) | {"campaign": campaign}
    assert alice.post("/conversions:batch", {"conversions": [item]}).status_code == 200
    (found,) = asked(alice, f"kpi=tracked_purchases&brand={brand}&group_by=campaign")
    assert (found["group"], found["value"]) == ({"campaign": campaign}, "1")


def test_orders_of_a_brand_without_accounts_count(api):
    alice = api("alice")
    brand = alice.post("/brands", {"name": "No accounts"}).json()["id"]
    order = paid_once("brand")
    assert (
        alice.post("/conversions:batch", {"conversions": [as_sent(order, order.events[0], brand)]}).status_code == 200
    )
    (found,) = asked(alice, f"kpi=tracked_purchases&brand={brand}")
    assert found["value"] == "1"
