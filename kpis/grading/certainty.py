"""The ends between which a result lies, and verdicts that hold for all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from kpis.benchmarks import Band
from kpis.catalogue import Direction
from kpis.formulas import Quantity
from kpis.grading.lenses import GradeReason, Position

_INFINITY = Decimal("Infinity")


@dataclass(frozen=True)
class Reading:
    """What a scale says about one number: a band where it has bands, and a position."""

    band: Band | None
    position: Position


@dataclass(frozen=True)
class Verdict:
    """What holds for every number that a result may be; `reason` tells why there is no band."""

    band: Band | None = None
    position: Position | None = None
    reason: GradeReason | None = GradeReason.INSUFFICIENT_DATA

    def favourable(self, direction: Direction) -> bool | None:
        """Tell whether the position is on the better side; None within, and where no side is better."""
        if self.position in {None, Position.WITHIN} or direction is Direction.BAND:
            return None
        return (self.position is Position.ABOVE) == (direction is Direction.HIGHER)


def ends_of(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """Return the ends between which a result lies, an open side as infinity."""
    low = -_INFINITY if quantity.low is None else quantity.low
    high = _INFINITY if quantity.high is None else quantity.high
    return low, high


def verdict_on(
    quantity: Quantity,
    read: Callable[[Decimal], Reading],
    *,
    sample: Decimal | int | None,
    smallest_denominator: int | None,
) -> Verdict:
    """Return what a scale says for both ends of a result, and so for all between them.

    No value, too small a sample (the result's denominator) and ends that disagree on the band give
    `insufficient_data`. Two ends outside a band, one on each side, agree on nothing.
    """
    if quantity.value is None or not _enough(sample, smallest_denominator):
        return Verdict()
    at_low, at_high = (read(end) for end in ends_of(quantity))
    position = at_low.position if at_low.position is at_high.position else None
    two_sided = at_low.band is Band.POOR and {at_low.position, at_high.position} == {Position.BELOW, Position.ABOVE}
    if at_low.band is not at_high.band or two_sided:
        return Verdict(position=position)
    if at_low.band is None:
        reason = GradeReason.INSUFFICIENT_DATA if position is None else GradeReason.POSITION_ONLY
        return Verdict(position=position, reason=reason)
    return Verdict(at_low.band, position, None)


def _enough(sample: Decimal | int | None, smallest_denominator: int | None) -> bool:
    return sample is None or smallest_denominator is None or sample >= smallest_denominator
