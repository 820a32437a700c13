"""What SQL hands to Python: one account in one bucket and group, its rows added up by which metrics they state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import reduce
from uuid import UUID

Bundle = frozenset[str]
_ZERO = Decimal(0)
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Total:
    """One metric of a bundle, added over the rows that state the whole bundle.

    `value` is the sum (or the last level, or the peak) of `singles` rows; `largest` the greatest single row, for what
    cannot be added. `unbased_gain` and `unbased_loss` are the parts of the sum, above and below zero, whose earlier
    level is unknown. `capped` says that the true sum may be greater, `overstated` that it may be smaller, since a
    capped level was taken off.
    """

    value: Decimal | None
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


@dataclass(frozen=True, slots=True)
class BundleTotals:
    """A bundle's totals, the number of rows they rest on and, where rows are of days, their number or their bits.

    `totals` may hold other metrics of the same rows too.
    """

    rows: int
    days: int
    totals: Mapping[str, Total]
    day_bits: int = 0


NOTHING = BundleTotals(0, 0, {})


@dataclass(frozen=True, slots=True)
class Alike:
    """Rows that state the same metrics, and of which the same are derived, capped, without baseline or overstated.

    `days` counts their days; where rows of other sets may share days, `day_bits` names them, a bit a day.
    """

    stated: frozenset[str]
    rows: int
    values: Mapping[str, Decimal]
    largest: Mapping[str, Decimal] = field(default_factory=dict)
    gains: Mapping[str, Decimal] = field(default_factory=dict)
    days: int = 0
    day_bits: int = 0
    last_day: date | None = None
    derived: frozenset[str] = _NONE
    capped: frozenset[str] = _NONE
    unbased: frozenset[str] = _NONE
    overstated: frozenset[str] = _NONE


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows of a cell as one statement read them: `asked` are the metrics it asked for."""

    asked: frozenset[str]
    alike: Sequence[Alike]
    _of_all: dict[str, Total] = field(default_factory=dict)  # what all rows together say of a metric

    def totals(self, bundle: Bundle, levels: frozenset[str], peaks: frozenset[str]) -> BundleTotals:
        """Add up the rows that state the whole bundle; where all do, a metric is added once for all bundles."""
        rows = [alike for alike in self.alike if bundle <= alike.stated]
        if not rows:
            return NOTHING
        known = self._of_all if len(rows) == len(self.alike) else {}
        for name in bundle:
            if name not in known:
                known[name] = _total(rows, name, level=name in levels, peak=name in peaks)
        if len(rows) == 1:
            [only] = rows
            return BundleTotals(only.rows, only.day_bits.bit_count() or only.days, known, only.day_bits)
        bits = reduce(int.__or__, [alike.day_bits for alike in rows])
        days = bits.bit_count() if bits else sum([alike.days for alike in rows])
        return BundleTotals(sum([alike.rows for alike in rows]), days, known, bits)


@dataclass(slots=True)
class Cell:
    """One account, bucket and group at one grain.

    `contents` counts all of its contents, whatever they state. `figures` are the vendor's own for exactly this bucket.
    """

    account: UUID
    bucket: int
    group: tuple[str | None, ...]  # values of the question's content keys, in their order
    currency: str
    readings: tuple[Reading, ...] = ()
    converted_from: frozenset[str] = _NONE
    contents: int = 0
    boosted: int = 0  # of its contents, those that were boosted with money
    organic: int = 0  # and those known not to be
    levels: frozenset[str] = _NONE  # metrics of which the last value counts
    peaks: frozenset[str] = _NONE  # metrics of which the highest value counts
    figures: Mapping[str, Total] | None = None
    _totals: dict[Bundle, BundleTotals] = field(default_factory=dict)

    def bundle(self, bundle: Bundle) -> BundleTotals:
        """Add up the rows that state the whole bundle; worked out once."""
        found = self._totals.get(bundle)
        if found is None:
            found = self._totals[bundle] = self._added(bundle)
        return found

    def _added(self, bundle: Bundle) -> BundleTotals:
        for reading in self.readings:
            if bundle <= reading.asked:
                return reading.totals(bundle, self.levels, self.peaks)
        return NOTHING


def _total(rows: Sequence[Alike], name: str, *, level: bool, peak: bool) -> Total:
    if level:
        return _single(max(rows, key=lambda alike: alike.last_day or date.min), name)
    return _single(rows[0], name) if len(rows) == 1 else _sum(rows, name, peak=peak)


def _single(alike: Alike, name: str) -> Total:
    value = alike.values[name]
    gain = alike.gains.get(name, _ZERO) if name in alike.unbased else _ZERO
    return Total(
        value=value,
        largest=alike.largest.get(name),
        unbased_gain=gain,
        unbased_loss=value - gain if name in alike.unbased else _ZERO,
        derived=name in alike.derived,
        capped=name in alike.capped,
        overstated=name in alike.overstated,
        singles=alike.rows,
    )


def _sum(rows: Sequence[Alike], name: str, *, peak: bool) -> Total:
    """Put one metric of several sets of rows together, in one walk over them: there are many such sums."""
    values, largest, unbased = [], [], []
    derived = capped = overstated = False
    singles = 0
    for alike in rows:
        values.append(alike.values[name])
        singles += alike.rows
        derived = derived or name in alike.derived
        capped = capped or name in alike.capped
        overstated = overstated or name in alike.overstated
        if name in alike.largest:
            largest.append(alike.largest[name])
        if name in alike.unbased:
            unbased.append(alike)
    gain = sum((alike.gains.get(name, _ZERO) for alike in unbased), _ZERO)
    return Total(
        value=max(values) if peak else sum(values, _ZERO),
        largest=max(largest) if largest else None,
        unbased_gain=gain,
        unbased_loss=sum((alike.values[name] for alike in unbased), _ZERO) - gain,
        derived=derived,
        capped=capped,
        overstated=overstated,
        singles=singles,
    )
