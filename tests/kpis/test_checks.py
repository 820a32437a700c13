"""The system check finds KPIs that nothing can feed."""

from dataclasses import replace

from django.core import checks as django_checks

from campaigns.metrics import METRICS, Grain
from kpis.catalogue import catalogue
from kpis.catalogue.base_metrics import METRIC_VOCABULARY
from kpis.checks import kpis_can_be_fed, readable, unfed
from kpis.formulas import compile_formula


def test_every_kpi_can_be_fed_by_some_file() -> None:
    assert kpis_can_be_fed() == []


def test_the_check_runs_with_every_command() -> None:
    assert kpis_can_be_fed in django_checks.registry.registry.get_checks()


def test_a_kpi_whose_needs_stand_in_no_file_of_one_grain_is_found() -> None:
    formula = compile_formula("plays_5s / profile_visits", METRIC_VOCABULARY)
    on_days = replace(catalogue()["profile_visit_rate"], formulas={"douyin": formula}, grains=(Grain.ACCOUNT_DAY,))
    assert list(unfed(on_days)) == [
        "profile_visit_rate on douyin needs plays_5s, profile_visits: no file of one grain states them all."
    ]
    assert not list(unfed(replace(on_days, grains=(Grain.CONTENT,))))


def test_what_is_worked_out_needs_no_file() -> None:
    worked_out = {key for key, metric in METRICS.items() if metric.derived_input}
    assert worked_out.isdisjoint(readable(Grain.CONTENT))
    assert not list(unfed(catalogue()["tracked_roi"]))
