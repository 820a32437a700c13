"""Named readings of a KPI's value: from where to where it means what."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaigns.definitions import FieldReader

_ENDS = ("at_least", "above", "below", "up_to")


@dataclass(frozen=True)
class Band:
    """A stretch of values with a name; `at_least` and `up_to` belong to it, `above` and `below` do not.

    The lowest band has no lower end and the highest no upper one. `names` are by language.
    """

    key: str
    names: Mapping[str, str]
    at_least: Decimal | None = None
    above: Decimal | None = None
    below: Decimal | None = None
    up_to: Decimal | None = None

    def holds(self, value: Decimal) -> bool:
        """Tell whether a value lies in the band."""
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.above is None or value > self.above)
            and (self.below is None or value < self.below)
            and (self.up_to is None or value <= self.up_to)
        )

    def meets(self, following: "Band") -> bool:
        """Tell whether another band begins exactly where this one ends."""
        if self.below is not None:
            return following.at_least == self.below and following.above is None
        return self.up_to is not None and following.above == self.up_to and following.at_least is None


@dataclass(frozen=True)
class Bands:
    """All bands of a KPI, the lowest values first, and where their limits come from."""

    readings: tuple[Band, ...]
    source: str

    def reading_of(self, value: Decimal) -> Band:
        """Return the band that holds a value; together they hold every value."""
        return next(band for band in self.readings if band.holds(value))


def read_bands(reader: FieldReader) -> Bands | None:
    """Return the bands of a definition, None where it states none; notes gaps and overlaps between them."""
    if not reader.has("bands"):
        return None
    within = reader.part("bands")
    within.demand(("readings", "source"), ("readings", "source"))
    readings = tuple(_band(part) for part in within.parts("readings"))
    _check_order(within, readings)
    return Bands(readings, within.text("source"))


def _band(reader: FieldReader) -> Band:
    reader.demand(("key", "names", *_ENDS), ("key", "names"))
    names = reader.texts("names")
    for language in ("en", "zh-Hans"):
        if language not in names:
            reader.mistake(f"names.{language}", "missing")
    at_least, above, below, up_to = (reader.decimal(end) for end in _ENDS)
    return Band(reader.text("key"), names, at_least, above, below, up_to)


def _check_order(reader: FieldReader, readings: Sequence[Band]) -> None:
    if len(readings) < 2:  # noqa: PLR2004 - one band tells nothing apart
        reader.mistake("readings", "expected two bands or more")
        return
    if len({band.key for band in readings}) < len(readings):
        reader.mistake("readings", "a key stands twice")
    first, last = readings[0], readings[-1]
    if (first.at_least, first.above, last.below, last.up_to) != (None, None, None, None):
        reader.mistake("readings", "the lowest band has no lower end and the highest no upper one")
    for band, following in itertools.pairwise(readings):
        if not band.meets(following):
            reader.mistake("readings", f"{following.key} does not begin where {band.key} ends")
