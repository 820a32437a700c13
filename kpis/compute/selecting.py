"""The part of SQL that every grain shares: rows told apart by the metrics they state, and read back by position.

Every name that is written into SQL comes from the metric definitions or from this package; whatever a caller sends
travels as a parameter.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from typing import Any
from uuid import UUID

from kpis.compute.question import GroupKey, Question, Window


class Way(Enum):
    """How rows that state the same metrics are put together."""

    ADDED = auto()
    LAST = auto()
    HIGHEST = auto()
    ALONE = auto()  # never added in the end: the sum and the largest are its bounds
    GAINED = auto()  # added, with what it gained apart, since some of it may be without baseline


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


def read_aggregates(measures: Sequence[Measure], stated: frozenset[str], values: Sequence[Any]) -> "Aggregates":
    """Read the aggregates of one row back, in the order of the measures."""
    found = Aggregates({}, {}, {})
    rest = iter(values)
    for measure in measures:
        value = next(rest)
        second = next(rest) if measure.way in {Way.ALONE, Way.GAINED} else None
        if measure.name in stated:
            found.values[measure.name] = as_decimal(value)
            if measure.way is Way.ALONE:
                found.largest[measure.name] = as_decimal(second)
            elif measure.way is Way.GAINED:
                found.gains[measure.name] = as_decimal(second)
    return found


@dataclass(frozen=True, slots=True)
class Aggregates:
    """What one row of a statement says of its metrics."""

    values: dict[str, Decimal]
    largest: dict[str, Decimal]
    gains: dict[str, Decimal]


def as_decimal(value: Any) -> Decimal:
    """Give a number from the database as a decimal."""
    return value if isinstance(value, Decimal) else Decimal(value)


def listed(*parts: Sequence[str]) -> str:
    """Write a select list."""
    return ", ".join(part for each in parts for part in each)


def bucket_start(question: Question, day: str) -> str:
    """Write the first day of the bucket that a day of the window lies in; buckets are cut at the window's start."""
    match question.time_key:
        case GroupKey.DAY:
            return day
        case GroupKey.WEEK:
            shift = question.week_start
            return f"greatest(date_trunc('week', ({day} - {shift})::timestamp)::date + {shift}, %(start)s::date)"
        case GroupKey.MONTH:
            return f"greatest(date_trunc('month', {day}::timestamp)::date, %(start)s::date)"
        case _:
            return "%(start)s::date"


def numbers_by_start(question: Question) -> Mapping[Any, int]:
    """Give the buckets' numbers by their first days."""
    return {bucket.start: number for number, bucket in enumerate(question.buckets)}


def parameters_of(question: Question) -> dict[str, Any]:
    """Give the parameters that the statements share: window, accounts and what narrows the contents."""
    scope, window = question.scope, question.window
    return {
        "start": window.start,
        "end": window.end,
        "accounts": uuid_array(scope.accounts),
        "campaign": scope.campaign,
        "content": scope.content,
        "creator": scope.creator,
        "category": scope.content_category,
        "format": scope.format,
        "hook": scope.hook,
        "sound": scope.sound,
        "hashtag": scope.hashtag,
        "paid": scope.paid,
        "currency": question.currency,
    }


def uuid_array(ids: Iterable[UUID]) -> str:
    """Write ids as the server reads an array: a statement of hundreds of accounts is quicker sent as one text."""
    return f"{{{','.join([each.hex for each in ids])}}}"


def edges(window: Window, whole: Window | None) -> Iterator[Window]:
    """Give the parts of a window outside its whole months."""
    if whole is None:
        yield window
        return
    if window.start < whole.start:
        yield Window(window.start, whole.start.fromordinal(whole.start.toordinal() - 1))
    if whole.end < window.end:
        yield Window(whole.end.fromordinal(whole.end.toordinal() + 1), window.end)
