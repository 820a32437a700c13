"""One KPI of one group: which grain answers, what its networks have in common, and what the formula makes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from typing import Any
from uuid import UUID

from campaigns.metrics import METRICS, Grain, Kind
from kpis.catalogue import Basis, Kpi
from kpis.compute.accounts import AccountFacts, Variant
from kpis.compute.cells import Bundle, BundleTotals, Cell
from kpis.compute.conversion_sums import ConversionSum
from kpis.compute.cost_sums import CostSum
from kpis.compute.merging import Known, Merged, merge
from kpis.compute.outcome import Coverage, Outcome, Part
from kpis.compute.period_figures import with_figure_totals
from kpis.compute.planning import GRAINS, KpiWay, Need, Plan
from kpis.compute.question import Question, Window
from kpis.compute.sides import SPEND, Media, Sides, side_quantities, spends
from kpis.formulas import Formula, Node, Quantity, Reason
from kpis.formulas.evaluation import DAYS

Found = Sequence[tuple[Cell, BundleTotals]]  # cells that state all that a KPI needs, with the totals of it
_NOTHING_MERGED = Merged({}, 0, None)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was read for one group."""

    cells: Mapping[Grain, Sequence[Cell]]
    costs: Sequence[CostSum]
    conversions: Sequence[ConversionSum] = ()
    of_published: Sequence[ConversionSum] = ()  # conversions of contents published in the window, to date

    def beside(self, heard: frozenset[UUID] | None, *, published: bool) -> "Evidence":
        """Give the costs and conversions that stand beside the facts of the accounts that are `heard`.

        What is of another account is left out; what is of no account stays where all are heard (`heard` None).
        """
        conversions = self.of_published if published else self.conversions
        if heard is None:
            return replace(self, conversions=conversions)
        return replace(self, conversions=[each for each in conversions if each.account in heard])


@dataclass(frozen=True, slots=True)
class _Heard:
    """What accounts say at one grain of all that a KPI needs; most KPIs share it with others."""

    grain: Grain
    by_account: Mapping[UUID, Found]
    accounts: Sequence[AccountFacts]
    rows: int
    days: int  # of the account that states fewest
    coverage: Coverage
    paid_mix: str | None


@dataclass(frozen=True, slots=True)
class _Inputs:
    """The inputs of a formula, the currency of the money among them, and the currencies that it was in before."""

    inputs: Mapping[str, Quantity]
    currency: str | None
    former: frozenset[str]


class Evaluator:
    """Evaluates KPIs over the evidence of one group; what several KPIs share is worked out once.

    `whole` evaluates the same window over the whole scope, for shares of it.
    """

    def __init__(
        self,
        plan: Plan,
        question: Question,
        window: Window,
        *,
        accounts: Sequence[AccountFacts],
        evidence: Evidence,
        whole: "Evaluator | None" = None,
    ) -> None:
        self._plan, self._question, self._window, self._whole = plan, question, window, whole
        self._accounts = accounts
        self._evidence = evidence
        self._cells: dict[Grain, dict[UUID, list[Cell]]] = {}
        for grain, cells in evidence.cells.items():
            by_account = self._cells.setdefault(grain, {})
            for cell in cells:
                by_account.setdefault(cell.account, []).append(cell)
        self._by_variants: dict[tuple[Variant, ...], Sequence[AccountFacts]] = {}
        self._heard: dict[tuple[Grain, tuple[Variant, ...], tuple[Bundle, ...]], _Heard | None] = {}
        self._known: Known = {}
        self._days_over = question.days_over(window)
        self._days = Quantity.exact(self._days_over)

    def evaluate(self, kpi: Kpi) -> Outcome:
        """Evaluate a KPI; of several ways the one that hears most accounts, of equals the preferred one.

        Never raises: what cannot be said comes back as a reason.
        """
        ways = self._plan.ways[kpi.key]
        if len(ways) == 1:
            return self._by_way(ways[0])
        outcomes = [self._by_way(way) for way in ways]
        with_value = [outcome for outcome in outcomes if outcome.quantity.value is not None]
        return max(with_value, key=lambda outcome: outcome.coverage.accounts, default=outcomes[0])

    def _by_way(self, way: KpiWay) -> Outcome:
        speaking = self._speaking(way)
        if way.needs and not any(way.counted):
            return self._of_sides_alone(way, speaking)
        heard = _answering(self._by_grain(way, speaking), self._days_over)
        if heard is None:
            reason = Reason.NO_DATA if speaking or not self._accounts else Reason.NOT_ON_NETWORK
            coverage = Coverage(0, self._window.days, 0, len(speaking))
            return Outcome(Quantity.missing(reason), None, self._question.basis, coverage)
        return self._valued(way, heard, heard.accounts)

    def inputs_for(self, way: KpiWay, grain: Grain | None) -> Mapping[str, Quantity]:
        """Give the inputs of formulas at a grain over everything here, for shares of it.

        Empty where nothing speaks, and where an account speaks at another grain alone: the rest would look like all.
        """
        speaking = self._speaking(way)
        if grain is None:
            need = next(iter(way.needs.values()))
            return self._with_sides(need, _NOTHING_MERGED).inputs
        if not speaking or way.formula_on(account.variant for account in speaking) is None:
            return {}
        need = way.needs[speaking[0].variant]
        by_grain = self._by_grain(way, speaking)
        found = by_grain[grain].by_account if grain in by_grain else {}
        if any(each.by_account.keys() - found.keys() for each in by_grain.values()):
            return {}
        cells = [pair for each in found.values() for pair in each]
        return self._with_sides(need, self._merged(cells, need.counted, grain)).inputs

    def _speaking(self, way: KpiWay) -> Sequence[AccountFacts]:
        """List the accounts on which a KPI exists; most KPIs exist on the same."""
        if way.variants not in self._by_variants:
            self._by_variants[way.variants] = [each for each in self._accounts if each.variant in way.needs]
        return self._by_variants[way.variants]

    def _by_grain(self, way: KpiWay, speaking: Sequence[AccountFacts]) -> dict[Grain, _Heard]:
        found = {}
        for grain in self._cells:
            if grain in way.grains:
                key = (grain, way.variants, way.counted)
                if key not in self._heard:
                    self._heard[key] = self._hear(grain, way, speaking)
                if (heard := self._heard[key]) is not None:
                    found[grain] = heard
        return found

    def _hear(self, grain: Grain, way: KpiWay, speaking: Sequence[AccountFacts]) -> _Heard | None:
        by_account = self._cells[grain]
        found: dict[UUID, Found] = {}
        accounts = []
        for account in speaking:
            need = way.needs[account.variant]
            if grain in need.grains and (cells := by_account.get(account.id)):
                pairs = [(cell, totals) for cell in cells if (totals := self._totals(cell, need.counted, grain)).rows]
                if pairs:
                    found[account.id] = pairs
                    accounts.append(account)
        if not found:
            return None
        rows = sum([totals.rows for pairs in found.values() for _, totals in pairs])
        days = min([_days(pairs) for pairs in found.values()])
        coverage = self._coverage(len(found), speaking, grain, rows if grain is Grain.CONTENT else days)
        return _Heard(grain, found, accounts, rows, days, coverage, _paid_mix(found, grain))

    def _totals(self, cell: Cell, bundle: Bundle, grain: Grain) -> BundleTotals:
        return with_figure_totals(cell, bundle, grain, self._window.days) if cell.figures else cell.bundle(bundle)

    def _valued(self, way: KpiWay, heard: _Heard, accounts: Sequence[AccountFacts]) -> Outcome:
        """Put together what accounts say where their definitions are one; else let each network speak for itself."""
        formula = way.formula_on(account.variant for account in accounts)
        if formula is None:
            return self._parted(way, heard, accounts)
        need, found = way.needs[accounts[0].variant], heard.by_account
        merged = self._merged([pair for account in accounts for pair in found[account.id]], need.counted, heard.grain)
        beside = None if need.metrics == need.counted else self._beside(accounts, way, heard)
        inputs = self._with_sides(need, merged, beside)
        whole = self._whole_inputs(way, formula, heard.grain)
        value, numerator, denominator = formula.evaluate_with_halves(inputs.inputs, whole)
        return self._outcome(
            way,
            heard,
            value,
            numerator=_shown(numerator),
            denominator=_shown(denominator),
            sides=need.metrics - need.counted,
            currency=inputs.currency,
            converted_from=inputs.former,
            network=_only(accounts),
        )

    def _outcome(self, way: KpiWay, heard: _Heard, quantity: Quantity, **more: Any) -> Outcome:
        return Outcome(
            quantity=quantity,
            grain=heard.grain,
            basis=self._basis(heard.grain),
            coverage=heard.coverage,
            contents=heard.rows if heard.grain is Grain.CONTENT else None,
            overlapping=len(heard.by_account) > 1 and _has_levels(way.needs, heard.grain),
            paid_mix=heard.paid_mix,
            **more,
        )

    def _basis(self, grain: Grain) -> Basis:
        return self._question.basis if grain is Grain.CONTENT else Basis.OCCURRED

    def _whole_inputs(self, way: KpiWay, formula: Formula, grain: Grain | None) -> Mapping[str, Quantity] | None:
        if not formula.uses_whole():
            return None
        return (self._whole or self).inputs_for(way, grain)

    def _parted(self, way: KpiWay, heard: _Heard, accounts: Sequence[AccountFacts]) -> Outcome:
        """Let each definition speak for itself. Costs and conversions are not told apart by it: they leave no value."""
        together: dict[tuple[str, Node], list[AccountFacts]] = {}
        for account in accounts:
            together.setdefault((account.network, way.needs[account.variant].formula.tree), []).append(account)
        parts = []
        for (network, _), theirs in together.items():
            need = way.needs[theirs[0].variant]
            if need.metrics == need.counted:
                parts.append(Part(network, self._valued(way, heard, theirs).quantity))
            else:
                parts.append(Part(network, Quantity.missing(Reason.NO_DATA)))
        return self._outcome(way, heard, Quantity.missing(Reason.MIXED_DEFINITION), parts=tuple(parts))

    def _of_sides_alone(self, way: KpiWay, speaking: Sequence[AccountFacts]) -> Outcome:
        """Evaluate a KPI that rests on costs and conversions alone: no fact table speaks of it."""
        coverage = Coverage(self._window.days, self._window.days, len(speaking), len(speaking))
        formula = way.formula_on([account.variant for account in speaking] or way.variants)
        if formula is None:
            return Outcome(Quantity.missing(Reason.MIXED_DEFINITION), None, Basis.OCCURRED, coverage)
        need = Need(formula, formula.metrics(), frozenset(), ())
        inputs = self._with_sides(need, _NOTHING_MERGED)
        whole = self._whole_inputs(way, formula, None)
        value, numerator, denominator = formula.evaluate_with_halves(inputs.inputs, whole)
        return Outcome(
            quantity=value,
            grain=None,
            basis=Basis.OCCURRED,
            coverage=coverage,
            numerator=_shown(numerator),
            denominator=_shown(denominator),
            sides=need.metrics,
            currency=inputs.currency,
            converted_from=inputs.former,
            network=_only(speaking),
        )

    def _beside(self, accounts: Sequence[AccountFacts], way: KpiWay, heard: _Heard) -> Evidence:
        """Give what stands beside the accounts that are heard; all of it where every account is."""
        all_heard = len(accounts) == len(self._speaking(way)) == len(self._accounts)
        ids = None if all_heard else frozenset(account.id for account in accounts)
        return self._evidence.beside(ids, published=self._basis(heard.grain) is Basis.PUBLISHED)

    def _merged(self, found: Found, bundle: Bundle, grain: Grain) -> Merged:
        return merge(found, bundle, grain, wanted=self._question.currency, known=self._known)

    def _with_sides(self, need: Need, merged: Merged, beside: Evidence | None = None) -> _Inputs:
        """Give all inputs of a formula: what rows state, the days, and what costs and conversions add."""
        wanted = need.metrics - need.counted
        inputs = {**merged.quantities, DAYS: self._days}
        if not wanted:
            return _Inputs(inputs, merged.currency, merged.converted_from)
        sides = self._sides_of(wanted, merged.currency, beside or self._evidence)
        former = merged.converted_from | sides.converted_from
        if merged.currency and sides.currency and merged.currency != sides.currency:
            return _Inputs(inputs | dict.fromkeys(wanted, Quantity.missing(Reason.MIXED_CURRENCY)), None, former)
        return _Inputs({**inputs, **sides.quantities}, sides.currency or merged.currency, former)

    def _sides_of(self, wanted: frozenset[str], currency: str | None, beside: Evidence) -> Sides:
        media = Media(Quantity.missing(Reason.NO_DATA), currency)
        if spends(wanted):
            spending = [(cell, cell.bundle(SPEND)) for cell in self._evidence.cells.get(Grain.AD_DAY, ())]
            paid = self._merged(spending, SPEND, Grain.AD_DAY)
            media = Media(paid.quantities["spend"], paid.currency or currency, paid.converted_from)
        return side_quantities(wanted, beside.costs, beside.conversions, media, currency=self._question.currency)

    def _coverage(self, heard: int, speaking: Sequence[AccountFacts], grain: Grain, covered: int) -> Coverage:
        """Say how much of the days, or of the contents, is `covered` by the accounts that are heard."""
        days, accounts = self._window.days, (heard, len(speaking))
        if grain is not Grain.CONTENT:
            return Coverage(covered, days, *accounts)
        mine = {account.id for account in speaking}
        cells = self._evidence.cells.get(grain, ())
        return Coverage(days, days, *accounts, covered, sum(cell.contents for cell in cells if cell.account in mine))


def _answering(by_grain: Mapping[Grain, _Heard], days: int) -> _Heard | None:
    """Choose one grain: account days where they cover the window, else contents, else whatever there is.

    Account days cover a window when each account that has anything to say has stated its `days`. Where they do not,
    contents answer, unless fewer accounts would then be heard.
    """
    daily, contents = by_grain.get(Grain.ACCOUNT_DAY), by_grain.get(Grain.CONTENT)
    if daily is None or contents is None:
        return next((by_grain[grain] for grain in GRAINS if grain in by_grain), None)
    covered = daily.by_account.keys() >= contents.by_account.keys() and daily.days >= days
    return daily if covered or len(daily.by_account) > len(contents.by_account) else contents


def _paid_mix(stating: Mapping[UUID, Found], grain: Grain) -> str | None:
    """Say whether money helped: ads are paid; contents as they are marked; an account's own days do not tell."""
    if grain is Grain.AD_DAY:
        return "paid"
    if grain is not Grain.CONTENT:
        return None
    cells = [cell for found in stating.values() for cell, _ in found]
    boosted, organic = sum(cell.boosted for cell in cells), sum(cell.organic for cell in cells)
    if boosted + organic < sum(cell.contents for cell in cells):
        return "mixed" if boosted and organic else None
    return "boosted" if not organic else "mixed" if boosted else "organic"


def _shown(half: Quantity | None) -> Decimal | None:
    return None if half is None else half.value


def _only(accounts: Sequence[AccountFacts]) -> str | None:
    """Name the network of accounts that are all of one."""
    networks = {account.network for account in accounts}
    return networks.pop() if len(networks) == 1 else None


def _days(found: Found) -> int:
    """Count the days of one account's cells: those that any of them names, else of the one that has most."""
    if len(found) == 1:
        return found[0][1].day_bits.bit_count() or found[0][1].days
    named = reduce(int.__or__, (totals.day_bits for _, totals in found), 0)
    return named.bit_count() or max((totals.days for _, totals in found), default=0)


def _has_levels(needs: Mapping[Variant, Need], grain: Grain) -> bool:
    """Tell whether levels of people are among the metrics: somebody who follows two accounts is counted twice."""
    return any(METRICS[name].kinds.get(grain) is Kind.STOCK for need in needs.values() for name in need.counted)
