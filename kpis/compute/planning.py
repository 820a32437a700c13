"""Which sums a question needs: for each KPI and kind of account what rows must state, for each grain what to ask."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from campaigns.metrics import METRICS, Grain
from kpis.catalogue import Basis, Kpi
from kpis.compute.accounts import Variant
from kpis.compute.cells import Bundle
from kpis.compute.period_figures import without_never_added
from kpis.compute.question import Question
from kpis.compute.sides import SIDE_METRICS, SPEND, spends
from kpis.formulas import Formula

GRAINS = (Grain.ACCOUNT_DAY, Grain.CONTENT, Grain.AD_DAY)


@dataclass(frozen=True, slots=True)
class Need:
    """What a KPI needs on one kind of account: its formula, the metrics that rows must state, and the grains to ask."""

    formula: Formula
    metrics: Bundle
    counted: Bundle  # the metrics without those that come from costs and conversions
    grains: tuple[Grain, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to read for a question: needs by KPI and variant, bundles by grain, contents' metrics by variant."""

    needs: Mapping[str, Mapping[Variant, Need]]
    bundles: Mapping[Grain, list[Bundle]]
    of_contents: Mapping[Variant, frozenset[str]]
    sides: frozenset[str] = field(default=frozenset())  # the metrics of costs and conversions that are needed


def plan(question: Question, variants: Iterable[Variant]) -> Plan:
    """Collect each grain's bundles once, whatever the number of KPIs that share them."""
    variants, allowed = sorted(variants), _Allowed.by(question)
    needs: dict[str, dict[Variant, Need]] = {}
    for kpi in question.kpis:
        found = {variant: need for variant in variants if (need := _need(kpi, variant, allowed)) is not None}
        needs[kpi.key] = found
    bundles: dict[Grain, dict[Bundle, None]] = {grain: {} for grain in GRAINS}
    of_contents: dict[Variant, set[str]] = {}
    sides: set[str] = set()
    for by_variant in needs.values():
        for variant, need in by_variant.items():
            sides |= need.metrics & SIDE_METRICS
            for grain in need.grains:
                bundles[grain][need.counted] = None
                if grain is Grain.CONTENT:
                    of_contents.setdefault(variant, set()).update(need.counted)
                if grain is not Grain.CONTENT and (rest := without_never_added(need.counted, grain)):
                    bundles[grain][rest] = None  # for when the vendor's own figure stands in for the others
    if spends(sides):
        bundles[Grain.AD_DAY][SPEND] = None
    return Plan(
        needs=needs,
        bundles={grain: list(wanted) for grain, wanted in bundles.items()},
        of_contents={variant: frozenset(names) for variant, names in of_contents.items()},
        sides=frozenset(sides),
    )


@dataclass(frozen=True, slots=True)
class _Allowed:
    """What a question leaves open: the grains that can answer it, and whether contents by publishing go first."""

    grains: tuple[Grain, ...]
    published: bool

    @classmethod
    def by(cls, question: Question) -> "_Allowed":
        daily = question.scope.whole_accounts and not question.content_keys
        grains = tuple(grain for grain in GRAINS if daily or grain is not Grain.ACCOUNT_DAY)
        return cls(grains, question.basis is Basis.PUBLISHED)


def _need(kpi: Kpi, variant: Variant, allowed: _Allowed) -> Need | None:
    formula = kpi.formula_for(*variant)
    if formula is None:
        return None
    metrics = formula.metrics()
    counted = metrics - SIDE_METRICS
    return Need(formula, metrics, counted, _grains(kpi, counted, allowed) if counted else ())


def _grains(kpi: Kpi, counted: Bundle, allowed: _Allowed) -> tuple[Grain, ...]:
    """List the grains at which the question can be answered for these metrics.

    Account days cannot tell contents apart, and know nothing of when something was published; where contents are
    asked for by publishing and the KPI exists there, only they answer.
    """
    with_all = _grains_with(counted)
    possible = tuple(grain for grain in allowed.grains if grain in with_all and grain in kpi.grains)
    return (Grain.CONTENT,) if allowed.published and Grain.CONTENT in possible else possible


@lru_cache(maxsize=4096)
def _grains_with(counted: Bundle) -> frozenset[Grain]:
    return frozenset(grain for grain in GRAINS if all(METRICS[name].exists_on(grain) for name in counted))
