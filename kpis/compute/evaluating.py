"""One KPI of one group: which grain answers, what its networks have in common, and what the formula makes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from uuid import UUID

from campaigns.metrics import METRICS, Grain, Kind
from kpis.catalogue import Basis, Kpi
from kpis.compute.accounts import AccountFacts, Variant
from kpis.compute.cells import Bundle, BundleTotals, Cell
from kpis.compute.conversion_sums import ConversionSum
from kpis.compute.cost_sums import CostSum
from kpis.compute.merging import Merged, merge
from kpis.compute.outcome import Coverage, Outcome, Part
from kpis.compute.period_figures import with_figure_totals
from kpis.compute.planning import GRAINS, Need, Plan, common_formula
from kpis.compute.question import Question, Window
from kpis.compute.sides import SPEND, Media, Sides, side_quantities, spends
from kpis.formulas import Formula, Node, Quantity, Reason
from kpis.formulas.evaluation import DAYS, evaluate

Found = Sequence[tuple[Cell, BundleTotals]]  # cells that state all that a KPI needs, with the totals of it
Stating = Mapping[UUID, Found]  # by account
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
        self._stating: dict[tuple[Grain, tuple[tuple[Variant, Bundle], ...]], Stating] = {}
        self._days_over = question.days_over(window)

    def evaluate(self, kpi: Kpi) -> Outcome:
        """Evaluate a KPI; of several ways the one that hears most accounts, of equals the preferred one.

        Never raises: what cannot be said comes back as a reason.
        """
        outcomes = [self._by_way(way) for way in self._plan.needs[kpi.key]]
        with_value = [outcome for outcome in outcomes if outcome.quantity.value is not None]
        return max(with_value, key=lambda outcome: outcome.coverage.accounts, default=outcomes[0])

    def _by_way(self, needs: Mapping[Variant, Need]) -> Outcome:
        speaking = self._speaking(needs)
        if needs and not any(need.counted for need in needs.values()):
            return self._of_sides_alone(needs, speaking)
        stating = self._by_grain(needs, speaking)
        grain = _grain(stating, self._days_over)
        if grain is None:
            reason = Reason.NO_DATA if speaking or not self._accounts else Reason.NOT_ON_NETWORK
            coverage = Coverage(0, self._window.days, 0, len(speaking))
            return Outcome(Quantity.missing(reason), None, self._question.basis, coverage)
        found = stating[grain]
        rows = sum(totals.rows for each in found.values() for _, totals in each)
        outcome = Outcome(
            quantity=Quantity.missing(Reason.NO_DATA),
            grain=grain,
            basis=self._question.basis if grain is Grain.CONTENT else Basis.OCCURRED,
            coverage=self._coverage(found, speaking, grain, rows),
            contents=rows if grain is Grain.CONTENT else None,
            overlapping=len(found) > 1 and _has_levels(needs, grain),
            paid_mix=_paid_mix(found, grain),
        )
        return self._valued(needs, outcome, [account for account in speaking if account.id in found], found)

    def inputs_for(self, needs: Mapping[Variant, Need], grain: Grain | None) -> Mapping[str, Quantity]:
        """Give the inputs of formulas at a grain over everything here, for shares of it.

        Empty where nothing speaks, and where an account speaks at another grain alone: the rest would look like all.
        """
        speaking = self._speaking(needs)
        if grain is None:
            need = next(iter(needs.values()))
            return self._with_sides(need, _NOTHING_MERGED).inputs
        formula = common_formula([needs[account.variant] for account in speaking])
        if formula is None:
            return {}
        need = needs[speaking[0].variant]
        by_grain = self._by_grain(needs, speaking)
        found = by_grain.get(grain, {})
        if any(each.keys() - found.keys() for each in by_grain.values()):
            return {}
        cells = [pair for each in found.values() for pair in each]
        return self._with_sides(need, self._merged(cells, need.counted, grain)).inputs

    def _speaking(self, needs: Mapping[Variant, Need]) -> Sequence[AccountFacts]:
        """List the accounts on which a KPI exists; most KPIs exist on the same."""
        variants = tuple(needs)
        if variants not in self._by_variants:
            self._by_variants[variants] = [account for account in self._accounts if account.variant in needs]
        return self._by_variants[variants]

    def _by_grain(self, needs: Mapping[Variant, Need], speaking: Sequence[AccountFacts]) -> dict[Grain, Stating]:
        asked = tuple((variant, need.counted) for variant, need in needs.items())
        found = {}
        for grain in GRAINS:
            if grain in self._cells and any(grain in need.grains for need in needs.values()):
                key = (grain, asked)
                if key not in self._stating:
                    self._stating[key] = self._stated(grain, needs, speaking)
                found[grain] = self._stating[key]
        return found

    def _stated(self, grain: Grain, needs: Mapping[Variant, Need], speaking: Sequence[AccountFacts]) -> Stating:
        by_account = self._cells.get(grain, {})
        found: dict[UUID, Found] = {}
        for account in speaking:
            need = needs[account.variant]
            if grain in need.grains and (cells := by_account.get(account.id)):
                pairs = [(cell, totals) for cell in cells if (totals := self._totals(cell, need.counted, grain)).rows]
                if pairs:
                    found[account.id] = pairs
        return found

    def _totals(self, cell: Cell, bundle: Bundle, grain: Grain) -> BundleTotals:
        return with_figure_totals(cell, bundle, grain, self._window.days) if cell.figures else cell.bundle(bundle)

    def _valued(
        self, needs: Mapping[Variant, Need], outcome: Outcome, accounts: Sequence[AccountFacts], found: Stating
    ) -> Outcome:
        """Put together what accounts say where their definitions are one; else let each network speak for itself."""
        formula = common_formula([needs[account.variant] for account in accounts])
        if formula is None:
            return self._parted(needs, outcome, accounts, found)
        assert outcome.grain is not None  # noqa: S101 - some rows state the KPI
        need = needs[accounts[0].variant]
        merged = self._merged([pair for account in accounts for pair in found[account.id]], need.counted, outcome.grain)
        money = self._with_sides(need, merged, self._beside(accounts, needs, outcome))
        whole = self._whole_inputs(needs, formula, outcome.grain)
        return _formed(need, outcome, money, whole, _only(accounts))

    def _whole_inputs(
        self, needs: Mapping[Variant, Need], formula: Formula, grain: Grain | None
    ) -> Mapping[str, Quantity] | None:
        if not formula.uses_whole():
            return None
        return (self._whole or self).inputs_for(needs, grain)

    def _parted(
        self, needs: Mapping[Variant, Need], outcome: Outcome, accounts: Sequence[AccountFacts], found: Stating
    ) -> Outcome:
        """Let each definition speak for itself. Costs and conversions are not told apart by it: they leave no value."""
        together: dict[tuple[str, Node], list[AccountFacts]] = {}
        for account in accounts:
            together.setdefault((account.network, needs[account.variant].formula.tree), []).append(account)
        parts = []
        for (network, _), theirs in together.items():
            need = needs[theirs[0].variant]
            if need.metrics == need.counted:
                parts.append(Part(network, self._valued(needs, outcome, theirs, found).quantity))
            else:
                parts.append(Part(network, Quantity.missing(Reason.NO_DATA)))
        return replace(outcome, quantity=Quantity.missing(Reason.MIXED_DEFINITION), parts=tuple(parts))

    def _of_sides_alone(self, needs: Mapping[Variant, Need], speaking: Sequence[AccountFacts]) -> Outcome:
        """Evaluate a KPI that rests on costs and conversions alone: no fact table speaks of it."""
        coverage = Coverage(self._window.days, self._window.days, len(speaking), len(speaking))
        outcome = Outcome(Quantity.missing(Reason.NO_DATA), None, Basis.OCCURRED, coverage)
        found = common_formula([needs[account.variant] for account in speaking] or list(needs.values()))
        if found is None:
            return replace(outcome, quantity=Quantity.missing(Reason.MIXED_DEFINITION))
        need = replace(next(iter(needs.values())), formula=found, metrics=found.metrics(), counted=frozenset())
        money = self._with_sides(need, _NOTHING_MERGED)
        return _formed(need, outcome, money, self._whole_inputs(needs, found, None), _only(speaking))

    def _beside(self, accounts: Sequence[AccountFacts], needs: Mapping[Variant, Need], outcome: Outcome) -> Evidence:
        """Give what stands beside the accounts that are heard; all of it where every account is."""
        all_heard = len(accounts) == len(self._speaking(needs)) == len(self._accounts)
        heard = None if all_heard else frozenset(account.id for account in accounts)
        return self._evidence.beside(heard, published=outcome.basis is Basis.PUBLISHED)

    def _merged(self, found: Found, bundle: Bundle, grain: Grain) -> Merged:
        return merge(found, bundle, grain, wanted=self._question.currency)

    def _with_sides(self, need: Need, merged: Merged, beside: Evidence | None = None) -> "_Inputs":
        """Give all inputs of a formula: what rows state, the days, and what costs and conversions add."""
        wanted = need.metrics - need.counted
        inputs = {**merged.quantities, DAYS: Quantity.exact(self._days_over)}
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

    def _coverage(self, stating: Stating, speaking: Sequence[AccountFacts], grain: Grain, rows: int) -> Coverage:
        days, heard = self._window.days, (len(stating), len(speaking))
        if grain is Grain.CONTENT:
            mine = {account.id for account in speaking}
            cells = self._evidence.cells.get(grain, ())
            return Coverage(days, days, *heard, rows, sum(cell.contents for cell in cells if cell.account in mine))
        return Coverage(min((_days(cells) for cells in stating.values()), default=0), days, *heard)


def _paid_mix(stating: Stating, grain: Grain) -> str | None:
    """Say whether money helped: ads are paid; contents as they are marked; an account's own days do not tell."""
    if grain is Grain.AD_DAY:
        return "paid"
    cells = [cell for found in stating.values() for cell, _ in found]
    boosted, organic = sum(cell.boosted for cell in cells), sum(cell.organic for cell in cells)
    if grain is not Grain.CONTENT or boosted + organic < sum(cell.contents for cell in cells):
        return "mixed" if boosted and organic else None
    return "boosted" if not organic else "mixed" if boosted else "organic"


def _only(accounts: Sequence[AccountFacts]) -> str | None:
    """Name the network of accounts that are all of one."""
    networks = {account.network for account in accounts}
    return networks.pop() if len(networks) == 1 else None


def _grain(stating: Mapping[Grain, Stating], days: int) -> Grain | None:
    """Choose one grain: account days where they cover the window, else contents, else whatever there is.

    Account days cover a window when each account that has anything to say has stated its `days`. Where they do not,
    contents answer, unless fewer accounts would then be heard.
    """
    with_data = [grain for grain, found in stating.items() if found]
    if Grain.ACCOUNT_DAY not in with_data or Grain.CONTENT not in with_data:
        return with_data[0] if with_data else None
    daily, contents = stating[Grain.ACCOUNT_DAY], stating[Grain.CONTENT]
    covered = set(daily) >= set(contents) and all(_days(found) >= days for found in daily.values())
    return Grain.ACCOUNT_DAY if covered or len(daily) > len(contents) else Grain.CONTENT


def _days(found: Found) -> int:
    """Count the days of one account's cells: those that any of them names, else of the one that has most."""
    named = reduce(int.__or__, (totals.day_bits for _, totals in found), 0)
    return named.bit_count() or max((totals.days for _, totals in found), default=0)


def _has_levels(needs: Mapping[Variant, Need], grain: Grain) -> bool:
    """Tell whether levels of people are among the metrics: somebody who follows two accounts is counted twice."""
    return any(METRICS[name].kinds.get(grain) is Kind.STOCK for need in needs.values() for name in need.counted)


def _formed(
    need: Need, outcome: Outcome, money: _Inputs, whole: Mapping[str, Quantity] | None, network: str | None
) -> Outcome:
    """Put the formula's value into an outcome, with its two halves where it is a division."""
    fraction = need.formula.fraction()
    return replace(
        outcome,
        quantity=need.formula.evaluate(money.inputs, whole),
        numerator=evaluate(fraction.numerator, money.inputs).value if fraction else None,
        denominator=evaluate(fraction.denominator, money.inputs).value if fraction else None,
        sides=need.metrics - need.counted,
        currency=money.currency,
        converted_from=money.former,
        network=network,
    )
