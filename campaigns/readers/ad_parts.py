"""Sums the parts of an ad unit's day (hours, countries, ...) to the day; people cannot be summed and are left out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from campaigns.readers.rows import AdDayRow, Notice, Number, Refusal, Row
from campaigns.readers.sums import at_least, bounded
from campaigns.readers.vocabulary import MEASURES, Sign

_OF_TIME: Final = frozenset({"hour", "part_hour"})
_PEAKS: Final = frozenset({"live_peak"})

Key = tuple[str, date]


@dataclass(frozen=True, slots=True)
class Part:
    """What a line came to, and the unit and day that it is a part of, None where that cannot be known."""

    outcome: AdDayRow | Refusal
    key: Key | None


def summed(parts: Iterable[Part], split: Iterable[str], headers: Mapping[str, str]) -> Iterator[Row | Refusal]:
    """Yield a row a unit and day, under the line of its first part, and every refusal.

    `headers` are the file's own by canonical name.

    A day that misses a part because the part was refused would be too small: its other parts are refused too.
    """
    days: dict[Key, list[AdDayRow]] = {}
    broken: dict[Key, int] = {}
    for part in parts:
        if isinstance(part.outcome, AdDayRow):
            days.setdefault((part.outcome.external_id, part.outcome.day), []).append(part.outcome)
        else:
            if part.key is not None:
                broken.setdefault(part.key, part.outcome.line)
            yield part.outcome
    split = frozenset(split)
    by = " and ".join(sorted(name.removeprefix("part_") for name in split))
    for key, rows in days.items():
        if key in broken:
            yield from (_incomplete(row, broken[key]) for row in rows)
        else:
            yield from bounded(_day(rows, by, split), rows, headers)


def _incomplete(row: AdDayRow, line: int) -> Refusal:
    detail = f"Line {line}, another part of this ad unit's day, was refused: the day would come out too small."
    return Refusal(row.line, "incomplete_day", detail, None, None)


def _day(rows: list[AdDayRow], by: str, split: frozenset[str]) -> AdDayRow:
    """Add the parts up; the people of a day that has one part are its own, but for those of an hour."""
    first = rows[0]
    if len(rows) == 1 and not split & _OF_TIME:
        return first
    values: dict[str, Number] = {}
    for row in rows:
        for metric, value in row.values.items():
            if metric in values:
                values[metric] = max(values[metric], value) if metric in _PEAKS else values[metric] + value
            else:
                values[metric] = value
    people = sorted(metric for metric in values if MEASURES[metric].sign is Sign.LEVEL and _counts_people(metric))
    notices = dict.fromkeys(notice for row in rows for notice in row.notices)
    notices[_told(len(rows), by, people)] = None
    partly, told = at_least(rows, but=people)
    return first._replace(
        values={metric: value for metric, value in values.items() if metric not in people},
        derived=frozenset().union(*(row.derived for row in rows)),
        capped=partly.union(*(row.capped for row in rows)),
        notices=(*notices, *told),
    )


def _counts_people(metric: str) -> bool:
    return metric not in _PEAKS and MEASURES[metric].unit.value == "count"


def _told(lines: int, by: str, people: list[str]) -> Notice:
    left_out = f" People are never added: {', '.join(people)} left out." if people else ""
    return Notice("summed_parts", f"The sum of {lines} {'line' if lines == 1 else 'lines'} by {by}.{left_out}", None)
