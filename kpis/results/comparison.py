"""A result beside an earlier one: the change, whether it is for the better, and whether the two may be compared."""

from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum

from kpis.catalogue import Direction
from kpis.formulas import Bound, Quantity

# Values have up to 30 digits; a change must not lose one, and a ratio needs no more than its six decimals.
_WIDE = Context(prec=80)


class ChangeReason(StrEnum):
    """Why there is no change, or a change without a ratio."""

    NO_VALUE = "no_value"
    NO_FORMER_VALUE = "no_former_value"
    BOUND = "bound"  # one of the two is only a bound
    OTHER_CURRENCY = "other_currency"
    FORMER_ZERO = "former_zero"
    FORMER_NEGATIVE = "former_negative"


class Caveat(StrEnum):
    """Why two results may not be compared as they stand."""

    NO_VALUE = "no_value"
    OTHER_DEFINITION = "other_definition"  # what the network counts changed in between
    OTHER_GRAIN = "other_grain"  # days of the account against its contents
    OTHER_CURRENCY = "other_currency"
    OTHER_COVERAGE = "other_coverage"
    OTHER_LENGTH = "other_length"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two results.

    `days` are those of its window that are over. `heard` is what was covered of what there was, a pair a dimension:
    days, accounts, contents. `definitions` names the versions of what its networks count.
    """

    quantity: Quantity
    days: int
    heard: tuple[tuple[int, int], ...] = ()
    currency: str | None = None
    grain: str | None = None
    definitions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PerDay:
    """Both results over the days of their windows, where the windows are of different length."""

    value: Decimal
    former: Decimal
    change_ratio: Decimal | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of a former result.

    `change` is the difference in the result's unit, `change_ratio` the difference over the former value. Where either
    is None, `reason` says why. `favourable` reads the change in the KPI's direction: None where nothing changed, where
    it cannot be told, and where the two may not be compared.
    """

    change: Decimal | None
    change_ratio: Decimal | None
    reason: ChangeReason | None
    favourable: bool | None
    caveats: tuple[Caveat, ...]
    per_day: PerDay | None = None

    @property
    def comparable(self) -> bool:
        """Tell whether the two may be compared as they stand."""
        return not self.caveats


def compared(now: Side, former: Side, *, direction: Direction, grows: bool, adds: bool) -> Comparison:
    """Compare two results of one KPI.

    `grows` says that the KPI's value depends on how long a window is; `adds` that it is a total over days, which may
    be told per day.
    """
    caveats = _caveats(now, former, grows=grows)
    change, reason = _change(now, former)
    per_day = _per_day(now, former) if adds and Caveat.OTHER_LENGTH in caveats and change is not None else None
    ratio, reason = (None, reason) if change is None else _ratio(change, former.quantity.value)
    return Comparison(change, ratio, reason, _favourable(now, former, direction, caveats, per_day), caveats, per_day)


def _change(now: Side, former: Side) -> tuple[Decimal | None, ChangeReason | None]:
    ours, theirs = now.quantity, former.quantity
    if ours.value is None:
        return None, ChangeReason.NO_VALUE
    if theirs.value is None:
        return None, ChangeReason.NO_FORMER_VALUE
    if now.currency != former.currency:
        return None, ChangeReason.OTHER_CURRENCY
    if ours.bound is not Bound.EXACT or theirs.bound is not Bound.EXACT:
        return None, ChangeReason.BOUND
    return _WIDE.subtract(ours.value, theirs.value), None


def _ratio(change: Decimal, former: Decimal | None) -> tuple[Decimal | None, ChangeReason | None]:
    """Give the change over the former value; below zero and at zero a ratio would mislead."""
    if not former:
        return None, ChangeReason.FORMER_ZERO
    if former < 0:
        return None, ChangeReason.FORMER_NEGATIVE
    return _WIDE.divide(change, former), None


def _caveats(now: Side, former: Side, *, grows: bool) -> tuple[Caveat, ...]:
    if now.quantity.value is None or former.quantity.value is None:
        return (Caveat.NO_VALUE,)
    found = {
        Caveat.OTHER_DEFINITION: now.definitions != former.definitions,
        Caveat.OTHER_GRAIN: now.grain != former.grain,
        Caveat.OTHER_CURRENCY: now.currency != former.currency,
        Caveat.OTHER_COVERAGE: _share(now) != _share(former),
        Caveat.OTHER_LENGTH: grows and now.days != former.days,
    }
    return tuple(caveat for caveat, holds in found.items() if holds)


def _share(side: Side) -> tuple[Decimal | None, ...]:
    """Give how much was heard of each dimension; nothing to hear is heard in full."""
    return tuple(_WIDE.divide(Decimal(heard), Decimal(of)) if of else Decimal(1) for heard, of in side.heard)


def _per_day(now: Side, former: Side) -> PerDay | None:
    if not now.days or not former.days or now.quantity.value is None or former.quantity.value is None:
        return None
    ours = _WIDE.divide(now.quantity.value, Decimal(now.days))
    theirs = _WIDE.divide(former.quantity.value, Decimal(former.days))
    ratio, _ = _ratio(_WIDE.subtract(ours, theirs), theirs)
    return PerDay(ours, theirs, ratio)


def _favourable(
    now: Side, former: Side, direction: Direction, caveats: tuple[Caveat, ...], per_day: PerDay | None
) -> bool | None:
    if direction is Direction.BAND:
        return None
    if not caveats:
        rose = _rose(now.quantity, former.quantity)
    elif caveats == (Caveat.OTHER_LENGTH,) and per_day is not None and per_day.value != per_day.former:
        rose = per_day.value > per_day.former
    else:
        return None
    return None if rose is None else rose is (direction is Direction.HIGHER)


def _rose(now: Quantity, former: Quantity) -> bool | None:
    """Tell whether a number rose, for every number that the two may be; None where that is open, or neither."""
    if now.low is not None and former.high is not None and now.low > former.high:
        return True
    if now.high is not None and former.low is not None and now.high < former.low:
        return False
    return None
