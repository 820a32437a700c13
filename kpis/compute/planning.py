"""Which sums a question needs: for each KPI and kind of account what rows must state, for each grain what to ask."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from campaigns.metrics import METRICS, Grain, Kind
from kpis.catalogue import Basis, Kpi
from kpis.compute.accounts import Variant
from kpis.compute.chorus import has_money
from kpis.compute.period_figures import without_never_added
from kpis.compute.question import Question
from kpis.compute.sheets import Bundle
from kpis.compute.sides import SIDE_METRICS, SPEND, spends
from kpis.formulas import Formula

GRAINS = (Grain.ACCOUNT_DAY, Grain.CONTENT, Grain.AD_DAY)


@dataclass(frozen=True, slots=True)
class Need:
    """What a KPI needs on one kind of account: its formula, the metrics that rows must state, and the grains to ask."""

    formula: Formula
    counted: Bundle  # the metrics without those that come from costs and conversions
    sides: Bundle  # and those
    grains: tuple[Grain, ...]
    has_money: bool  # among the metrics that rows state


ByVariant = Mapping[Variant, Need]


@dataclass(frozen=True, slots=True, eq=False)
class Listening:
    """What to listen for: at each grain, by kind of account, the metrics that rows must state; KPIs share theirs.

    `kinds` are all kinds of account that it is about, at whichever grain.
    """

    at: Mapping[Grain, Mapping[Variant, Bundle]]
    kinds: frozenset[Variant]

    @classmethod
    def of(cls, needs: ByVariant) -> "Listening":
        """Collect what is needed by grain."""
        grains = [grain for grain in GRAINS if any(grain in need.grains for need in needs.values())]
        at = {
            grain: {variant: need.counted for variant, need in needs.items() if grain in need.grains}
            for grain in grains
        }
        return cls(at, frozenset(needs))


@dataclass(frozen=True, slots=True, eq=False)
class KpiWay:
    """One way through a KPI's fall-backs: its needs by kind of account, and what follows from them.

    `formula` is the one formula of all kinds of account; None where they differ. `levels` are the grains at which
    people are counted as they stand: somebody who follows two accounts is counted twice.
    """

    needs: ByVariant
    listening: Listening
    formula: Formula | None
    of_sides_alone: bool
    uses_whole: bool
    levels: frozenset[Grain]
    _on: dict[frozenset[Variant], Formula | None] = field(default_factory=dict)

    def formula_on(self, variants: frozenset[Variant]) -> Formula | None:
        """Give the one formula of some of its kinds of account; None where they differ, or there is none."""
        if self.formula is not None:
            return self.formula
        if variants not in self._on:
            self._on[variants] = common_formula([self.needs[variant] for variant in variants])
        return self._on[variants]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a question needs: the ways of each KPI, the preferred first."""

    ways: Mapping[str, Sequence[KpiWay]]
    listenings: Sequence[Listening]
    sides: frozenset[str]  # the metrics of costs and conversions that are needed
    uses_whole: bool  # a formula asks for a share of the whole scope
    grains: frozenset[Grain]  # at which something is listened for

    def at(self, grain: Grain, is_open: Callable[[Listening], bool]) -> "Asked":
        """Collect what to ask at a grain for those that are open: each bundle once, however many KPIs share it."""
        bundles: dict[Bundle, None] = {}
        by_variant: dict[Variant, set[str]] = {}
        for listening in self.listenings:
            if grain not in listening.at or not is_open(listening):
                continue
            for variant, bundle in listening.at[grain].items():
                by_variant.setdefault(variant, set()).update(bundle)
                bundles[bundle] = None
                if rest := without_never_added(bundle, grain):
                    bundles[rest] = None  # for when the vendor's own figure stands in for the others
        if grain is Grain.AD_DAY and spends(self.sides):
            bundles[SPEND] = None
        return Asked(list(bundles), {variant: frozenset(names) for variant, names in by_variant.items()})


@dataclass(frozen=True, slots=True)
class Asked:
    """What to ask at one grain: the bundles, and the metrics by kind of account."""

    bundles: Sequence[Bundle]
    by_variant: Mapping[Variant, frozenset[str]]

    @property
    def names(self) -> list[str]:
        """Name the metrics."""
        return sorted({name for bundle in self.bundles for name in bundle})


def plan(question: Question, variants: Iterable[Variant], *, without_words: bool = False) -> Plan:
    """Work out what each KPI needs on these kinds of account, or what in groups `without_words`.

    These hold the contents without a category, say, and the ads without a content, which are no such contents.
    """
    return _plan(question.kpis, tuple(sorted(variants)), _Allowed.by(question, without_words=without_words))


@lru_cache(maxsize=64)
def _plan(kpis: tuple[Kpi, ...], variants: tuple[Variant, ...], allowed: "_Allowed") -> Plan:
    listenings: dict[object, Listening] = {}
    ways = {kpi.key: [_way(needs, listenings) for needs in _needs(kpi, variants, allowed)] for kpi in kpis}
    needs = [need for of_kpi in ways.values() for way in of_kpi for need in way.needs.values()]
    sides = frozenset[str]().union(*(need.sides for need in needs))
    return Plan(
        ways=ways,
        listenings=tuple(listenings.values()),
        sides=sides,
        uses_whole=any(way.uses_whole for of_kpi in ways.values() for way in of_kpi),
        grains=frozenset({Grain.AD_DAY} if spends(sides) else ()).union(*[each.at for each in listenings.values()]),
    )


def _way(needs: ByVariant, listenings: dict[object, Listening]) -> KpiWay:
    """Work out what follows from the needs; whoever listens for the same shares it."""
    key = tuple((variant, need.counted, need.grains) for variant, need in needs.items())
    listening = listenings.setdefault(
        key,
        Listening.of(needs),
    )
    counted = [name for need in needs.values() for name in need.counted]
    return KpiWay(
        needs=needs,
        listening=listening,
        formula=common_formula(list(needs.values())),
        of_sides_alone=bool(needs) and not counted,
        uses_whole=any(need.formula.uses_whole() for need in needs.values()),
        levels=frozenset(
            grain for grain in GRAINS if any(METRICS[name].kinds.get(grain) is Kind.STOCK for name in counted)
        ),
    )


def _of_sides_alone(kpi: Kpi) -> dict[Variant, Need]:
    """Give the need of a KPI that no account has and that none must have: it rests on costs and conversions alone."""
    formula = next(iter(kpi.formulas.values()), None)
    if formula is None or not formula.metrics() <= SIDE_METRICS:
        return {}
    return {("", ""): _need_of(formula, ())}


@dataclass(frozen=True, slots=True)
class _Allowed:
    """What a question leaves open: the grains that can answer it, and whether contents do where they can."""

    grains: tuple[Grain, ...]
    contents_first: bool

    @classmethod
    def by(cls, question: Question, *, without_words: bool) -> "_Allowed":
        grains = tuple(grain for grain in GRAINS if question.of_whole_accounts or grain is not Grain.ACCOUNT_DAY)
        return cls(grains, question.basis is Basis.PUBLISHED or without_words)


def _needs(kpi: Kpi, variants: Sequence[Variant], allowed: _Allowed) -> Sequence[ByVariant]:
    """List what a KPI needs, way by way; kinds of account whose formula has fewer ways stay with their last."""
    formulas = {variant: formula.ways() for variant in variants if (formula := kpi.formula_for(*variant)) is not None}
    if not formulas:
        return [_of_sides_alone(kpi)]
    return [
        {variant: _need(kpi, ways[min(number, len(ways) - 1)], allowed) for variant, ways in formulas.items()}
        for number in range(max(len(ways) for ways in formulas.values()))
    ]


def _need(kpi: Kpi, formula: Formula, allowed: _Allowed) -> Need:
    counted = formula.metrics() - SIDE_METRICS
    return _need_of(formula, _grains(kpi, counted, allowed) if counted else ())


def _need_of(formula: Formula, grains: tuple[Grain, ...]) -> Need:
    metrics = formula.metrics()
    counted = metrics - SIDE_METRICS
    return Need(formula, counted, metrics - counted, grains, has_money(counted))


def _grains(kpi: Kpi, counted: Bundle, allowed: _Allowed) -> tuple[Grain, ...]:
    """List the grains at which the question can be answered for these metrics.

    Account days cannot tell contents apart, and know nothing of when something was published; where contents are
    asked for by publishing or as those without a category, and the KPI exists there, only they answer.
    """
    with_all = _grains_with(counted)
    possible = tuple(grain for grain in allowed.grains if grain in with_all and grain in kpi.grains)
    return (Grain.CONTENT,) if allowed.contents_first and Grain.CONTENT in possible else possible


@lru_cache(maxsize=4096)
def _grains_with(counted: Bundle) -> frozenset[Grain]:
    return frozenset(grain for grain in GRAINS if all(METRICS[name].exists_on(grain) for name in counted))


def common_formula(needs: Sequence[Need]) -> Formula | None:
    """Give the one formula of several kinds of accounts; None where they differ, or there is none."""
    formulas = list({id(need.formula): need.formula for need in needs}.values())
    if not formulas or any(other.tree != formulas[0].tree for other in formulas[1:]):
        return None
    return formulas[0]
