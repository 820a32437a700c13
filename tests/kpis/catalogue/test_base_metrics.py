"""Every metric that is stored is a KPI of its own key, with goals and partners that exist."""

import pytest

from campaigns.metrics import METRICS
from kpis.catalogue import Direction, KpiClass, catalogue
from kpis.catalogue.base_metrics import _BANDED, _SUPPORTED_GOALS, _VANITY, base_kpis

STORED = [key for key, metric in METRICS.items() if not metric.derived_input]


def test_every_stored_metric_is_a_kpi_and_no_input_is() -> None:
    assert [kpi.key for kpi in base_kpis()] == STORED


@pytest.mark.parametrize("named", [*_SUPPORTED_GOALS.values(), _VANITY, _BANDED])
def test_what_is_said_of_metrics_is_said_of_such_as_are_stored(named) -> None:
    assert set(named) <= set(STORED)


@pytest.mark.parametrize("key", _VANITY)
def test_a_count_that_impresses_is_paired_with_what_gives_it_meaning(key: str) -> None:
    assert {catalogue()[partner].kpi_class for partner in _VANITY[key]} == {KpiClass.ACTIONABLE}


@pytest.mark.parametrize(
    ("key", "direction"),
    [("likes", Direction.HIGHER), ("first_response_s", Direction.LOWER), ("comments_neutral", Direction.BAND)],
)
def test_a_count_gets_better_in_its_own_direction(key: str, direction: Direction) -> None:
    assert next(kpi for kpi in base_kpis() if kpi.key == key).direction is direction


def test_a_metric_of_one_kind_of_account_is_a_kpi_of_that_kind() -> None:
    visits = next(kpi for kpi in base_kpis() if kpi.key == "visits")
    assert visits.networks == ("wechat",)
    assert set(visits.kind_formulas) == {"wechat.mini_program"}
