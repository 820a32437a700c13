"""A number with what is known about it: exact, at least, at most, or missing for a stated reason."""

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, Self


class Bound(StrEnum):
    """How the shown value relates to the true one."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why there is no value, or why a value is only a bound."""

    NO_DATA = "no_data"
    ZERO_DENOMINATOR = "zero_denominator"
    NOT_ADDITIVE = "not_additive"
    MIXED_CURRENCY = "mixed_currency"
    NO_RATE = "no_rate"  # money in another currency than the one asked for, and no stated exchange rate
    MIXED_DEFINITION = "mixed_definition"
    NO_BASELINE = "no_baseline"
    NOT_ON_NETWORK = "not_on_network"
    UNBOUNDED = "unbounded"  # capped counts leave the value open on both sides
    UNDEFINED = "undefined"  # the logarithm of zero or less, or a number past all measure


class _Fields(NamedTuple):
    """What a quantity is made of; a tuple, since every number of a page is one."""

    low: Decimal | None
    high: Decimal | None
    value: Decimal | None
    reason: Reason | None
    derived: bool


class Quantity(_Fields):
    """A closed interval [low, high] that holds the true value; None leaves that side open.

    `value` is the end that is shown; it is None when there is nothing to show, and `reason` then says
    why. A value that is only a bound may carry a reason too. `derived` marks values worked out from a
    rate instead of counted.
    """

    __slots__ = ()

    def __new__(
        cls,
        low: Decimal | None,
        high: Decimal | None,
        value: Decimal | None,
        reason: Reason | None = None,
        derived: bool = False,  # noqa: FBT001, FBT002 - a field
    ) -> Self:
        """Check the ends and the reason."""
        if low is not None and high is not None and low > high:
            raise ValueError(f"an interval from {low} to {high}")
        if value is None and reason is None:
            raise ValueError("a missing value needs a reason")
        return super().__new__(cls, low, high, value, reason, derived)

    @classmethod
    def exact(cls, value: Decimal | int, *, derived: bool = False) -> "Quantity":
        """Return a number that is known."""
        number = Decimal(value)
        return tuple.__new__(cls, (number, number, number, None, derived))  # there is nothing to check

    @classmethod
    def at_least(
        cls,
        value: Decimal | int,
        *,
        ceiling: Decimal | int | None = None,
        reason: Reason | None = None,
        derived: bool = False,
    ) -> "Quantity":
        """Return a lower bound, such as a capped count ("10万+"); `ceiling` is a known upper end."""
        low = Decimal(value)
        return cls(low, _decimal(ceiling), low, reason, derived)

    @classmethod
    def at_most(
        cls,
        value: Decimal | int,
        *,
        floor: Decimal | int | None = None,
        reason: Reason | None = None,
        derived: bool = False,
    ) -> "Quantity":
        """Return an upper bound; `floor` is a known lower end, 0 for what cannot be negative."""
        high = Decimal(value)
        return cls(_decimal(floor), high, high, reason, derived)

    @classmethod
    def missing(cls, reason: Reason = Reason.NO_DATA, *, derived: bool = False) -> "Quantity":
        """Return the absence of a value. Missing is not zero."""
        return cls(None, None, None, reason, derived)

    @property
    def known_exactly(self) -> bool:
        """Tell whether it was made as a number that is known; one whose ends only happen to meet may say no."""
        value = self.value
        return value is self.low and value is self.high and self.reason is None

    @property
    def bound(self) -> Bound:
        """Tell how the shown value relates to the true one; UNKNOWN where there is none."""
        if self.value is None:
            return Bound.UNKNOWN
        if self.low == self.high:
            return Bound.EXACT
        return Bound.AT_LEAST if self.value == self.low else Bound.AT_MOST


def _decimal(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)
