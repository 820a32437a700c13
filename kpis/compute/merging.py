"""Cells of several accounts become one quantity a metric, each by the rules of its aggregation kind."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from campaigns.metrics import METRICS, Grain, Kind, Unit
from kpis.compute.cells import Bundle, BundleTotals, Cell, Total
from kpis.formulas import Quantity, Reason

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Merged:
    """A bundle over several cells: a quantity a metric, and the rows that they rest on."""

    quantities: dict[str, Quantity]
    rows: int
    currency: str | None  # of the money in it; None without money, and where no ad unit states one
    converted_from: frozenset[str] = frozenset()


Known = dict[tuple[object, ...], Quantity]
"""Quantities by metric and identities of the totals that they are made of."""


def merge(
    found: Iterable[tuple[Cell, BundleTotals]],
    bundle: Bundle,
    grain: Grain,
    *,
    wanted: str | None = None,
    known: Known | None = None,
) -> Merged:
    """Merge a bundle's totals over cells that state it.

    Different currencies make its money `mixed_currency`; with a `wanted` currency, one that is left makes it `no_rate`.
    `known` remembers quantities, for as long as the cells live: many bundles share theirs.
    """
    stating = [(cell, totals) for cell, totals in found if totals.rows]
    rows = sum([totals.rows for _, totals in stating])
    has_money = _has_money(bundle)
    currencies = {cell.currency for cell, _ in stating} if has_money else set[str]()
    refused = currency_problem(currencies, wanted)
    known = {} if known is None else known
    quantities = {}
    for name in bundle:
        totals = [each.totals[name] for _, each in stating]
        key = (name, *map(id, totals))
        quantity = known.get(key)
        if quantity is None:
            quantity = known[key] = _quantity(name, totals, grain, refused)
        quantities[name] = quantity
    if not has_money:
        return Merged(quantities, rows, None)
    former = frozenset[str]().union(*(cell.converted_from for cell, _ in stating))
    return Merged(quantities, rows, (currencies.pop() or None) if len(currencies) == 1 else None, former)


@lru_cache(maxsize=4096)
def _has_money(bundle: Bundle) -> bool:
    return any(METRICS[name].unit is Unit.MONEY for name in bundle)


def currency_problem(currencies: Collection[str], wanted: str | None) -> Reason | None:
    """Say why money in these currencies cannot be one amount; None where it can."""
    if wanted is not None and any(currency != wanted for currency in currencies):
        return Reason.NO_RATE
    return Reason.MIXED_CURRENCY if len(currencies) > 1 else None


def _quantity(name: str, totals: Sequence[Total], grain: Grain, refused: Reason | None) -> Quantity:
    metric = METRICS[name]
    known = [total for total in totals if total.value is not None]
    if not known:
        return Quantity.missing(Reason.NO_DATA)
    if metric.unit is Unit.MONEY and refused is not None:
        return Quantity.missing(refused)
    kind = metric.kinds[grain]
    if kind is Kind.PEAK:
        return _highest(known)
    if kind in {Kind.UNIQUE, Kind.WINDOW, Kind.RATIO}:
        return _alone(known, bounded=kind is Kind.UNIQUE)
    return _added(known)


def _alone(known: Sequence[Total], *, bounded: bool) -> Quantity:
    """Give what is never added: one row's own value, else no value, with the bounds that people obey."""
    total = _sum(total.value for total in known)
    derived, capped = any(each.derived for each in known), any(each.capped for each in known)
    if sum(each.singles for each in known) == 1:
        return Quantity.at_least(total, derived=derived) if capped else Quantity.exact(total, derived=derived)
    if not bounded:
        return Quantity.missing(Reason.NOT_ADDITIVE, derived=derived)
    largest = max(each.largest for each in known if each.largest is not None)
    high = None if capped else max(total, largest)
    return Quantity(low=largest, high=high, value=None, reason=Reason.NOT_ADDITIVE, derived=derived)


def _highest(known: Sequence[Total]) -> Quantity:
    """Give the highest single value; a capped one may be higher still."""
    highest = max(total.value for total in known if total.value is not None)
    derived = any(total.derived for total in known)
    if any(total.capped for total in known):
        return Quantity.at_least(highest, derived=derived)
    return Quantity.exact(highest, derived=derived)


def _added(known: Sequence[Total]) -> Quantity:
    """Add flows, lifetime totals and levels.

    What has no baseline may be anything from none to all of it; a capped level that was taken off leaves the low end
    open, a capped total the high one. The sum is shown where it is one of the two ends.
    """
    total = _sum([each.value for each in known])
    derived = any(each.derived for each in known)
    if all(each.plain for each in known):
        return Quantity.exact(total, derived=derived)
    gain, loss = _sum([each.unbased_gain for each in known]), _sum([each.unbased_loss for each in known])
    low = None if any(each.overstated for each in known) else total - gain
    high = None if any(each.capped for each in known) else total - loss
    reason = Reason.NO_BASELINE if gain or loss else None
    if total not in {low, high}:
        return Quantity.missing(reason or Reason.UNBOUNDED, derived=derived)
    return Quantity(low, high, total, reason, derived)


def _sum(values: Iterable[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), _ZERO)
