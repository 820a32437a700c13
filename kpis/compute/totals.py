"""One metric over rows that state it: its total, and the number that totals of several accounts come to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaigns.metrics import METRICS, Grain, Kind, Unit
from kpis.formulas import Quantity, Reason

_ZERO = Decimal(0)
_ALONE = frozenset({Kind.UNIQUE, Kind.WINDOW, Kind.RATIO})


@dataclass(frozen=True, slots=True)
class Total:
    """One metric, added over rows.

    `value` is the sum (or the last level, or the peak) of `singles` rows; `largest` the greatest single row, for what
    cannot be added. `unbased_gain` and `unbased_loss` are the parts of the sum, above and below zero, whose earlier
    level is unknown. `capped` says that the true sum may be greater, `overstated` that it may be smaller, since a
    capped level was taken off.
    """

    value: Decimal
    largest: Decimal | None = None
    unbased_gain: Decimal = _ZERO
    unbased_loss: Decimal = _ZERO
    derived: bool = False
    capped: bool = False
    overstated: bool = False
    singles: int = 1

    @property
    def plain(self) -> bool:
        """Tell whether the value is all that there is to say of the sum."""
        return not (self.capped or self.overstated or self.unbased_gain or self.unbased_loss)


def figure(value: Decimal) -> Total:
    """Give a vendor's figure, which stands alone."""
    return Total(value=value, largest=value)


def quantity_of(name: str, totals: Sequence[Total], grain: Grain, refused: Reason | None) -> Quantity:
    """Put the totals of several accounts together by the metric's kind; `refused` says why money cannot be."""
    metric = METRICS[name]
    if metric.unit is Unit.MONEY and refused is not None:
        return Quantity.missing(refused)
    kind = metric.kinds[grain]
    if kind is Kind.PEAK:
        return _highest(totals)
    if kind in _ALONE:
        return _alone(totals, bounded=kind is Kind.UNIQUE)
    return _added(totals)


def _alone(totals: Sequence[Total], *, bounded: bool) -> Quantity:
    """Give what is never added: one row's own value, else no value, with the bounds that people obey."""
    total = _sum(each.value for each in totals)
    derived, capped = any(each.derived for each in totals), any(each.capped for each in totals)
    if sum(each.singles for each in totals) == 1:
        return Quantity.at_least(total, derived=derived) if capped else Quantity.exact(total, derived=derived)
    if not bounded:
        return Quantity.missing(Reason.NOT_ADDITIVE, derived=derived)
    largest = max(each.largest for each in totals if each.largest is not None)
    high = None if capped else max(total, largest)
    return Quantity(low=largest, high=high, value=None, reason=Reason.NOT_ADDITIVE, derived=derived)


def _highest(totals: Sequence[Total]) -> Quantity:
    """Give the highest single value; a capped one may be higher still."""
    highest = max(total.value for total in totals)
    derived = any(total.derived for total in totals)
    if any(total.capped for total in totals):
        return Quantity.at_least(highest, derived=derived)
    return Quantity.exact(highest, derived=derived)


def _added(totals: Sequence[Total]) -> Quantity:
    """Add flows, lifetime totals and levels.

    What has no baseline may be anything from none to all of it; a capped level that was taken off leaves the low end
    open, a capped total the high one. The sum is shown where it is one of the two ends.
    """
    total = _sum([each.value for each in totals])
    derived = any(each.derived for each in totals)
    if all(each.plain for each in totals):
        return Quantity.exact(total, derived=derived)
    gain, loss = _sum([each.unbased_gain for each in totals]), _sum([each.unbased_loss for each in totals])
    low = None if any(each.overstated for each in totals) else total - gain
    high = None if any(each.capped for each in totals) else total - loss
    reason = Reason.NO_BASELINE if gain or loss else None
    if total not in {low, high}:
        return Quantity.missing(reason or Reason.UNBOUNDED, derived=derived)
    return Quantity(low, high, total, reason, derived)


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, _ZERO)
