"""What an order's events add up to, in whatever order they came in."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import permutations
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from campaigns.attribution.order_state import EventSaid, state_of

SHANGHAI, NOON = ZoneInfo("Asia/Shanghai"), datetime(2026, 3, 4, 12, tzinfo=UTC)
AMOUNT = Decimal(100)


def said(status, hours=0, **more) -> EventSaid:
    moment = NOON + timedelta(hours=hours)
    return EventSaid(**{"status": status, "occurred_at": moment, "day": None, "seen_at": moment, "number": 1, **more})


def test_an_order_is_paid_once_and_refunded_on_its_own_day():
    events = [said("pending", amount=AMOUNT, currency="EUR"), said("paid", 10), said("refunded", 200)]
    states = {repr(state_of(order, SHANGHAI)) for order in permutations(events)}
    assert len(states) == 1
    state = state_of(events, SHANGHAI)
    assert (state.status, state.amount, state.refunded) == ("refunded", AMOUNT, AMOUNT)
    assert (state.day, state.refunded_on) == (date(2026, 3, 5), date(2026, 3, 13))  # 06:00 of the next day in Shanghai


def test_refunds_in_parts_grow_by_day_and_can_be_taken_back():
    events = [
        said("paid", amount=AMOUNT),
        said("paid", 24, refunded=Decimal(30)),
        said("refunded", 48, refunded=Decimal(80)),
        said("paid", 72, refunded=Decimal(30)),
    ]
    state = state_of(events, SHANGHAI)
    assert state.refunded == 30
    assert state.refunds == {date(2026, 3, 5): 30, date(2026, 3, 6): 50, date(2026, 3, 7): -50}
    assert sum(state.refunds.values()) == state.refunded


def test_a_refund_that_was_paid_again_is_none():
    state = state_of([said("paid", amount=AMOUNT), said("refunded", 24), said("paid", 48)], SHANGHAI)
    assert (state.status, state.refunded) == ("paid", 0)


def test_of_one_moment_the_later_status_counts_and_of_one_status_what_was_seen_later():
    together = [said("refunded"), said("paid", amount=AMOUNT), said("pending")]
    assert {state_of(order, SHANGHAI).status for order in permutations(together)} == {"refunded"}
    corrected = [
        said("paid", amount=Decimal(90), seen_at=NOON),
        said("paid", amount=AMOUNT, seen_at=NOON + timedelta(hours=1)),
    ]
    assert {state_of(order, SHANGHAI).amount for order in permutations(corrected)} == {AMOUNT}


def test_a_day_alone_is_never_shifted():
    state = state_of([EventSaid("paid", None, date(2026, 3, 4), NOON, 1)], ZoneInfo("America/Los_Angeles"))
    assert (state.day, state.occurred_at) == (date(2026, 3, 4), None)


def test_a_refund_told_by_its_day_follows_the_payment_of_that_day():
    by_day = EventSaid("refunded", None, NOON.astimezone(SHANGHAI).date(), NOON, 2)
    states = [state_of(order, SHANGHAI) for order in permutations([said("paid", amount=AMOUNT), by_day])]
    assert {(state.status, state.refunded) for state in states} == {("refunded", AMOUNT)}
    again = EventSaid("paid", None, NOON.astimezone(SHANGHAI).date() + timedelta(days=1), NOON, 3)
    assert state_of([said("paid", amount=AMOUNT), by_day, again], SHANGHAI).status == "paid"


amounts = st.none() | st.integers(0, 500).map(Decimal)


@st.composite
def histories(draw):
    moments = draw(st.lists(st.integers(-200, 200), min_size=1, max_size=7, unique=True))
    return [
        said(
            draw(st.sampled_from(["pending", "paid", "cancelled", "refunded"])),
            hours,
            amount=draw(amounts),
            refunded=draw(amounts),
            new_customer=draw(st.none() | st.booleans()),
            path=draw(st.sampled_from(["", "dm", "live"])),
        )
        for hours in moments
    ]


@given(history=histories(), data=st.data())
def test_any_order_of_arrival_ends_in_the_same_state(history, data):
    arrived = data.draw(st.permutations(history))
    assert state_of(arrived, SHANGHAI) == state_of(history, SHANGHAI)


@given(history=histories())
def test_the_newest_event_s_status_counts_and_refunds_by_day_add_up_to_the_refund(history):
    state = state_of(history, SHANGHAI)
    newest = max(history, key=lambda each: each.occurred_at)
    assert state.status == newest.status
    assert sum(state.refunds.values()) == (state.refunded or 0)
