"""What stands beside the facts of any grain: costs (fees, production, media), and conversions that came back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaigns.metrics import METRICS, Unit
from kpis.compute.chorus import currency_problem
from kpis.compute.conversion_sums import TRACKED_METRICS, ConversionSum
from kpis.compute.cost_sums import CostSum
from kpis.formulas import Quantity, Reason

COST_METRICS = frozenset({"cost_total", "cost_billed", "cost_internal"})
SIDE_METRICS = COST_METRICS | TRACKED_METRICS
SPEND = frozenset({"spend"})
_CURRENCY_REASONS = frozenset({Reason.MIXED_CURRENCY, Reason.NO_RATE})
_ZERO = Decimal(0)


def spends(metrics: Collection[str]) -> bool:
    """Say whether media spend is part of one of the metrics: what is billed and what it costs us are fees alone."""
    return "cost_total" in metrics


@dataclass(frozen=True, slots=True)
class Sides:
    """The side metrics of one group, and the currency of the money among them (None: no money, or several)."""

    quantities: Mapping[str, Quantity]
    currency: str | None
    converted_from: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Media:
    """Media spend of a group, its currency, and which ones it was converted from."""

    spend: Quantity
    currency: str | None
    converted_from: frozenset[str] = frozenset()


def side_quantities(
    wanted: frozenset[str],
    costs: Sequence[CostSum],
    conversions: Sequence[ConversionSum],
    media: Media,
    *,
    currency: str | None = None,
) -> Sides:
    """Work out the wanted side metrics.

    `cost_total` is media spend plus what is billed; media that is unknown leaves what is billed, and the other way
    round. Several currencies give `mixed_currency`, and with a wanted `currency` any other one gives `no_rate`. What no
    conversion states is `no_data`: missing is not zero.
    """
    money = {name for name in wanted if METRICS[name].unit is Unit.MONEY}
    amounts: list[CostSum | ConversionSum] = [] if COST_METRICS.isdisjoint(wanted) else list(costs)
    if not money.isdisjoint(TRACKED_METRICS):
        amounts += [each for each in conversions if each.currency]
    currencies = {each.currency for each in amounts} | ({media.currency} if media.currency else set())
    refused = currency_problem(currencies, currency)
    if media.spend.reason in _CURRENCY_REASONS:
        refused = media.spend.reason
    found = {}
    for name in wanted:
        if name in money and refused is not None:
            found[name] = Quantity.missing(refused)
        elif name in COST_METRICS:
            found[name] = _cost(name, costs, media.spend)
        else:
            found[name] = _conversions(name, conversions)
    if not money:
        return Sides(found, None)
    former = media.converted_from.union(*[each.converted_from for each in amounts])
    return Sides(found, currencies.pop() if len(currencies) == 1 else None, former)


def _cost(name: str, costs: Sequence[CostSum], media: Quantity) -> Quantity:
    sides = [cost.internal if name == "cost_internal" else cost.billed for cost in costs]
    known = [Quantity.exact(amount) for amount in sides if amount is not None]
    if name == "cost_total" and media.value is not None:
        known.append(media)
    return _sum_of(known) if known else Quantity.missing(Reason.NO_DATA)


def _conversions(name: str, conversions: Sequence[ConversionSum]) -> Quantity:
    """Add what conversions state; where some do not state it, there are at least as many, or at least as much."""
    known = [total for each in conversions if (total := each.totals[name]) is not None]
    if not known:
        return Quantity.missing(Reason.NO_DATA)
    total, unstated = sum(known, _ZERO), sum(each.unstated.get(name, 0) for each in conversions)
    if not unstated:
        return Quantity.exact(total)
    return Quantity.at_least(total, ceiling=None if METRICS[name].unit is Unit.MONEY else total + unstated)


def _sum_of(parts: Sequence[Quantity]) -> Quantity:
    """Add amounts of which at most one, the media spend, is not exact."""
    low, high, shown = ([getattr(part, end) for part in parts] for end in ("low", "high", "value"))
    reason = next((part.reason for part in parts if part.reason), None)
    return Quantity(_all(low), _all(high), sum(shown, _ZERO), reason, any(part.derived for part in parts))


def _all(ends: Sequence[Decimal | None]) -> Decimal | None:
    return None if None in ends else sum((end for end in ends if end is not None), _ZERO)
