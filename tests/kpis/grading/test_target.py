"""A target grades a result by its own tiers, once its period is over."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.benchmarks import Band
from kpis.catalogue import Direction
from kpis.formulas import Quantity
from kpis.grading import GradeReason, LensGrade, Position, Tiers, grade_target
from tests.oracles.grading_twin import twin_tier_band

ENGAGEMENT = Tiers(Decimal("0.08"), floor=Decimal("0.04"), stretch=Decimal("0.10"))
COST = Tiers(Decimal(25), floor=Decimal(30), stretch=Decimal(20))
FREQUENCY = Tiers(Decimal(3), floor=Decimal(2), stretch=Decimal(4))


def graded(
    value: str | Quantity,
    tiers: Tiers,
    direction: Direction = Direction.HIGHER,
    *,
    period_over: bool = True,
) -> LensGrade:
    quantity = value if isinstance(value, Quantity) else Quantity.exact(Decimal(value))
    return grade_target(quantity, tiers=tiers, direction=direction, period_over=period_over, target="t1")


@pytest.mark.parametrize(
    ("value", "band"),
    [
        ("0.10", Band.GREAT),
        ("0.0999", Band.GOOD),
        ("0.08", Band.GOOD),
        ("0.0799", Band.FAIR),
        ("0.04", Band.FAIR),
        ("0.0399", Band.POOR),
    ],
)
def test_each_tier_includes_its_edge(value: str, band: Band) -> None:
    assert graded(value, ENGAGEMENT).band is band


@pytest.mark.parametrize(
    ("value", "band"),
    [("20", Band.GREAT), ("20.01", Band.GOOD), ("25", Band.GOOD), ("30", Band.FAIR), ("30.01", Band.POOR)],
)
def test_a_cost_is_graded_downwards(value: str, band: Band) -> None:
    assert graded(value, COST, Direction.LOWER).band is band


@pytest.mark.parametrize(
    ("value", "band", "position"),
    [
        ("1.9", Band.POOR, Position.BELOW),
        ("2", Band.GOOD, Position.WITHIN),
        ("4", Band.GOOD, Position.WITHIN),
        ("4.1", Band.POOR, Position.ABOVE),
    ],
)
def test_a_band_is_left_on_both_sides(value: str, band: Band, position: Position) -> None:
    lens = graded(value, FREQUENCY, Direction.BAND)
    assert (lens.band, lens.position) == (band, position)


def test_an_interval_around_a_band_is_not_poor_although_both_ends_are() -> None:
    around = Quantity(Decimal(1), Decimal(5), Decimal(1))
    assert graded(around, FREQUENCY, Direction.BAND).reason is GradeReason.INSUFFICIENT_DATA


def test_before_the_period_is_over_it_is_too_early() -> None:
    lens = graded("0.10", ENGAGEMENT, period_over=False)
    assert (lens.band, lens.reason, lens.benchmark) == (None, GradeReason.TOO_EARLY, "t1")


def test_a_target_without_other_tiers_is_met_or_not() -> None:
    assert graded("8", Tiers(Decimal(8))).band is Band.GOOD
    assert graded("7", Tiers(Decimal(8))).band is Band.POOR


def test_a_lower_bound_over_the_stretch_is_great() -> None:
    assert graded(Quantity.at_least(Decimal("0.2")), ENGAGEMENT).band is Band.GREAT
    assert graded(Quantity.at_least(Decimal("0.09")), ENGAGEMENT).reason is GradeReason.INSUFFICIENT_DATA


@pytest.mark.parametrize(
    ("tiers", "direction", "sound"),
    [
        (ENGAGEMENT, Direction.HIGHER, True),
        (ENGAGEMENT, Direction.LOWER, False),
        (COST, Direction.LOWER, True),
        (COST, Direction.HIGHER, False),
        (FREQUENCY, Direction.BAND, True),
        (Tiers(Decimal(3)), Direction.BAND, False),
        (Tiers(Decimal(3)), Direction.LOWER, True),
    ],
)
def test_tiers_lead_the_way_of_their_kpi(tiers: Tiers, direction: Direction, *, sound: bool) -> None:
    assert tiers.sound_for(direction) is sound


numbers = st.decimals("-100", "100", places=1)


@given(numbers, numbers, st.one_of(st.none(), numbers), st.one_of(st.none(), numbers), st.booleans())
def test_bands_equal_those_of_the_twin(
    value: Decimal,
    target: Decimal,
    floor: Decimal | None,
    stretch: Decimal | None,
    lower: bool,  # noqa: FBT001 - drawn
) -> None:
    direction = Direction.LOWER if lower else Direction.HIGHER
    expected = twin_tier_band(
        Fraction(value),
        None if floor is None else Fraction(floor),
        Fraction(target),
        None if stretch is None else Fraction(stretch),
        lower_is_better=lower,
    )
    assert graded(str(value), Tiers(target, floor, stretch), direction).band == expected
