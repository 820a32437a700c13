"""Batches end in the same orders however they are split and shuffled, and cost the same number of statements."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.conversions.recording import BatchRefused
from campaigns.models import Conversion, ConversionEvent, ConversionRefund
from tests.campaigns.conversions.sending import record

STATES = ("status", "day", "amount", "refunded", "refunded_on", "new_customer", "path", "landed_by")
STATUSES = st.sampled_from(["pending", "paid", "cancelled", "refunded"])
prices = st.integers(1, 900).map(lambda amount: {"amount": str(amount), "currency": "EUR"})


@st.composite
def orders(draw):
    """Draw the events of up to three orders, no two of one order at the same moment."""
    events = []
    for number in range(draw(st.integers(1, 3))):
        for hour in draw(st.lists(st.integers(0, 200), min_size=1, max_size=5, unique=True)):
            status = draw(STATUSES)
            event = {
                "event": "purchase",
                "order_id": str(number),
                "status": status,
                "occurred_at": f"2026-01-{1 + hour // 24:02}T{hour % 24:02}:00:00Z",
                "value": draw(st.none() | prices),
                "new_customer": draw(st.none() | st.booleans()),
                "path": draw(st.none() | st.sampled_from(["dm-sale", "live"])),
                "landing": draw(st.sampled_from([None, "account", "brand"])),
            }
            if status in {"paid", "refunded"}:
                event["refunded"] = draw(st.none() | prices)
            events.append(event)
    return events


@st.composite
def split(draw, events):
    """Draw another order of arrival, in several batches."""
    arrived = draw(st.permutations(events))
    cuts = sorted(draw(st.sets(st.integers(0, len(arrived)), max_size=3)))
    return [arrived[first:last] for first, last in zip([0, *cuts], [*cuts, len(arrived)], strict=True)]


def placed(world, events):
    places = {"account": str(world.aurora_account), "brand": str(world.aurora)}
    return [
        {name: value for name, value in event.items() if name != "landing"}
        | ({event["landing"]: places[event["landing"]]} if event["landing"] else {})
        for event in events
    ]


def ended(world, batches):
    """Give what the batches end in, and take it back."""
    with transaction.atomic():
        for batch in batches:
            record(world, placed(world, batch))
        rows = Conversion.objects.order_by("identity")
        state = [(row.order_id, row.brand_id, row.account_id, *(getattr(row, name) for name in STATES)) for row in rows]
        refunds = ConversionRefund.objects.order_by("conversion__identity", "day")
        found = (state, list(refunds.values_list("conversion__order_id", "day", "amount")))
        transaction.set_rollback(True)
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=orders(), data=st.data())
def test_any_order_of_arrival_and_any_split_end_in_the_same_orders(in_north, events, data):
    assert ended(in_north, data.draw(split(events))) == ended(in_north, [events])


def item(number, world, **said):
    return {
        "event": "purchase",
        "order_id": str(number),
        "day": "2026-01-05",
        "value": {"amount": "10", "currency": "EUR"},
        "account": str(world.aurora_account),
        "utm": {"utm_campaign": f"none {number % 7}", "utm_content": str(number)},
        "code": {"kind": "coupon", "code": f"NONE{number}"},
        **said,
    }


def statements(world, items):
    with CaptureQueriesContext(connection) as captured:
        outcomes = record(world, items)
    return len(captured), [each.outcome for each in outcomes]


def test_a_batch_costs_as_many_statements_whether_it_is_small_or_large(in_north):
    few, _ = statements(in_north, [item(number, in_north) for number in range(3)])
    many, outcomes = statements(in_north, [item(number, in_north) for number in range(3, 2503)])
    assert outcomes == ["new"] * 2500
    assert many <= few + 2 * 3  # rows go in by the thousand
    again, outcomes = statements(in_north, [item(number, in_north) for number in range(3, 2503)])
    assert outcomes == ["unchanged"] * 2500
    assert again <= few
    refunds = [item(number, in_north, status="refunded", day="2026-01-09") for number in range(3, 2503)]
    changed, outcomes = statements(in_north, refunds)
    assert outcomes == ["changed"] * 2500
    assert changed <= few + 3 * 3
    assert ConversionRefund.objects.count() == 2500


def test_a_refused_batch_writes_nothing(in_north):
    with pytest.raises(BatchRefused) as refused:
        record(in_north, [item(1, in_north), item(2, in_north, event="visit")])
    assert [each.outcome for each in refused.value.outcomes] == ["new", "refused"]
    assert (Conversion.objects.count(), ConversionEvent.objects.count()) == (0, 0)
    assert [each.outcome for each in record(in_north, [item(1, in_north), 7], partial=True)] == ["new", "refused"]
    assert (Conversion.objects.count(), ConversionEvent.objects.count()) == (1, 1)


def test_an_order_has_at_most_a_hundred_events(in_north):
    events = [
        item(1, in_north, day=None, occurred_at=f"2026-01-05T00:{at // 60:02}:{at % 60:02}Z") for at in range(101)
    ]
    outcomes = record(in_north, events, partial=True)
    assert [each.outcome for each in outcomes].count("refused") == 1
    assert outcomes[-1].faults[0].code == "too_many_events"


def test_an_order_that_landed_nowhere_is_taken_up_by_the_first_event_that_knows_the_brand(in_north):
    bare = {"event": "purchase", "order_id": "7", "day": "2026-01-05", "status": "pending"}
    (first,) = record(in_north, [bare])
    (second,) = record(in_north, [{**bare, "status": "paid", "brand": str(in_north.aurora)}])
    assert (first.row.id, second.outcome, second.row.brand_id) == (second.row.id, "changed", in_north.aurora)
