"""Unlike things are never added, and the refusal names both."""

import pytest

from campaigns.metrics import METRICS, Unit
from kpis.formulas import FormulaError, FormulaErrorCode, parse, unit_of

UNITS = {key: metric.unit for key, metric in METRICS.items()} | {"rate": Unit.RATIO, "index": Unit.SCORE}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("likes", Unit.COUNT),
        ("likes + comments - shares", Unit.COUNT),
        ("likes * 4 + 4 * shares", Unit.COUNT),
        ("-follows_lost", Unit.COUNT),
        ("likes / followers", Unit.RATIO),
        ("followers / likes", Unit.RATIO),
        ("sharers / readers", Unit.RATIO),
        ("revenue / spend", Unit.RATIO),
        ("revenue - spend", Unit.MONEY),
        ("(revenue - cost_total) / cost_total", Unit.RATIO),
        ("spend / impressions * 1000", Unit.MONEY),
        ("cost_total / new_customers", Unit.MONEY),
        ("watch_time_s / views", Unit.SECONDS),
        ("rate + likes / views", Unit.RATIO),
        ("1 - rate", Unit.RATIO),
        ("rate * likes", Unit.COUNT),
        ("likes / rate", Unit.COUNT),
        ("1 / rate", Unit.RATIO),
        ("index / 2 + 5", Unit.SCORE),
        ("coalesce(views, reads)", Unit.COUNT),
    ],
)
def test_a_formula_knows_its_unit(text: str, unit: Unit) -> None:
    assert unit_of(parse(text), UNITS) is unit


@pytest.mark.parametrize(
    ("text", "detail", "position"),
    [
        ("spend + followers", "money + people", 6),
        ("followers - likes", "people - count", 10),
        ("likes + watch_time_s", "count + seconds", 6),
        ("likes + 5", "count + number", 6),
        ("likes * comments", "count * count", 6),
        ("spend * followers", "money * people", 6),
        ("likes / spend", "count / money", 6),
        ("1 / likes", "number / count", 2),
        ("rate / likes", "ratio / count", 5),
        ("spend / watch_time_s", "money / seconds", 6),
        ("(likes / views) + likes", "ratio + count", 16),
        ("index + likes", "score + count", 6),
    ],
)
def test_a_mismatch_names_both_units_and_its_place(text: str, detail: str, position: int) -> None:
    with pytest.raises(FormulaError) as caught:
        unit_of(parse(text), UNITS)
    assert caught.value.code is FormulaErrorCode.UNIT_MISMATCH
    assert (caught.value.detail, caught.value.position) == (detail, position)


def test_options_of_unlike_units_are_refused_naming_both() -> None:
    with pytest.raises(FormulaError) as caught:
        unit_of(parse("coalesce(views, reach)"), UNITS)
    assert caught.value.code is FormulaErrorCode.UNIT_MISMATCH
    assert "count" in caught.value.detail
    assert "people" in caught.value.detail


def test_an_unknown_name_is_refused_at_its_place() -> None:
    with pytest.raises(FormulaError) as caught:
        unit_of(parse("likes / vews"), UNITS)
    assert (caught.value.code, caught.value.position) == (FormulaErrorCode.UNKNOWN_NAME, 8)


def test_bare_numbers_have_no_unit() -> None:
    assert unit_of(parse("2 * 3 + 1"), {}) is None
