"""Functions do what the field means by them, keep bounds honest, and refuse what makes no sense."""

from decimal import Decimal

import pytest

from campaigns.metrics import METRICS, Unit
from kpis.formulas import (
    Bound,
    Formula,
    FormulaError,
    FormulaErrorCode,
    Quantity,
    Reason,
    Vocabulary,
    compile_formula,
    equivalent,
    parse,
)

UNITS = {key: metric.unit for key, metric in METRICS.items()}
DAYS = Quantity.exact(28)


def compiled(text: str, **formulas: str) -> Formula:
    return compile_formula(text, Vocabulary(UNITS, formulas))


def refusal(text: str, **formulas: str) -> FormulaError:
    with pytest.raises(FormulaError) as caught:
        compiled(text, **formulas)
    return caught.value


def value_of(text: str, whole: dict[str, Quantity] | None = None, **inputs: Quantity | int) -> Quantity:
    numbers = {key: each if isinstance(each, Quantity) else Quantity.exact(each) for key, each in inputs.items()}
    return compiled(text).evaluate(numbers, whole)


def test_per_day_spreads_over_the_days_of_the_window_that_are_over() -> None:
    assert value_of("per_day(views)", views=2800, days=DAYS).value == 100
    assert value_of("per_day(likes) * 7", likes=112, days=DAYS).value == 28


def test_per_day_keeps_the_unit_of_what_it_spreads() -> None:
    assert compiled("per_day(spend)").unit is Unit.MONEY
    assert compiled("per_day(views)").unit is Unit.COUNT


def test_a_day_is_no_metric_that_a_formula_needs() -> None:
    assert compiled("per_day(views)").metrics() == {"views"}


def test_per_day_without_days_has_no_data_and_before_the_first_is_over_no_denominator() -> None:
    assert value_of("per_day(views)", views=2800).reason is Reason.NO_DATA
    assert value_of("per_day(views)", views=2800, days=0).reason is Reason.ZERO_DENOMINATOR


def test_a_capped_total_is_at_least_as_much_per_day() -> None:
    result = value_of("per_day(likes)", likes=Quantity.at_least(100_000), days=DAYS)
    assert (result.bound, result.low) == (Bound.AT_LEAST, result.value)


def test_a_share_is_the_group_over_the_whole_scope() -> None:
    whole = {"likes": Quantity.exact(400)}
    assert value_of("share_of(likes)", whole, likes=100).value == Decimal("0.25")
    assert compiled("share_of(spend)").unit is Unit.RATIO


def test_only_formulas_with_a_share_use_the_whole_also_through_references() -> None:
    assert compiled("1 - share_of(likes)").uses_whole()
    assert compiled("other * 2", other="share_of(likes)").uses_whole()
    assert not compiled("likes / views").uses_whole()


def test_the_share_of_a_rate_is_an_index_that_may_pass_one() -> None:
    whole = {"likes": Quantity.exact(100), "views": Quantity.exact(2000)}
    assert value_of("share_of(likes / views) - 1", whole, likes=60, views=1000).value == Decimal("0.2")


def test_a_share_without_a_whole_has_no_data() -> None:
    assert value_of("share_of(likes)", likes=100).reason is Reason.NO_DATA


def test_a_share_of_a_capped_whole_is_at_most_that() -> None:
    result = value_of("share_of(likes)", {"likes": Quantity.at_least(400)}, likes=100)
    assert (result.value, result.bound) == (Decimal("0.25"), Bound.AT_MOST)


def test_a_share_of_days_takes_the_same_days_above_and_below() -> None:
    whole = {"likes": Quantity.exact(448)}
    assert value_of("share_of(per_day(likes))", whole, likes=112, days=DAYS).value == Decimal("0.25")


def test_a_logarithm_is_natural_and_gives_a_score() -> None:
    result = value_of("log(likes + 1)", likes=99)
    assert result.value is not None
    assert result.value.quantize(Decimal("1e-12")) == Decimal("4.605170185988")
    assert compiled("log(likes + 1)").unit is Unit.SCORE


@pytest.mark.parametrize("text", ["log(1 + likes)", "log(1 + likes + comments)", "log(likes - comments + 1)"])
def test_a_number_may_be_added_to_a_count_inside_a_logarithm(text: str) -> None:
    assert compiled(text).unit is Unit.SCORE
    assert refusal(text[4:-1]).code is FormulaErrorCode.UNIT_MISMATCH


@pytest.mark.parametrize("text", ["log(likes / (views + 1))", "log(likes - 1)", "log(spend + 1)", "log(spend)"])
def test_a_number_is_added_to_counts_alone_and_money_has_no_logarithm(text: str) -> None:
    assert refusal(text).code is FormulaErrorCode.UNIT_MISMATCH


@pytest.mark.parametrize("likes", [0, -1, Quantity.at_most(5), Quantity.at_most(5, floor=0)])
def test_the_logarithm_of_what_may_be_nothing_is_undefined(likes: Quantity | int) -> None:
    result = value_of("log(likes)", likes=likes)
    assert (result.value, result.reason) == (None, Reason.UNDEFINED)


def test_the_logarithm_of_a_capped_count_is_at_least_that() -> None:
    result = value_of("log(likes)", likes=Quantity.at_least(100_000, derived=True))
    assert (result.bound, result.high, result.derived) == (Bound.AT_LEAST, None, True)


def test_an_index_adds_parts_of_any_unit_by_weight() -> None:
    result = value_of("weighted(views, 0.25, watch_time_s, 0.5, spend, -1)", views=100, watch_time_s=30, spend=10)
    assert result.value == Decimal(30)
    assert compiled("weighted(views, 0.25, spend, 1)").unit is Unit.SCORE


def test_a_negative_weight_turns_a_bound_round() -> None:
    capped = Quantity.at_least(100)
    assert value_of("weighted(likes, -2, views, 1)", likes=capped, views=500).bound is Bound.AT_MOST
    assert value_of("weighted(likes, 2, views, 1)", likes=capped, views=500).bound is Bound.AT_LEAST
    assert value_of("weighted(likes, 2, views, -1)", likes=capped, views=capped).reason is Reason.UNBOUNDED


def test_an_index_with_a_missing_part_is_missing() -> None:
    assert value_of("weighted(likes, 1, views, 1)", likes=3).reason is Reason.NO_DATA


def test_a_weight_is_a_bare_number() -> None:
    mistake = refusal("weighted(likes, views)")
    assert (mistake.code, mistake.position) == (FormulaErrorCode.UNIT_MISMATCH, 16)
    assert "count" in mistake.detail
    assert "number" in mistake.detail
    assert compiled("weighted(likes, 1 / 3)").unit is Unit.SCORE


@pytest.mark.parametrize(
    ("text", "usage"),
    [
        ("per_day(likes, views)", "per_day(a)"),
        ("share_of(likes, views)", "share_of(a)"),
        ("log(likes, views)", "log(a)"),
        ("weighted(likes)", "weighted(a, weight, b, weight, ...)"),
        ("weighted(likes, 1, views)", "weighted(a, weight, b, weight, ...)"),
    ],
)
def test_a_wrong_number_of_arguments_is_refused_with_the_usage(text: str, usage: str) -> None:
    mistake = refusal(f"1 * {text}")
    assert (mistake.code, mistake.position) == (FormulaErrorCode.WRONG_ARGUMENTS, 4)
    assert usage in mistake.detail


@pytest.mark.parametrize("text", ["share_of(share_of(likes))", "per_day(per_day(likes))", "share_of(1 - other)"])
def test_shares_of_shares_and_days_over_days_are_refused(text: str) -> None:
    mistake = refusal(text, other="share_of(likes)")
    assert mistake.code is FormulaErrorCode.NESTED_FUNCTION
    assert mistake.position > 0
    assert compiled("share_of(per_day(likes)) + share_of(views)").unit is Unit.RATIO


def test_a_share_of_a_bare_number_is_refused() -> None:
    assert refusal("share_of(5) * likes").detail.startswith("share_of(number)")


def test_functions_are_the_same_when_their_arguments_are() -> None:
    assert equivalent(parse("weighted(a, 1, b, 2)"), parse("weighted(b, 2.0, a, 1)"))
    assert equivalent(parse("log(a + b) - per_day(c)"), parse("-per_day(c) + log(b + a)"))
    assert not equivalent(parse("weighted(a, 1, b, 2)"), parse("weighted(a, 2, b, 1)"))
    assert not equivalent(parse("share_of(a)"), parse("per_day(a)"))
    assert not equivalent(parse("log(a)"), parse("a"))
