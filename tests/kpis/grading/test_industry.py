"""Published numbers grade a result as far as they carry, and no further."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.benchmarks import Band, Benchmark, Match, Percentiles, Statistic, match, published_pack
from kpis.catalogue import Basis, Direction
from kpis.formulas import Quantity, Reason
from kpis.grading import GradeReason, LensGrade, LensKind, Position, grade_against, industry_lenses
from tests.oracles.grading_twin import BANDS, twin_quarter

PACK = {benchmark.key: benchmark for benchmark in published_pack()}
TIER = PACK["tiktok.er_follower.rule_of_thumb.10k_to_100k"]  # good from 4 %, great above 8 %
MEDIAN = PACK["tiktok.er_view.rival_iq_2024"]
COST = PACK["xiaohongshu.cpe.tocanan"]  # good below 10, great below 5
QUARTERS = replace(
    MEDIAN,
    statistic=Statistic.PERCENTILES,
    scale=Percentiles(tuple((p, Decimal(v)) for p, v in ((10, 5), (25, 10), (50, 20), (75, 40)))),
)


def graded(
    benchmark: Benchmark,
    value: str | Quantity,
    *,
    direction: Direction = Direction.HIGHER,
    sample: int | None = None,
    smallest: int | None = None,
) -> LensGrade:
    quantity = value if isinstance(value, Quantity) else Quantity.exact(Decimal(value))
    return grade_against(
        benchmark,
        quantity=quantity,
        direction=direction,
        sample=sample,
        smallest_denominator=smallest,
    )


@pytest.mark.parametrize(
    ("value", "band"),
    [
        ("-0.01", Band.POOR),
        ("0.02", Band.POOR),
        ("0.0399", Band.POOR),
        ("0.04", Band.GOOD),
        ("0.08", Band.GOOD),
        ("0.0801", Band.GREAT),
        ("3", Band.GREAT),
    ],
)
def test_thresholds_give_a_band(value: str, band: Band) -> None:
    lens = graded(TIER, value)
    assert (lens.kind, lens.band, lens.reason) == (LensKind.THRESHOLD, band, None)


@pytest.mark.parametrize(
    ("value", "band"),
    [("12", Band.POOR), ("10", Band.POOR), ("9.99", Band.GOOD), ("5", Band.GOOD), ("4.99", Band.GREAT)],
)
def test_costs_are_better_when_lower(value: str, band: Band) -> None:
    lens = graded(COST, value, direction=Direction.LOWER)
    assert lens.band is band


def test_a_low_cost_lies_below_and_that_is_favourable() -> None:
    lens = graded(COST, "4", direction=Direction.LOWER)
    assert (lens.position, lens.favourable) == (Position.BELOW, True)


@pytest.mark.parametrize(
    ("value", "position", "favourable"),
    [("0.05", Position.ABOVE, True), ("0.01", Position.BELOW, False), ("0.034", Position.WITHIN, None)],
)
def test_a_lone_median_says_above_or_below_and_gives_no_band(
    value: str,
    position: Position,
    favourable: bool | None,  # noqa: FBT001 - a table's column
) -> None:
    lens = graded(MEDIAN, value)
    assert (lens.band, lens.position, lens.favourable) == (None, position, favourable)
    assert (lens.kind, lens.reason) == (LensKind.MEDIAN, GradeReason.POSITION_ONLY)


def test_a_usual_range_has_an_inside() -> None:
    lens = graded(PACK["tiktok.view_to_follower.rule_of_thumb"], "1.2")
    assert (lens.kind, lens.position, lens.band) == (LensKind.RANGE, Position.WITHIN, None)


def test_a_source_that_states_great_alone_says_nothing_about_the_rest() -> None:
    excellent = PACK["douyin.completion_rate.kawo_2023.excellent"]
    assert graded(excellent, "0.40").band is Band.GREAT
    below = graded(excellent, "0.30")
    assert (below.band, below.position, below.reason) == (None, Position.BELOW, GradeReason.POSITION_ONLY)


def test_percentiles_give_band_and_percentile() -> None:
    lens = graded(QUARTERS, "30")
    assert (lens.kind, lens.band, lens.percentile) == (LensKind.PERCENTILE, Band.GOOD, Decimal("62.5"))


def test_a_value_outside_the_stated_percentiles_has_a_band_but_no_percentile() -> None:
    lens = graded(QUARTERS, "90")
    assert (lens.band, lens.percentile) == (Band.GREAT, None)


def test_too_small_a_sample_is_insufficient_and_a_large_one_is_graded() -> None:
    small = graded(TIER, "0.10", sample=99, smallest=100)
    assert (small.band, small.position, small.reason) == (None, None, GradeReason.INSUFFICIENT_DATA)
    assert graded(TIER, "0.10", sample=100, smallest=100).band is Band.GREAT


def test_no_value_is_insufficient_data() -> None:
    lens = graded(TIER, Quantity.missing(Reason.ZERO_DENOMINATOR))
    assert lens.reason is GradeReason.INSUFFICIENT_DATA


def test_at_least_is_graded_when_more_could_not_change_the_band() -> None:
    assert graded(TIER, Quantity.at_least(Decimal("0.09"))).band is Band.GREAT
    unsure = graded(TIER, Quantity.at_least(Decimal("0.05")))
    assert (unsure.band, unsure.position, unsure.reason) == (None, Position.ABOVE, GradeReason.INSUFFICIENT_DATA)


def test_at_most_is_graded_when_less_could_not_change_the_band() -> None:
    assert graded(TIER, Quantity.at_most(Decimal("0.03"))).band is Band.POOR
    assert graded(TIER, Quantity.at_most(Decimal("0.05"))).reason is GradeReason.INSUFFICIENT_DATA


def test_a_lens_tells_what_it_rests_on() -> None:
    assert graded(MEDIAN, "0.1").to_dict() == {
        "lens": "industry",
        "kind": "median",
        "band": None,
        "position": "above",
        "favourable": True,
        "percentile": None,
        "benchmark": "tiktok.er_view.rival_iq_2024",
        "n": 2007,
        "as_of": "2023-12-31",
        "reliability": "H",
        "source": "Rival IQ TikTok Benchmark Report 2024",
        "reason": "position_only",
    }


def industry(found: Match, value: str) -> tuple[LensGrade, ...]:
    return industry_lenses(
        found,
        quantity=Quantity.exact(Decimal(value)),
        direction=Direction.HIGHER,
        sample=15_000,
        smallest_denominator=500,
    )


def test_the_golden_account_is_poor_for_its_tier_and_below_the_median() -> None:
    found = match(
        PACK.values(),
        kpi="er_follower",
        version=1,
        network="tiktok",
        industry=None,
        followers=15_000,
        basis=Basis.PUBLISHED,
    )
    assert [(lens.band, lens.position) for lens in industry(found, "0.02")] == [
        (Band.POOR, Position.BELOW),
        (None, Position.BELOW),
    ]


def test_without_a_benchmark_the_lens_says_so() -> None:
    (lens,) = industry(Match((), ()), "0.02")
    assert (lens.band, lens.benchmark, lens.reason) == (None, None, GradeReason.NO_BENCHMARK)


values = st.decimals("-5", "60", places=2)


@given(values, st.sampled_from([Direction.HIGHER, Direction.LOWER]))
def test_quarters_equal_those_of_the_twin(value: Decimal, direction: Direction) -> None:
    lens = graded(QUARTERS, str(value), direction=direction)
    quarters = [Fraction(10), Fraction(20), Fraction(40)]
    assert lens.band == twin_quarter(Fraction(value), quarters, lower_is_better=direction is Direction.LOWER)


@pytest.mark.parametrize(
    ("benchmark", "direction"),
    [(TIER, Direction.HIGHER), (COST, Direction.LOWER), (QUARTERS, Direction.HIGHER), (QUARTERS, Direction.LOWER)],
)
@given(one=values, other=values)
def test_a_better_number_never_gets_a_worse_band(
    benchmark: Benchmark,
    direction: Direction,
    one: Decimal,
    other: Decimal,
) -> None:
    worse, better = sorted((one, other), reverse=direction is Direction.LOWER)
    bands = [graded(benchmark, str(value), direction=direction).band for value in (worse, better)]
    assert [band for band in bands if band is None] == []
    assert BANDS.index(str(bands[0])) <= BANDS.index(str(bands[1]))


@given(values, st.decimals("0", "30", places=2), st.integers(0, 100))
def test_a_band_given_to_a_bound_holds_for_every_number_it_may_be(low: Decimal, width: Decimal, percent: int) -> None:
    bound = graded(QUARTERS, Quantity.at_least(low, ceiling=low + width))
    inside = graded(QUARTERS, Quantity.exact(low + width * percent / 100))
    assert bound.band in (None, inside.band)
