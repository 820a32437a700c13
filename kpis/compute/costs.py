"""The cost of something: fees and production from the costs, media from the ad days, never twice."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from kpis.compute.cost_sums import CostSum
from kpis.formulas import Quantity, Reason

COST_METRICS = frozenset({"cost_total", "cost_billed", "cost_internal"})
SPEND = frozenset({"spend"})
_ZERO = Decimal(0)


def cost_quantities(
    wanted: frozenset[str], costs: Sequence[CostSum], media: Quantity, media_currency: str | None
) -> tuple[Mapping[str, Quantity], str | None]:
    """Work out the wanted cost metrics and their currency.

    `cost_total` is media spend plus what is billed; media that is unknown leaves what is billed, and the other way
    round. Several currencies give `mixed_currency`.
    """
    currencies = {cost.currency for cost in costs} | ({media_currency} if media_currency else set())
    if len(currencies) > 1 or media.reason is Reason.MIXED_CURRENCY:
        return dict.fromkeys(wanted, Quantity.missing(Reason.MIXED_CURRENCY)), None
    found = {name: _quantity(name, costs, media) for name in wanted}
    return found, currencies.pop() if currencies else None


def _quantity(name: str, costs: Sequence[CostSum], media: Quantity) -> Quantity:
    sides = [cost.internal if name == "cost_internal" else cost.billed for cost in costs]
    known = [Quantity.exact(amount) for amount in sides if amount is not None]
    if name == "cost_total" and media.value is not None:
        known.append(media)
    return _sum_of(known) if known else Quantity.missing(Reason.NO_DATA)


def _sum_of(parts: Sequence[Quantity]) -> Quantity:
    """Add amounts of which at most one, the media spend, is not exact."""
    low, high, shown = ([getattr(part, end) for part in parts] for end in ("low", "high", "value"))
    reason = next((part.reason for part in parts if part.reason), None)
    return Quantity(_all(low), _all(high), sum(shown, _ZERO), reason, any(part.derived for part in parts))


def _all(ends: Sequence[Decimal | None]) -> Decimal | None:
    return None if None in ends else sum((end for end in ends if end is not None), _ZERO)
