"""Which stated exchange rate holds on a day: the newest until then, in the direction stated or turned round."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

# What PostgreSQL keeps of a rate that is turned round, so that both sides convert alike.
TURNED_PLACES = 24
_STEP = Decimal(1).scaleb(-TURNED_PLACES)
_WIDE = Context(prec=80, rounding=ROUND_HALF_UP)
FIRST, LAST = date.min, date.max


@dataclass(frozen=True, slots=True)
class StatedRate:
    """One unit of `base` is `rate` units of `quote`, from `day` until the next statement on the pair."""

    base: str
    quote: str
    day: date
    rate: Decimal
    source: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate in force: `day` is since when. `derived` was stated the other way round, and is one over it."""

    base: str
    quote: str
    day: date
    rate: Decimal
    source: str = ""
    derived: bool = False

    def convert(self, amount: Decimal) -> Decimal:
        """Give an amount of `base` in `quote`, unrounded."""
        return _WIDE.multiply(amount, self.rate)


@dataclass(frozen=True, slots=True)
class RateInForce:
    """A rate of one currency against the wanted one, with the first and last day on which it holds."""

    currency: str
    from_day: date
    until_day: date
    rate: Decimal


class RateTable:
    """Stated rates, looked up by day.

    A rate holds from its day until the next statement on the same two currencies, whichever way round that is. There
    is no way over a third currency: it would mix two sources into a rate that nobody stated.
    """

    def __init__(self, stated: Iterable[StatedRate]) -> None:
        self._by_pair: dict[tuple[str, str], list[Rate]] = defaultdict(list)
        for each in sorted(stated, key=lambda rate: rate.day):
            self._by_pair[each.base, each.quote].append(_as_stated(each))
            self._by_pair[each.quote, each.base].append(_turned(each))

    def rate(self, base: str, quote: str, day: date) -> Rate | None:
        """Give the rate of `base` in `quote` on a day: None where none was stated until then.

        A currency in itself is 1.
        """
        if base == quote:
            return Rate(base, quote, FIRST, Decimal(1))
        known = self._by_pair.get((base, quote), ())
        found = bisect_right(known, day, key=lambda rate: rate.day)
        return known[found - 1] if found else None

    def used(self, base: str, quote: str, start: date, end: date) -> tuple[Rate, ...]:
        """Give every rate of `base` in `quote` that holds on some day from `start` to `end`, the oldest first."""
        first = self.rate(base, quote, start)
        later = [rate for rate in self._by_pair.get((base, quote), ()) if start < rate.day <= end]
        return (*([first] if first else ()), *later)

    def in_force(self, quote: str) -> Iterator[RateInForce]:
        """Give every rate into `quote` with the days on which it holds; the currency itself is 1 on all days."""
        yield RateInForce(quote, FIRST, LAST, Decimal(1))
        for (base, into), known in sorted(self._by_pair.items()):
            if into == quote:
                ends = [*(rate.day - timedelta(days=1) for rate in known[1:]), LAST]
                for rate, until in zip(known, ends, strict=True):
                    yield RateInForce(base, rate.day, until, rate.rate)


def _as_stated(stated: StatedRate) -> Rate:
    return Rate(stated.base, stated.quote, stated.day, stated.rate, stated.source)


def _turned(stated: StatedRate) -> Rate:
    rate = _WIDE.quantize(_WIDE.divide(Decimal(1), stated.rate), _STEP)
    return Rate(stated.quote, stated.base, stated.day, rate, stated.source, derived=True)
