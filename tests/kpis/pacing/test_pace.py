"""A result is judged against what its target asks for by that day."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.catalogue import Direction
from kpis.formulas import Quantity
from kpis.grading import Tiers
from kpis.pacing import Flight, Pace, PaceStatus, pace
from tests.oracles.grading_twin import twin_pace

JUNE = Flight(date(2026, 6, 1), date(2026, 6, 30))
VIEWS = Tiers(Decimal(3000), floor=Decimal(2000), stretch=Decimal(4000))
BUDGET = Tiers(Decimal(300), floor=Decimal(270), stretch=Decimal(330))


def paced(
    value: str | int | Quantity,
    tiers: Tiers = VIEWS,
    direction: Direction = Direction.HIGHER,
    *,
    day: int = 15,
    accumulates: bool = True,
    final: bool = False,
) -> Pace:
    return pace(
        value if isinstance(value, Quantity) else Quantity.exact(Decimal(value)),
        tiers=tiers,
        direction=direction,
        flight=JUNE,
        last_day=date(2026, 6, day),
        accumulates=accumulates,
        final=final,
    )


def test_a_total_is_expected_to_grow_by_the_day() -> None:
    found = paced(1500)
    assert (found.expected, found.attainment, found.status) == (Decimal(1500), Decimal("0.5"), PaceStatus.ON_TRACK)


def test_a_ratio_is_expected_at_any_time() -> None:
    found = paced("0.10", Tiers(Decimal("0.08")), accumulates=False)
    assert (found.expected, found.attainment, found.status) == (
        Decimal("0.08"),
        Decimal("1.25"),
        PaceStatus.ON_TRACK,
    )


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (1425, PaceStatus.ON_TRACK),
        (1424, PaceStatus.AT_RISK),
        (1200, PaceStatus.AT_RISK),
        (1199, PaceStatus.OFF_TRACK),
        (-50, PaceStatus.OFF_TRACK),
        (9000, PaceStatus.ON_TRACK),
    ],
)
def test_lagging_by_a_twentieth_is_on_track_and_by_a_fifth_at_risk(value: int, status: PaceStatus) -> None:
    assert paced(value).status is status


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("20", PaceStatus.ON_TRACK),
        ("26.25", PaceStatus.ON_TRACK),
        ("26.26", PaceStatus.AT_RISK),
        ("30", PaceStatus.AT_RISK),
        ("30.01", PaceStatus.OFF_TRACK),
    ],
)
def test_a_cost_over_its_target_is_bad(value: str, status: PaceStatus) -> None:
    assert paced(value, Tiers(Decimal(25)), Direction.LOWER, accumulates=False).status is status


def test_attainment_of_a_cost_is_target_over_value() -> None:
    assert paced("20", Tiers(Decimal(25)), Direction.LOWER, accumulates=False).attainment == Decimal("1.25")


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (150, PaceStatus.ON_TRACK),
        (120, PaceStatus.AT_RISK),
        (100, PaceStatus.OFF_TRACK),
        (180, PaceStatus.AT_RISK),
        (200, PaceStatus.OFF_TRACK),
    ],
)
def test_a_budget_can_be_under_and_overspent(value: int, status: PaceStatus) -> None:
    assert paced(value, BUDGET, Direction.BAND).status is status


def test_before_a_tenth_of_the_period_it_is_too_early() -> None:
    assert paced(0, day=2).status is PaceStatus.TOO_EARLY
    assert paced(0, day=3).status is PaceStatus.OFF_TRACK


def test_without_a_value_there_is_no_verdict_at_any_time() -> None:
    assert paced(Quantity.missing(), day=2).status is PaceStatus.NO_DATA
    assert paced(Quantity.missing(), day=30, final=True).status is PaceStatus.NO_DATA


def test_a_period_that_is_over_and_final_is_achieved_or_missed() -> None:
    assert paced(3000, day=30, final=True).status is PaceStatus.ACHIEVED
    assert paced(2999, day=30, final=True).status is PaceStatus.MISSED


def test_a_period_that_is_over_but_not_final_is_not_yet_judged() -> None:
    assert paced(2999, day=30).status is PaceStatus.ON_TRACK


def test_a_period_that_still_runs_is_not_judged_however_good_it_is() -> None:
    assert paced(5000, day=29, final=True).status is PaceStatus.ON_TRACK


def test_a_cost_at_its_target_is_achieved_and_above_it_missed() -> None:
    cost = Tiers(Decimal(25))
    assert paced("25", cost, Direction.LOWER, day=30, accumulates=False, final=True).status is PaceStatus.ACHIEVED
    assert paced("25.01", cost, Direction.LOWER, day=30, accumulates=False, final=True).status is PaceStatus.MISSED


def test_a_lower_bound_that_already_suffices_is_judged_and_another_is_not() -> None:
    assert paced(Quantity.at_least(3000), day=30, final=True).status is PaceStatus.ACHIEVED
    assert paced(Quantity.at_least(2000), day=30, final=True).status is PaceStatus.NO_DATA


def test_attainment_of_nothing_says_nothing() -> None:
    assert paced(0, Tiers(Decimal(25)), Direction.LOWER, accumulates=False).attainment is None
    assert paced(5, Tiers(Decimal(0)), accumulates=False).attainment is None


def test_a_flight_counts_both_of_its_days() -> None:
    assert JUNE.days == 30
    assert [JUNE.days_passed(date(2026, month, 1)) for month in (5, 6, 7)] == [0, 1, 30]


def test_a_flight_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="a flight from"):
        Flight(date(2026, 6, 2), date(2026, 6, 1))


@given(st.integers(0, 4000), st.integers(1, 3000), st.booleans())
def test_the_status_equals_that_of_the_twin(value: int, target: int, lower: bool) -> None:  # noqa: FBT001 - drawn
    direction = Direction.LOWER if lower else Direction.HIGHER
    found = paced(value, Tiers(Decimal(target)), direction, accumulates=False)
    assert found.status == twin_pace(Fraction(value), Fraction(target), lower_is_better=lower)
