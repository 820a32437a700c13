"""What a pencil makes of a number beside an earlier one."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Told:
    """A number as it was told: what is shown, and the ends between which the truth lies (None where open)."""

    shown: Fraction | None
    low: Fraction | None
    high: Fraction | None

    @property
    def is_exact(self) -> bool:
        return self.shown is not None and self.low == self.high


def change(now: Told, former: Told) -> Fraction | None:
    """Give the difference of two numbers that are both known exactly."""
    if not (now.is_exact and former.is_exact):
        return None
    assert now.shown is not None
    assert former.shown is not None
    return now.shown - former.shown


def change_ratio(now: Told, former: Told) -> Fraction | None:
    """Give the difference over the former number; at and below zero a share of it means nothing."""
    difference = change(now, former)
    return None if difference is None or not former.shown or former.shown < 0 else difference / former.shown


def is_better(now: Told, former: Told, *, lower_is_better: bool) -> bool | None:
    """Tell whether every number that now may be is better than every number that it may have been; else None."""
    if now.shown is None or former.shown is None:
        return None
    above = now.low is not None and former.high is not None and now.low > former.high
    below = now.high is not None and former.low is not None and now.high < former.low
    if not above and not below:
        return None
    return below if lower_is_better else above
