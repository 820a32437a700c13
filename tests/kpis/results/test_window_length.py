"""How a KPI's value depends on the length of its window."""

import pytest

from kpis.catalogue.base_metrics import METRIC_VOCABULARY
from kpis.formulas import compile_formula
from kpis.results.window_length import Growth, _growth


@pytest.mark.parametrize(
    ("formula", "growth"),
    [
        ("views", Growth.ADDS),
        ("likes + comments", Growth.ADDS),
        ("-likes", Growth.ADDS),
        ("views / 1000", Growth.ADDS),
        ("likes / views", Growth.NONE),
        ("likes / reach", Growth.NONE),
        ("spend / views * 1000", Growth.NONE),
        ("followers", Growth.NONE),
        ("reach", Growth.GROWS),
        ("per_day(views)", Growth.NONE),
        ("share_of(views)", Growth.NONE),
        ("log(views)", Growth.GROWS),
        ("coalesce(reads, views)", Growth.ADDS),
        ("coalesce(readers, followers)", Growth.GROWS),
        ("weighted(likes, 1, saves, 5)", Growth.ADDS),
    ],
)
def test_totals_add_rates_stay_and_people_merely_grow(formula, growth):
    assert _growth(compile_formula(formula, METRIC_VOCABULARY).tree) is growth
