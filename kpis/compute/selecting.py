"""The part of SQL that every grain shares: accounts, windows, buckets and parameters.

Every name that is written into SQL comes from the metric definitions or from this package; whatever a caller sends
travels as a parameter.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from kpis.compute.question import GroupKey, Question, Window


def listed(*parts: Sequence[str]) -> str:
    """Write a select list."""
    return ", ".join(part for each in parts for part in each)


def select_and_group(keys: Sequence[str], arrays: frozenset[str]) -> tuple[list[str], str]:
    """Write keys for a select list and for its GROUP BY; arrays are written as text once rows are grouped."""
    selected = [f"{key}::text" if key in arrays else key for key in keys]
    grouped = ", ".join(key if key in arrays else str(place) for place, key in enumerate(keys, start=1))
    return selected, grouped


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
