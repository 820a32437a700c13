"""A result beside an earlier one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.catalogue import Direction
from kpis.formulas import Quantity, Reason
from kpis.results.comparison import Caveat, ChangeReason, Side, compared


def exact(value) -> Quantity:
    return Quantity.exact(Decimal(value))


def side(quantity, **more) -> Side:
    return Side(quantity, **{"days": 31, **more})


def beside(now, former, *, direction=Direction.HIGHER, grows=True, adds=True):
    return compared(now, former, direction=direction, grows=grows, adds=adds)


def test_a_rise_is_told_in_the_unit_and_as_a_share_of_what_was():
    found = beside(side(exact(150)), side(exact(120)))
    assert (found.change, found.change_ratio, found.reason) == (Decimal(30), Decimal("0.25"), None)
    assert (found.favourable, found.comparable, found.per_day) == (True, True, None)


@pytest.mark.parametrize(
    ("direction", "now", "favourable"),
    [
        (Direction.HIGHER, 9, False),
        (Direction.HIGHER, 10, None),
        (Direction.LOWER, 9, True),
        (Direction.LOWER, 11, False),
        (Direction.BAND, 11, None),
    ],
)
def test_what_is_for_the_better_depends_on_the_direction(direction, now, favourable):
    assert beside(side(exact(now)), side(exact(10)), direction=direction).favourable is favourable


@pytest.mark.parametrize(
    ("now", "former", "change", "reason"),
    [
        (exact(5), exact(0), Decimal(5), ChangeReason.FORMER_ZERO),
        (exact(5), exact(-2), Decimal(7), ChangeReason.FORMER_NEGATIVE),
        (Quantity.missing(), exact(1), None, ChangeReason.NO_VALUE),
        (exact(1), Quantity.missing(Reason.NO_DATA), None, ChangeReason.NO_FORMER_VALUE),
        (Quantity.at_least(5), exact(1), None, ChangeReason.BOUND),
        (exact(5), Quantity.at_most(9), None, ChangeReason.BOUND),
    ],
)
def test_a_ratio_that_would_mislead_is_left_out_with_the_reason(now, former, change, reason):
    found = beside(side(now), side(former))
    assert (found.change, found.change_ratio, found.reason) == (change, None, reason)


def test_bounds_that_lie_apart_still_tell_the_direction():
    up = beside(side(Quantity.at_least(100)), side(exact(90)))
    open_ = beside(side(Quantity.at_least(80)), side(exact(90)))
    assert (up.favourable, open_.favourable) == (True, None)


def test_totals_over_windows_of_other_length_are_told_per_day():
    found = beside(side(exact(310)), side(exact(308), days=28))
    assert found.caveats == (Caveat.OTHER_LENGTH,)
    assert found.per_day
    assert (found.per_day.value, found.per_day.former) == (Decimal(10), Decimal(11))
    assert (found.change, found.favourable) == (Decimal(2), False)


def test_people_over_windows_of_other_length_have_no_figure_per_day():
    found = beside(side(exact(310)), side(exact(308), days=28), adds=False)
    assert (found.caveats, found.per_day, found.favourable) == ((Caveat.OTHER_LENGTH,), None, None)


def test_a_ratio_does_not_mind_the_length():
    assert beside(side(exact("0.1")), side(exact("0.2"), days=28), grows=False, adds=False).comparable


@pytest.mark.parametrize(
    ("other", "caveat"),
    [
        ({"definitions": frozenset({"views@2"})}, Caveat.OTHER_DEFINITION),
        ({"grain": "content"}, Caveat.OTHER_GRAIN),
        ({"heard": ((30, 31), (2, 2))}, Caveat.OTHER_COVERAGE),
    ],
)
def test_what_was_measured_otherwise_is_shown_but_not_judged(other, caveat):
    stated = {"definitions": frozenset({"views@1"}), "grain": "account", "heard": ((31, 31), (2, 2))}
    found = beside(side(exact(2), **stated), side(exact(1), **{**stated, **other}))
    assert (found.change, found.favourable, found.caveats) == (Decimal(1), None, (caveat,))


def test_other_money_is_not_subtracted():
    found = beside(side(exact(2), currency="EUR"), side(exact(1), currency="CNY"))
    assert (found.change, found.reason, found.caveats) == (
        None,
        ChangeReason.OTHER_CURRENCY,
        (Caveat.OTHER_CURRENCY,),
    )


numbers = st.decimals("-1e15", "1e15", places=6)
quantities = st.one_of(
    st.just(Quantity.missing()),
    numbers.map(exact),
    numbers.map(Quantity.at_least),
    numbers.map(Quantity.at_most),
)
sides = st.builds(
    Side, quantities, days=st.integers(0, 40), heard=st.sampled_from([(), ((1, 2),)]), currency=st.sampled_from(["EUR"])
)
directions = st.sampled_from(Direction)


@given(numbers, numbers)
def test_the_former_value_and_the_change_make_the_value(now, former):
    found = beside(side(exact(now)), side(exact(former)))
    assert found.change is not None
    assert former + found.change == now
    assert (found.change_ratio is None) == (former <= 0)


@given(sides, sides, directions, st.booleans(), st.booleans())
def test_nothing_is_missing_without_a_reason_and_nothing_judged_with_a_caveat(now, former, direction, grows, adds):
    found = compared(now, former, direction=direction, grows=grows, adds=adds)
    assert (found.reason is None) == (found.change is not None and found.change_ratio is not None)
    assert found.favourable is None or not set(found.caveats) - {Caveat.OTHER_LENGTH}
    assert found.favourable is None or direction is not Direction.BAND


@given(sides, sides, st.booleans(), st.booleans())
def test_what_is_better_one_way_is_worse_the_other_way(now, former, grows, adds):
    there = compared(now, former, direction=Direction.HIGHER, grows=grows, adds=adds)
    back = compared(former, now, direction=Direction.HIGHER, grows=grows, adds=adds)
    lower = compared(now, former, direction=Direction.LOWER, grows=grows, adds=adds)
    assert there.favourable == (None if back.favourable is None else not back.favourable)
    assert lower.favourable == back.favourable
    assert there.change == (None if back.change is None else -back.change)
