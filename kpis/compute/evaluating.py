"""One KPI of one group: which grain answers, what its networks have in common, and what the formula makes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from campaigns.metrics import Grain
from kpis.catalogue import Basis, Kpi
from kpis.compute.accounts import AccountFacts
from kpis.compute.cells import Bundle, Cell
from kpis.compute.cost_sums import CostSum
from kpis.compute.costs import COST_METRICS, SPEND, cost_quantities
from kpis.compute.merging import Merged, merge
from kpis.compute.period_figures import Figures
from kpis.compute.planning import bundle_of, grains_of
from kpis.compute.question import Question, Window
from kpis.formulas import Formula, Quantity, Reason


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was read for one group."""

    bucket: int
    cells: Mapping[Grain, Sequence[Cell]]
    costs: Sequence[CostSum]
    figures: Figures


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
    parts: tuple[Part, ...] = field(default=())


def evaluate_kpi(
    kpi: Kpi, question: Question, accounts: Sequence[AccountFacts], evidence: Evidence, window: Window
) -> Outcome:
    """Evaluate a KPI over a group's evidence. Never raises: what cannot be said comes back as a reason."""
    networks = [network for network in kpi.networks if any(account.network == network for account in accounts)]
    speaking = [account for account in accounts if account.network in networks]
    grain = _grain(kpi, question, speaking, evidence, window)
    if grain is None:
        reason = Reason.NO_DATA if networks or not accounts else Reason.NOT_ON_NETWORK
        return _without_data(question, reason, speaking, window)
    found = _by_network(kpi, networks, speaking, evidence, grain)
    basis = question.basis if grain is Grain.CONTENT else Basis.OCCURRED
    outcome = Outcome(
        quantity=Quantity.missing(Reason.NO_DATA),
        grain=grain,
        basis=basis,
        coverage=_coverage(kpi, speaking, evidence, grain, window),
        contents=sum(_rows(found[network]) for network in found) if grain is Grain.CONTENT else None,
    )
    return _evaluated(kpi, outcome, found, evidence, grain, speaking)


def _grain(
    kpi: Kpi, question: Question, accounts: Sequence[AccountFacts], evidence: Evidence, window: Window
) -> Grain | None:
    """Choose one grain: account days where they cover the window, else contents, else whatever there is."""
    possible = {grain for account in accounts for grain in grains_of(kpi, account.network, question)}
    stating = {grain: _stating(kpi, accounts, evidence, grain) for grain in possible}
    with_data = [grain for grain in (Grain.ACCOUNT_DAY, Grain.CONTENT, Grain.AD_DAY) if stating.get(grain)]
    if Grain.ACCOUNT_DAY not in with_data:
        return with_data[0] if with_data else _figures_alone(kpi, accounts, evidence, possible)
    daily = stating[Grain.ACCOUNT_DAY]
    covered = all(rows == window.days for rows in daily.values())
    if covered and set(daily) >= set(stating.get(Grain.CONTENT, {})):
        return Grain.ACCOUNT_DAY
    return Grain.CONTENT if Grain.CONTENT in with_data else Grain.ACCOUNT_DAY


def _figures_alone(
    kpi: Kpi, accounts: Sequence[AccountFacts], evidence: Evidence, possible: set[Grain]
) -> Grain | None:
    has_figure = any(
        (account.id, evidence.bucket, name) in evidence.figures for account in accounts for name in kpi.metrics()
    )
    return Grain.ACCOUNT_DAY if has_figure and Grain.ACCOUNT_DAY in possible else None


def _stating(kpi: Kpi, accounts: Sequence[AccountFacts], evidence: Evidence, grain: Grain) -> dict[object, int]:
    """Count, by account, the rows at a grain that state all that the KPI needs."""
    bundles = {account.id: bundle_of(kpi, account.network) for account in accounts}
    counted: dict[object, int] = {}
    for cell in evidence.cells.get(grain, ()):
        bundle = bundles.get(cell.account)
        if bundle is not None and bundle in cell.bundles and _has_rows(cell, bundle):
            counted[cell.account] = counted.get(cell.account, 0) + cell.bundles[bundle].rows
    return counted


def _has_rows(cell: Cell, bundle: Bundle) -> bool:
    return cell.bundles[bundle].rows > 0


def _by_network(
    kpi: Kpi, networks: Sequence[str], accounts: Sequence[AccountFacts], evidence: Evidence, grain: Grain
) -> dict[str, list[Cell]]:
    """Give the cells that state the KPI, network by network; networks that state nothing are left out."""
    found: dict[str, list[Cell]] = {}
    network_of = {account.id: account.network for account in accounts}
    for network in networks:
        bundle = bundle_of(kpi, network)
        cells = [
            cell
            for cell in evidence.cells.get(grain, ())
            if network_of.get(cell.account) == network and bundle in cell.bundles and cell.bundles[bundle].rows
        ]
        has_figure = any(key[0] in network_of and network_of[key[0]] == network for key in evidence.figures)
        if cells or (grain is Grain.ACCOUNT_DAY and has_figure):
            found[network] = cells
    return found


def _rows(cells: Sequence[Cell]) -> int:
    return sum(max((totals.rows for totals in cell.bundles.values()), default=0) for cell in cells)


def _evaluated(
    kpi: Kpi,
    outcome: Outcome,
    found: Mapping[str, Sequence[Cell]],
    evidence: Evidence,
    grain: Grain,
    accounts: Sequence[AccountFacts],
) -> Outcome:
    common = kpi.common_formula(found)
    if common is None:
        return _parted(kpi, outcome, found, evidence, grain, accounts)
    bundle = frozenset(common.metrics())
    merged = merge([cell for cells in found.values() for cell in cells], bundle, grain)
    inputs, currency = _inputs(merged, bundle, evidence, grain, [a for a in accounts if a.network in found])
    return _with_value(outcome, common, inputs, currency, found)


def _parted(
    kpi: Kpi,
    outcome: Outcome,
    found: Mapping[str, Sequence[Cell]],
    evidence: Evidence,
    grain: Grain,
    accounts: Sequence[AccountFacts],
) -> Outcome:
    parts = []
    for network, cells in found.items():
        alone = _evaluated(kpi, outcome, {network: cells}, evidence, grain, accounts)
        parts.append(Part(network, alone.quantity))
    return replace(outcome, quantity=Quantity.missing(Reason.MIXED_DEFINITION), parts=tuple(parts))


def _with_value(
    outcome: Outcome,
    formula: Formula,
    inputs: Mapping[str, Quantity],
    currency: str | None,
    found: Mapping[str, Sequence[Cell]],
) -> Outcome:
    fraction = formula.fraction()
    bundle = frozenset(formula.metrics())
    rows = sum(cell.bundles[bundle].rows for cells in found.values() for cell in cells)
    return replace(
        outcome,
        quantity=formula.evaluate(inputs),
        numerator=_part(fraction.numerator, formula, inputs) if fraction else None,
        denominator=_part(fraction.denominator, formula, inputs) if fraction else None,
        contents=rows if outcome.grain is Grain.CONTENT else None,
        currency=currency,
        network=next(iter(found)) if len(found) == 1 else None,
    )


def _part(node: object, formula: Formula, inputs: Mapping[str, Quantity]) -> Decimal | None:
    return replace(formula, tree=node).evaluate(inputs).value  # type: ignore[type-var]


def _inputs(
    merged: Merged, bundle: Bundle, evidence: Evidence, grain: Grain, accounts: Sequence[AccountFacts]
) -> tuple[dict[str, Quantity], str | None]:
    quantities = dict(merged.quantities)
    if grain is Grain.ACCOUNT_DAY and len(accounts) == 1:
        for name in bundle:
            figure = evidence.figures.get((accounts[0].id, evidence.bucket, name))
            if figure is not None:
                quantities[name] = Quantity.exact(figure)
    currency = merged.currency
    if bundle & COST_METRICS:
        media = merge(
            [cell for cell in evidence.cells.get(Grain.AD_DAY, ()) if SPEND in cell.bundles], SPEND, Grain.AD_DAY
        )
        costs, currency = cost_quantities(
            bundle & COST_METRICS, evidence.costs, media.quantities["spend"], media.currency or currency
        )
        quantities |= costs
    return quantities, currency


def _coverage(kpi: Kpi, accounts: Sequence[AccountFacts], evidence: Evidence, grain: Grain, window: Window) -> Coverage:
    stating = _stating(kpi, accounts, evidence, grain)
    if grain is Grain.CONTENT:
        of_contents = sum(cell.contents for cell in evidence.cells.get(grain, ()))
        contents = sum(stating.values())
        return Coverage(window.days, window.days, len(stating), len(accounts), contents, max(contents, of_contents))
    days = min(stating.values(), default=0)
    return Coverage(min(days, window.days), window.days, len(stating), len(accounts))


def _without_data(question: Question, reason: Reason, accounts: Sequence[AccountFacts], window: Window) -> Outcome:
    coverage = Coverage(0, window.days, 0, len(accounts))
    return Outcome(Quantity.missing(reason), None, question.basis, coverage)
