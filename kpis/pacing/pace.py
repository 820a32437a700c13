"""The verdict of a result against its target: on track, at risk, off track, and in the end achieved or missed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kpis.catalogue import Direction
from kpis.formulas import Quantity
from kpis.grading.certainty import ends_of
from kpis.grading.lenses import Position
from kpis.grading.target import band_position
from kpis.grading.tiers import Tiers
from kpis.pacing.flight import Flight

# Before a tenth of the period has passed a day's chance outweighs the trend, so no verdict is given.
TOO_EARLY_BELOW = Decimal("0.10")
# A result may lag by a twentieth of what is expected and still be on track, by a fifth and be at risk.
ON_TRACK_FROM = Decimal("0.95")
AT_RISK_FROM = Decimal("0.80")
_ONE = Decimal(1)


class PaceStatus(StrEnum):
    """How a result stands against its target."""

    NO_DATA = "no_data"
    TOO_EARLY = "too_early"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    ACHIEVED = "achieved"
    MISSED = "missed"


@dataclass(frozen=True)
class Pace:
    """How a result stands.

    `expected` is what the target asks for by the last day; `attainment` is the shown value over the
    target of the whole period (target over value where lower is better), 1 when it is just met.
    """

    status: PaceStatus
    expected: Decimal
    attainment: Decimal | None


def pace(
    quantity: Quantity,
    *,
    tiers: Tiers,
    direction: Direction,
    flight: Flight,
    last_day: date,
    accumulates: bool,
    final: bool,
) -> Pace:
    """Return how a result stands against its target.

    `accumulates` says that the KPI is a total that grows over the period: an even curve by days then
    tells what is expected so far. For ratios and levels the target itself is expected at any time.
    `last_day` is the last day whose numbers are in; `final` that they will not change any more: only a
    period that is over and final is achieved or missed. A result that is only a bound gets a verdict when
    every number it may be gets the same one, else `no_data`.
    """
    share = flight.share_passed(last_day)
    so_far = tiers.scaled(share) if accumulates else tiers
    return Pace(
        status=_status(quantity, tiers=so_far, direction=direction, share=share, final=final),
        expected=so_far.target,
        attainment=_attainment(quantity.value, tiers.target, direction),
    )


def _status(quantity: Quantity, *, tiers: Tiers, direction: Direction, share: Decimal, final: bool) -> PaceStatus:
    if quantity.value is None:
        return PaceStatus.NO_DATA
    if share < TOO_EARLY_BELOW:
        return PaceStatus.TOO_EARLY
    over = share == _ONE and final
    at_low, at_high = (_verdict(end, tiers, direction, over=over) for end in ends_of(quantity))
    return at_low[0] if at_low == at_high else PaceStatus.NO_DATA


def _verdict(value: Decimal, tiers: Tiers, direction: Direction, *, over: bool) -> tuple[PaceStatus, Position]:
    # The side is part of the verdict on a band, since off track on both sides is not the same verdict.
    side = band_position(value, tiers) if direction is Direction.BAND else Position.WITHIN
    if over:
        met = _met(value, tiers, direction)
        return (PaceStatus.ACHIEVED if met else PaceStatus.MISSED), side
    if _met(value, tiers, direction, slack=_ONE - ON_TRACK_FROM):
        return PaceStatus.ON_TRACK, side
    if _met(value, tiers, direction, slack=_ONE - AT_RISK_FROM):
        return PaceStatus.AT_RISK, side
    return PaceStatus.OFF_TRACK, side


def _met(value: Decimal, tiers: Tiers, direction: Direction, *, slack: Decimal = Decimal(0)) -> bool:
    """Tell whether a number meets its tiers, missing them by at most this share of their size."""
    if direction is Direction.HIGHER:
        return value >= tiers.target - slack * abs(tiers.target)
    if direction is Direction.LOWER:
        return value <= tiers.target + slack * abs(tiers.target)
    high_enough = tiers.floor is None or value >= tiers.floor - slack * abs(tiers.floor)
    return high_enough and (tiers.stretch is None or value <= tiers.stretch + slack * abs(tiers.stretch))


def _attainment(value: Decimal | None, target: Decimal, direction: Direction) -> Decimal | None:
    """Return value over target, or target over value; None where that says nothing (nothing, or below zero)."""
    if value is None:
        return None
    numerator, denominator = (target, value) if direction is Direction.LOWER else (value, target)
    return numerator / denominator if denominator > 0 else None
