"""Interval arithmetic in Decimal; the open sides are infinities here and None outside."""

from dataclasses import dataclass
from decimal import Decimal

INFINITY = Decimal("Infinity")
_ZERO = Decimal(0)


@dataclass(frozen=True)
class Interval:
    """All numbers from low to high, both included."""

    low: Decimal
    high: Decimal

    def __neg__(self) -> "Interval":
        return Interval(-self.high, -self.low)

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Interval") -> "Interval":
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: "Interval") -> "Interval":
        corners = [times(mine, theirs) for mine in (self.low, self.high) for theirs in (other.low, other.high)]
        return Interval(min(corners), max(corners))

    def __truediv__(self, other: "Interval") -> "Interval":
        """Divide by an interval that does not straddle zero; it may touch zero with one end."""
        if other.high <= 0:
            return (-self) / (-other)
        # With a denominator above zero the quotient moves one way in each argument, so two corners do.
        low = over(self.low, other.high if self.low >= 0 else other.low)
        high = over(self.high, other.low if self.high >= 0 else other.high)
        return Interval(low, high)

    def log(self) -> "Interval":
        """Take the natural logarithm of an interval above zero."""
        return Interval(self.low.ln(), self.high.ln())

    def widened(self, largest: Decimal) -> "Interval":
        """Open the sides that lie beyond the largest number that is kept."""
        return Interval(
            -INFINITY if self.low < -largest else self.low,
            INFINITY if self.high > largest else self.high,
        )

    def straddles_zero(self) -> bool:
        """Tell whether dividing by this is without meaning: zero lies inside, or it is all there is."""
        return self.low < 0 < self.high or self.low == self.high == 0


def times(left: Decimal, right: Decimal) -> Decimal:
    """Multiply ends of intervals: nothing times an open side is nothing."""
    return _ZERO if left == 0 or right == 0 else left * right


def over(numerator: Decimal, denominator: Decimal) -> Decimal:
    """Divide ends of intervals by an end that is at least zero; zero stands for just above zero."""
    if numerator == 0:
        return _ZERO
    if denominator == 0:
        return INFINITY.copy_sign(numerator)
    return _ZERO if denominator.is_infinite() else numerator / denominator
