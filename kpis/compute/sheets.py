"""The rows of one statement: where they keep which number, and which of them look alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from typing import Any

Row = tuple[Any, ...]  # as it was read
Bundle = frozenset[str]
_NONE: frozenset[str] = frozenset()


class Way(Enum):
    """How rows that state the same metrics are put together."""

    ADDED = auto()
    LAST = auto()
    HIGHEST = auto()
    ALONE = auto()  # never added in the end: the sum and the largest are its bounds
    GAINED = auto()  # added, with what it gained apart, since some of it may be without baseline


_WITH_A_SECOND = frozenset({Way.ALONE, Way.GAINED})


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric that a statement asks for: the SQL of its value in a row, NULL where the row does not state it."""

    name: str
    column: str
    way: Way = Way.ADDED

    def aggregates(self) -> tuple[str, ...]:
        """Write the aggregates in the order in which they are read back."""
        match self.way:
            case Way.LAST:
                return (f"(array_agg({self.column} ORDER BY d.day DESC))[1]",)
            case Way.HIGHEST:
                return (f"max({self.column})",)
            case Way.ALONE:
                return (f"sum({self.column})", f"max({self.column})")
            case Way.GAINED:
                return (f"sum({self.column})", f"sum(greatest({self.column}, 0))")
            case Way.ADDED:
                return (f"sum({self.column})",)


@dataclass(frozen=True, slots=True)
class Column:
    """Where a metric's number stands, and its second one: the largest, or what was gained, else the same."""

    way: Way
    at: int
    second: int


@dataclass(frozen=True, slots=True)
class Flags:
    """Which metrics rows state, and which of these are derived, capped, without baseline or overstated."""

    stated: frozenset[str]
    derived: frozenset[str] = _NONE
    capped: frozenset[str] = _NONE
    unbased: frozenset[str] = _NONE
    overstated: frozenset[str] = _NONE

    def doubts(self, name: str) -> bool:
        """Tell whether the true number of a metric may be another one."""
        return name in self.capped or name in self.unbased or name in self.overstated


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What rows of a sheet have in common that look alike; there is one of each, so it is known by what it is."""

    sheet: "Sheet"
    flags: Flags
    place: tuple[int, int]  # in the order of sheets and looks


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Where the rows of one statement keep what.

    `number` orders the sheets of a question, `asked` are the metrics that one was asked for. A row counts the rows that
    it sums at `rows_at`; at `last_day_at` it keeps its last day, where levels are asked for. Rows of days name them at
    `days_at`, month by month, or have a day each.
    """

    number: int
    asked: frozenset[str]
    columns: Mapping[str, Column]
    read_flags: Callable[[Row], Flags]
    rows_at: int
    last_day_at: int | None = None
    days_at: int | None = None
    of_days: bool = False
    _looks: dict[Row, Look] = field(default_factory=dict)

    def look(self, flags: Row) -> Look:
        """Give the look of rows with these flags, as they were read."""
        found = self._looks.get(flags)
        if found is None:
            found = self._looks[flags] = Look(self, self.read_flags(flags), (self.number, len(self._looks)))
        return found


def columns_of(measures: Sequence[Measure], start: int, *, levels: frozenset[str] = _NONE) -> dict[str, Column]:
    """Say where each measure's aggregates stand in a row, the first at `start`; of `levels` the last one counts."""
    found = {}
    for measure in measures:
        second = start + 1 if measure.way in _WITH_A_SECOND else start
        found[measure.name] = Column(Way.LAST if measure.name in levels else measure.way, start, second)
        start = second + 1
    return found


@lru_cache(maxsize=4096)
def names_in(text: str | None) -> frozenset[str]:
    """Read an array of metrics that was cast to text."""
    return frozenset(text[1:-1].split(",")) if text and text != "{}" else _NONE
