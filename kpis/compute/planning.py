"""Which sums a question needs: for each KPI and network a bundle of metrics, for each grain the bundles to ask for."""

from collections.abc import Iterable
from dataclasses import dataclass

from campaigns.metrics import Grain
from kpis.catalogue import Basis, Kpi
from kpis.compute.cells import Bundle
from kpis.compute.costs import COST_METRICS, SPEND
from kpis.compute.period_figures import without_never_added
from kpis.compute.question import Question

GRAINS = (Grain.ACCOUNT_DAY, Grain.CONTENT, Grain.AD_DAY)


@dataclass(frozen=True, slots=True)
class Plan:
    """The bundles to sum at each grain."""

    bundles: dict[Grain, list[Bundle]]


def bundle_of(kpi: Kpi, network: str) -> Bundle | None:
    """Give the metrics that a KPI needs on a network, None where it does not exist there."""
    formula = kpi.formula_for(network)
    return None if formula is None else frozenset(formula.metrics())


def grains_of(kpi: Kpi, network: str, question: Question) -> list[Grain]:
    """List the grains at which the question can be answered for a KPI on a network.

    Account days cannot tell contents apart, and know nothing of when something was published; where contents are
    asked for by publishing and the KPI exists there, only they answer.
    """
    possible = [grain for grain in GRAINS if grain in kpi.grains_for(network)]
    if not question.scope.whole_accounts or question.content_keys:
        possible = [grain for grain in possible if grain is not Grain.ACCOUNT_DAY]
    if question.basis is Basis.PUBLISHED and Grain.CONTENT in possible:
        possible = [Grain.CONTENT]
    return possible


def plan(question: Question, networks: Iterable[str]) -> Plan:
    """Collect each grain's bundles once, whatever the number of KPIs that share them."""
    bundles: dict[Grain, dict[Bundle, None]] = {grain: {} for grain in GRAINS}
    for kpi in question.kpis:
        for network in networks:
            bundle = bundle_of(kpi, network)
            if bundle is not None:
                for grain in grains_of(kpi, network, question):
                    bundles[grain][bundle] = None
                    if grain is Grain.ACCOUNT_DAY and (rest := without_never_added(bundle)):
                        bundles[grain][rest] = None  # for when the vendor's own figure stands in for the others
                if bundle & COST_METRICS:
                    bundles[Grain.AD_DAY][SPEND] = None
    return Plan({grain: list(wanted) for grain, wanted in bundles.items()})
