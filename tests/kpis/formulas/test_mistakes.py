"""Everything that is wrong with a formula is told at once, in the order of its text, with a way out."""

import pytest

from campaigns.metrics import METRICS
from kpis.formulas import FormulaError, FormulaErrorCode, Vocabulary, compile_formula

UNITS = {key: metric.unit for key, metric in METRICS.items()}


def mistakes(text: str, **formulas: str) -> list[tuple[FormulaErrorCode, int]]:
    with pytest.raises(FormulaError) as caught:
        compile_formula(text, Vocabulary(UNITS, formulas))
    return [(mistake.code, mistake.position) for mistake in caught.value.every()]


def detail(text: str, **formulas: str) -> str:
    with pytest.raises(FormulaError) as caught:
        compile_formula(text, Vocabulary(UNITS, formulas))
    return caught.value.detail


def test_all_mistakes_of_a_formula_are_told_in_the_order_of_its_text() -> None:
    assert mistakes("(spend + followers) / vews + log(spend) * lkes") == [
        (FormulaErrorCode.UNIT_MISMATCH, 7),
        (FormulaErrorCode.UNKNOWN_NAME, 22),
        (FormulaErrorCode.UNIT_MISMATCH, 29),
        (FormulaErrorCode.UNKNOWN_NAME, 42),
    ]


def test_an_unknown_name_brings_no_second_mistake_with_it() -> None:
    assert mistakes("likes + vews * 5 + spend / vews") == [
        (FormulaErrorCode.UNKNOWN_NAME, 8),
        (FormulaErrorCode.UNKNOWN_NAME, 27),
    ]


def test_every_broken_reference_is_told_once() -> None:
    found = mistakes("broken + likes / worse + broken", broken="spend + followers", worse="likes +")
    assert found == [(FormulaErrorCode.UNIT_MISMATCH, 0), (FormulaErrorCode.SYNTAX, 17)]


def test_the_nearest_known_names_are_suggested() -> None:
    assert "did you mean views" in detail("likes / vews")
    assert "my_rate" in detail("my_rat * 2", my_rate="likes / views")
    assert "did you mean" not in detail("likes / zzzzzzzz")


def test_who_writes_days_is_shown_per_day() -> None:
    assert "per_day(a)" in detail("likes / days")


def test_the_nearest_function_is_suggested() -> None:
    assert "share_of(a)" in detail("shareof(likes)")
    assert "coalesce(a, b, ...)" in detail("zzz(likes)")


def test_a_very_long_unknown_name_is_cut_short() -> None:
    assert len(detail("x" * 450)) < 200
