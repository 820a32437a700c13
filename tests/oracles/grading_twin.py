"""A slow, obvious second grading: it walks through plain lists of steps. It imports nothing of the product."""

from collections.abc import Sequence
from fractions import Fraction

BANDS = ("poor", "fair", "good", "great")


def twin_tier_band(
    value: Fraction,
    floor: Fraction | None,
    target: Fraction,
    stretch: Fraction | None,
    *,
    lower_is_better: bool,
) -> str:
    """Return the band of a value whose period is over, by counting the tiers that it has reached."""
    if lower_is_better:
        return twin_tier_band(
            -value,
            None if floor is None else -floor,
            -target,
            None if stretch is None else -stretch,
            lower_is_better=False,
        )
    if stretch is not None and value >= stretch:
        return "great"
    if value >= target:
        return "good"
    if floor is not None and value >= floor:
        return "fair"
    return "poor"


def twin_quarter(value: Fraction, quarters: Sequence[Fraction], *, lower_is_better: bool) -> str:
    """Return the quarter of a sample that a value falls into, as a band; `quarters` are P25, P50, P75."""
    if lower_is_better:
        beaten = sum(1 for quarter in quarters if value <= quarter)
    else:
        beaten = sum(1 for quarter in quarters if value >= quarter)
    return BANDS[beaten]


def twin_pace(value: Fraction, target: Fraction, *, lower_is_better: bool) -> str:
    """Return the status of a running period by the share of the target that is missing."""
    gap = value - target if lower_is_better else target - value
    if gap <= target * Fraction(5, 100):
        return "on_track"
    return "at_risk" if gap <= target * Fraction(20, 100) else "off_track"
