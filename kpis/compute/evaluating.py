"""One KPI of one group: which grain answers, what its networks have in common, and what the formula makes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from campaigns.metrics import METRICS, Grain, Kind
from kpis.catalogue import Basis, Kpi
from kpis.compute.accounts import AccountFacts
from kpis.compute.cells import Bundle, Cell
from kpis.compute.cost_sums import CostSum
from kpis.compute.costs import COST_METRICS, SPEND, cost_quantities
from kpis.compute.merging import Merged, merge
from kpis.compute.planning import GRAINS, bundle_of, grains_of
from kpis.compute.question import Question, Window
from kpis.formulas import Formula, Quantity, Reason
from kpis.formulas.tree import Node


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was read for one group."""

    cells: Mapping[Grain, Sequence[Cell]]
    costs: Sequence[CostSum]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the window the numbers take in: days of the least covered account, or contents that state all."""

    days: int
    of: int
    accounts: int
    of_accounts: int
    contents: int | None = None
    of_contents: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one network says by itself, where networks cannot be put together."""

    network: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Outcome:
    """A KPI's value with everything needed to trust it."""

    quantity: Quantity
    grain: Grain | None
    basis: Basis
    coverage: Coverage
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    contents: int | None = None
    currency: str | None = None
    network: str | None = None  # where exactly one network answered
    overlapping: bool = False  # people of several accounts were added, some perhaps twice
    parts: tuple[Part, ...] = field(default=())


def evaluate_kpi(
    kpi: Kpi, question: Question, accounts: Sequence[AccountFacts], evidence: Evidence, window: Window
) -> Outcome:
    """Evaluate a KPI over a group's evidence. Never raises: what cannot be said comes back as a reason."""
    present = {account.network for account in accounts}
    networks = [network for network in kpi.networks if network in present]
    speaking = [account for account in accounts if account.network in networks]
    possible = {grain for network in networks for grain in grains_of(kpi, network, question)}
    bundles = _bundles(kpi, networks, speaking)
    stating = {grain: _stating(bundles, evidence, grain) for grain in GRAINS if grain in possible}
    grain = _grain(stating, _expected_days(window, question.last_whole_day))
    if grain is None:
        reason = Reason.NO_DATA if networks or not accounts else Reason.NOT_ON_NETWORK
        coverage = Coverage(0, window.days, 0, len(speaking))
        return Outcome(Quantity.missing(reason), None, question.basis, coverage)
    outcome = Outcome(
        quantity=Quantity.missing(Reason.NO_DATA),
        grain=grain,
        basis=question.basis if grain is Grain.CONTENT else Basis.OCCURRED,
        coverage=_coverage(stating[grain], speaking, evidence, grain, window),
        contents=_rows(stating[grain]) if grain is Grain.CONTENT else None,
        overlapping=_overlapping(kpi, stating[grain], grain),
    )
    return _evaluated(kpi, outcome, _by_network(networks, speaking, stating[grain]), evidence)


Stating = Mapping[UUID, Sequence[tuple[Cell, Bundle]]]  # by account, the cells that state all that the KPI needs


def _expected_days(window: Window, last_whole_day: date) -> int:
    """Count the days of a window that are over: a window that includes today is not less covered for that."""
    return Window(window.start, min(window.end, max(last_whole_day, window.start))).days


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


def _bundles(kpi: Kpi, networks: Sequence[str], accounts: Sequence[AccountFacts]) -> dict[UUID, Bundle]:
    """Give what each account must state; worked out a network, since accounts are many."""
    by_network = {network: bundle_of(kpi, network) for network in networks}
    return {account.id: bundle for account in accounts if (bundle := by_network[account.network]) is not None}


def _stating(bundles: Mapping[UUID, Bundle], evidence: Evidence, grain: Grain) -> Stating:
    found: dict[UUID, list[tuple[Cell, Bundle]]] = {}
    for cell in evidence.cells.get(grain, ()):
        bundle = bundles.get(cell.account)
        if bundle is not None and bundle in cell.bundles and cell.bundles[bundle].rows:
            found.setdefault(cell.account, []).append((cell, bundle))
    return found


def _rows(stating: Stating) -> int:
    return sum(cell.bundles[bundle].rows for cells in stating.values() for cell, bundle in cells)


def _days(cells: Sequence[tuple[Cell, Bundle]]) -> int:
    return max((cell.bundles[bundle].days for cell, bundle in cells), default=0)


def _by_network(networks: Sequence[str], accounts: Sequence[AccountFacts], stating: Stating) -> dict[str, list[Cell]]:
    """Give the cells that state the KPI, network by network; networks that state nothing are left out."""
    found: dict[str, list[Cell]] = {}
    for network in networks:
        cells = [cell for each in accounts if each.network == network for cell, _ in stating.get(each.id, ())]
        if cells:
            found[network] = cells
    return found


def _overlapping(kpi: Kpi, stating: Stating, grain: Grain) -> bool:
    """Tell whether levels of people were added: somebody who follows two accounts is counted twice."""
    levels = {name for name in kpi.metrics() if METRICS[name].kinds.get(grain) is Kind.STOCK}
    return bool(levels) and len(stating) > 1


def _evaluated(kpi: Kpi, outcome: Outcome, found: Mapping[str, Sequence[Cell]], evidence: Evidence) -> Outcome:
    common = kpi.common_formula(found)
    if common is None:
        return _parted(kpi, outcome, found, evidence)
    assert outcome.grain is not None  # noqa: S101 - something states the KPI
    bundle = frozenset(common.metrics())
    merged = merge([cell for cells in found.values() for cell in cells], bundle, outcome.grain)
    inputs, currency = _with_costs(merged, bundle, evidence)
    fraction = common.fraction()
    return replace(
        outcome,
        quantity=common.evaluate(inputs),
        numerator=_part(fraction.numerator, common, inputs) if fraction else None,
        denominator=_part(fraction.denominator, common, inputs) if fraction else None,
        currency=currency,
        network=next(iter(found)) if len(found) == 1 else None,
    )


def _parted(kpi: Kpi, outcome: Outcome, found: Mapping[str, Sequence[Cell]], evidence: Evidence) -> Outcome:
    """Let each network speak for itself. Costs that are not linked to a network leave its part without a value."""
    parts = []
    for network, cells in found.items():
        mine = {cell.account for cell in cells}
        theirs = {grain: [cell for cell in all_of if cell.account in mine] for grain, all_of in evidence.cells.items()}
        if evidence.costs and kpi.metrics() & COST_METRICS:
            parts.append(Part(network, Quantity.missing(Reason.NO_DATA)))
        else:
            alone = _evaluated(kpi, outcome, {network: cells}, replace(evidence, cells=theirs))
            parts.append(Part(network, alone.quantity))
    return replace(outcome, quantity=Quantity.missing(Reason.MIXED_DEFINITION), parts=tuple(parts))


def _part(node: Node, formula: Formula, inputs: Mapping[str, Quantity]) -> Decimal | None:
    return replace(formula, tree=node).evaluate(inputs).value


def _with_costs(merged: Merged, bundle: Bundle, evidence: Evidence) -> tuple[dict[str, Quantity], str | None]:
    wanted = bundle & COST_METRICS
    if not wanted:
        return merged.quantities, merged.currency
    spending = [cell for cell in evidence.cells.get(Grain.AD_DAY, ()) if SPEND in cell.bundles]
    media = merge(spending, SPEND, Grain.AD_DAY)
    known = media.currency or merged.currency
    costs, currency = cost_quantities(wanted, evidence.costs, media.quantities["spend"], known)
    return {**merged.quantities, **costs}, currency


def _coverage(
    stating: Stating, accounts: Sequence[AccountFacts], evidence: Evidence, grain: Grain, window: Window
) -> Coverage:
    heard = Coverage(window.days, window.days, len(stating), len(accounts))
    if grain is Grain.CONTENT:
        mine = {account.id for account in accounts}
        of_contents = sum(cell.contents for cell in evidence.cells.get(grain, ()) if cell.account in mine)
        return replace(heard, contents=_rows(stating), of_contents=of_contents)
    return replace(heard, days=min((_days(cells) for cells in stating.values()), default=0))
