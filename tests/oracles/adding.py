"""How single numbers become one, by their aggregation kind: added, the highest taken, or not put together at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tests.oracles.world import Row

LEVELS = {"followers"}
PEOPLE = {"reach"}
PEAKS = {"live_peak"}
INFINITY = Decimal("Infinity")


@dataclass(frozen=True)
class Said:
    """What can be said of one metric: the shown value with its ends (infinite where open), or why there is none."""

    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    reason: str | None = None
    derived: bool = False


@dataclass(frozen=True)
class Single:
    """What one row, or one content, adds: a number with its ends."""

    value: Decimal
    low: Decimal
    high: Decimal
    derived: bool
    no_baseline: bool = False


def put_together(name: str, singles: Sequence[Single]) -> Said:
    """Put single numbers of one metric together by its kind."""
    if name in PEOPLE:
        return never_added(singles)
    return highest(singles) if name in PEAKS else added(singles)


def states(row: Row, bundle: Iterable[str]) -> bool:
    """Tell whether a row has a number for each of several metrics."""
    return all(row.values.get(name) is not None for name in bundle)


def exactly(value: Decimal | None) -> Single:
    """Take a number as it is."""
    assert value is not None
    return Single(Decimal(value), Decimal(value), Decimal(value), derived=False)


def of_row(row: Row, name: str) -> Single:
    """Take a row's number: what is capped may be greater."""
    value = row.values[name]
    assert value is not None
    number = Decimal(value)
    return Single(number, number, INFINITY if name in row.capped else number, name in row.derived)


def added(singles: Sequence[Single]) -> Said:
    """Add: the sum is shown where it is one of the two ends."""
    if not singles:
        return Said(None, reason="no_data")
    value, derived = sum(single.value for single in singles), any(single.derived for single in singles)
    low, high = sum(single.low for single in singles), sum(single.high for single in singles)
    no_baseline = any(single.no_baseline and single.value != 0 for single in singles)
    if value not in {low, high}:
        return Said(None, reason="no_baseline" if no_baseline else "unbounded", derived=derived)
    return Said(value, low, high, "no_baseline" if no_baseline else None, derived)


def never_added(singles: Sequence[Single]) -> Said:
    """Leave people as they are: one number, or the ends between which the truth lies."""
    if not singles:
        return Said(None, reason="no_data")
    if len(singles) == 1:
        return added(singles)
    low, high = max(single.value for single in singles), sum(single.high for single in singles)
    return Said(None, low, high, "not_additive", any(single.derived for single in singles))


def highest(singles: Sequence[Single]) -> Said:
    """Take the highest number; one that is capped may be higher still, wherever it stands."""
    if not singles:
        return Said(None, reason="no_data")
    value, high = max(single.value for single in singles), max(single.high for single in singles)
    return Said(value, value, high, derived=any(single.derived for single in singles))
