"""Comparison windows and changes against their twin, which walks over days and reckons in fractions."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kpis.catalogue import Direction
from kpis.formulas import Quantity, Reason
from kpis.results.comparison import Side, compared
from kpis.results.windows import Span, previous_span, year_before
from tests.oracles import comparing, windows

tried = settings(max_examples=120, deadline=None)
starts = st.dates(date(2019, 12, 1), date(2026, 6, 30))


@st.composite
def spans(draw) -> Span:
    """Draw any window, and often one of whole months."""
    start = draw(starts)
    if draw(st.booleans()):
        start = start.replace(day=1)
        after = start
        for _ in range(draw(st.integers(1, 13))):
            after = (after + timedelta(days=31)).replace(day=1)
        return Span(start, after - timedelta(days=1))
    return Span(start, start + timedelta(days=draw(st.integers(0, 400))))


@tried
@given(spans())
@example(Span(date(2024, 2, 1), date(2024, 2, 29)))
@example(Span(date(2024, 3, 1), date(2024, 3, 31)))
@example(Span(date(2024, 2, 29), date(2024, 2, 29)))
@example(Span(date(2025, 1, 1), date(2025, 12, 31)))
def test_windows_to_compare_with_are_those_that_walking_back_finds(span: Span) -> None:
    before, year = previous_span(span), year_before(span)
    assert (before.start, before.end) == windows.previous(span.start, span.end)
    assert (year.start, year.end) == windows.year_before(span.start, span.end)


numbers = st.integers(-6, 6).map(Decimal) | st.decimals("-9.99", "99.99", places=2)


@st.composite
def quantities(draw) -> Quantity:
    kind = draw(st.sampled_from(["exact", "exact", "exact", "least", "most", "missing"]))
    value = draw(numbers)
    if kind == "least":
        return Quantity.at_least(value)
    if kind == "most":
        return Quantity.at_most(value, floor=draw(st.sampled_from([None, value - 5])))
    return Quantity.exact(value) if kind == "exact" else Quantity.missing(Reason.NO_DATA)


def told(quantity: Quantity) -> comparing.Told:
    ends = (quantity.value, quantity.low, quantity.high)
    return comparing.Told(*(None if end is None else Fraction(end) for end in ends))


def same(number: Decimal | None, expected: Fraction | None) -> None:
    assert (number is None) == (expected is None)
    assert number is None or abs(Fraction(number) - expected) < Fraction(1, 10**30)


@tried
@given(quantities(), quantities(), st.sampled_from([Direction.HIGHER, Direction.LOWER]))
def test_a_change_is_what_a_pencil_makes_of_it(now: Quantity, former: Quantity, direction: Direction) -> None:
    comparison = compared(Side(now, 28), Side(former, 28), direction=direction, grows=True, adds=True)
    same(comparison.change, comparing.change(told(now), told(former)))
    same(comparison.change_ratio, comparing.change_ratio(told(now), told(former)))
    assert (comparison.reason is None) == (comparison.change_ratio is not None)
    lower = direction is Direction.LOWER
    assert comparison.favourable == comparing.is_better(told(now), told(former), lower_is_better=lower)


@tried
@given(numbers, numbers, st.integers(1, 31), st.integers(1, 31))
def test_windows_of_unlike_length_are_told_per_day(now: Decimal, former: Decimal, days: int, former_days: int) -> None:
    assume(days != former_days)
    sides = Side(Quantity.exact(now), days), Side(Quantity.exact(former), former_days)
    comparison = compared(*sides, direction=Direction.HIGHER, grows=True, adds=True)
    assert comparison.per_day is not None
    same(comparison.per_day.value, Fraction(now) / days)
    same(comparison.per_day.former, Fraction(former) / former_days)
    assert not comparison.comparable


def test_windows_of_one_length_need_no_numbers_per_day() -> None:
    sides = Side(Quantity.exact(5), 28), Side(Quantity.exact(4), 28)
    comparison = compared(*sides, direction=Direction.HIGHER, grows=True, adds=True)
    assert comparison.per_day is None
    assert comparison.comparable
