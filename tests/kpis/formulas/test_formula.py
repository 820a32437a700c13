"""References to other KPIs are resolved, and every circle is seen."""

import pytest

from campaigns.metrics import METRICS, Unit
from kpis.formulas import Formula, FormulaError, FormulaErrorCode, Vocabulary, compile_formula, parse

UNITS = {key: metric.unit for key, metric in METRICS.items()}


def compiled(text: str, *, key: str | None = None, **formulas: str) -> Formula:
    return compile_formula(text, Vocabulary(UNITS, formulas), key=key)


def refusal(text: str, *, key: str | None = None, **formulas: str) -> FormulaError:
    with pytest.raises(FormulaError) as caught:
        compiled(text, key=key, **formulas)
    return caught.value


def test_a_reference_is_replaced_by_its_formula() -> None:
    formula = compiled("interactions / views", interactions="likes + comments")
    assert formula.tree == parse("(likes + comments) / views")
    assert formula.metrics() == {"likes", "comments", "views"}
    assert formula.unit is Unit.RATIO


def test_references_lead_through_references() -> None:
    formula = compiled("rate * 100", rate="interactions / views", interactions="likes + shares")
    assert formula.metrics() == formula.tree.names() == {"likes", "shares", "views"}


def test_a_metric_is_meant_before_a_kpi_of_its_key() -> None:
    assert compiled("likes", likes="views").metrics() == {"likes"}


def test_the_unit_of_a_reference_counts_and_the_mismatch_names_both() -> None:
    mistake = refusal("cost + followers", cost="spend")
    assert (mistake.code, mistake.detail) == (FormulaErrorCode.UNIT_MISMATCH, "money + people")


def test_a_kpi_that_refers_to_itself_is_a_cycle() -> None:
    mistake = refusal("likes + mine", key="mine", mine="likes + mine")
    assert (mistake.code, mistake.position, mistake.detail) == (FormulaErrorCode.CYCLE, 8, "mine -> mine")


def test_a_circle_through_others_is_named_in_full() -> None:
    mistake = refusal("b", key="a", a="b", b="c", c="a")
    assert (mistake.code, mistake.detail) == (FormulaErrorCode.CYCLE, "a -> b -> c -> a")


def test_a_mistake_inside_a_reference_is_told_at_the_reference() -> None:
    mistake = refusal("likes / broken", broken="spend + followers")
    assert (mistake.code, mistake.position) == (FormulaErrorCode.UNIT_MISMATCH, 8)
    assert mistake.detail == "in broken: money + people"


def test_references_that_blow_up_are_too_long() -> None:
    formulas = {f"k{step}": f"k{step - 1} + k{step - 1}" for step in range(1, 12)} | {"k0": "likes"}
    assert refusal("k11", **formulas).code is FormulaErrorCode.TOO_LONG


def test_a_long_chain_of_references_is_too_deep() -> None:
    formulas = {f"k{step}": f"k{step - 1}" for step in range(1, 2000)} | {"k0": "likes"}
    assert refusal("k1999", **formulas).code is FormulaErrorCode.TOO_DEEP


def test_a_formula_of_numbers_alone_is_refused() -> None:
    assert refusal("1 + 1").code is FormulaErrorCode.SYNTAX


@pytest.mark.parametrize("text", ["spend / impressions * 1000", "1000 * (spend / impressions)", "spend / impressions"])
def test_the_fraction_is_found_behind_a_constant_factor(text: str) -> None:
    fraction = compiled(text).fraction()
    assert fraction is not None
    assert fraction.numerator.names() == {"spend"}
    assert fraction.denominator.names() == {"impressions"}


def test_a_total_has_no_fraction() -> None:
    assert compiled("likes + comments").fraction() is None
