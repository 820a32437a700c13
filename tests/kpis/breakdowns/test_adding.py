"""What days and accounts make of one bucket, kind by kind."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.metrics import Kind
from kpis.breakdowns.adding import RETENTION, BucketDays, added, adds_up, kind_of, shares
from kpis.formulas import Quantity, Reason

DAY = date(2026, 1, 31)


def days(*values: int, listed: bool = True) -> BucketDays:
    """One account's days of a bucket, the last of them last."""
    numbers = [Decimal(value) for value in values]
    last = numbers[-1] if listed else None
    return BucketDays(len(numbers), sum(numbers, Decimal(0)), max(numbers), last, DAY, DAY, DAY)


@pytest.mark.parametrize(
    ("kind", "value"),
    [(Kind.FLOW, 12), (Kind.CUMULATIVE, 12), (Kind.STOCK, 4), (Kind.WINDOW, 4), (Kind.RATIO, 4)],
)
def test_flows_add_up_over_days_and_levels_are_the_last(kind, value):
    assert added([days(3, 5, 4)], kind, "territory") == Quantity.exact(value)


@pytest.mark.parametrize(("kind", "value"), [(Kind.FLOW, 13), (Kind.STOCK, 9)])
def test_flows_and_levels_add_up_over_accounts(kind, value):
    assert added([days(3, 5), days(1, 4)], kind, "territory") == Quantity.exact(value)


def test_people_have_a_value_only_where_one_day_of_one_account_states_it():
    assert added([days(7)], Kind.UNIQUE, "segment") == Quantity.exact(7)
    for several in ([days(7, 5)], [days(7), days(5)]):
        found = added(several, Kind.UNIQUE, "segment")
        assert (found.value, found.reason) == (None, Reason.NOT_ADDITIVE)
        assert (found.low, found.high) == (Decimal(7), Decimal(12))


@pytest.mark.parametrize("kind", [Kind.RATIO, Kind.WINDOW])
def test_shares_are_never_added_over_accounts(kind):
    assert added([days(1), days(2)], kind, "source").reason is Reason.NOT_ADDITIVE


def test_a_retention_curve_is_one_accounts_own():
    assert added([days(5, 6)], Kind.FLOW, RETENTION) == Quantity.exact(11)
    assert added([days(5), days(6)], Kind.FLOW, RETENTION).reason is Reason.NOT_ADDITIVE


def test_without_days_there_is_nothing():
    assert added([], Kind.FLOW, "hour").reason is Reason.NO_DATA


def test_a_metric_adds_up_as_it_does_over_an_accounts_days():
    assert (kind_of("views"), kind_of("followers"), kind_of("viewers")) == (Kind.FLOW, Kind.STOCK, Kind.UNIQUE)
    assert kind_of("first_shares") is Kind.CUMULATIVE


def test_buckets_make_a_whole_only_where_they_add_up():
    assert adds_up(Kind.FLOW, "territory")
    assert adds_up(Kind.STOCK, "segment")
    assert not adds_up(Kind.UNIQUE, "hour")
    assert not adds_up(Kind.FLOW, RETENTION)


def test_a_bucket_below_zero_or_without_value_leaves_no_shares():
    assert shares([Quantity.exact(1), Quantity.exact(3)]) == [Decimal("0.25"), Decimal("0.75")]
    assert shares([Quantity.exact(1), Quantity.exact(-3)]) == [None, None]
    assert shares([Quantity.exact(1), Quantity.missing()]) == [None, None]
    assert shares([Quantity.exact(0)]) == [None]


values = st.lists(st.integers(0, 1000), min_size=1, max_size=6)


@given(st.lists(values, min_size=1, max_size=4))
def test_people_lie_between_the_largest_day_and_the_sum(accounts):
    found = added([days(*each) for each in accounts], Kind.UNIQUE, "territory")
    assert found.low == max(number for each in accounts for number in each)
    assert found.high == sum(number for each in accounts for number in each)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_shares_make_one_together(numbers):
    found = shares([Quantity.exact(number) for number in numbers])
    known = [share for share in found if share is not None]
    assert not known or abs(sum(known) - 1) < Decimal("1e-20")
