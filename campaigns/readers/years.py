"""Finds the years that an export leaves out, walking backwards from the day on which it was captured."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from campaigns.readers.days import MonthDay
from campaigns.readers.rows import UnreadableFile

_SLACK_DAYS = 31
"""How much longer than its rows a file may last: some days are missing, none lie months apart."""
_LEAP_CYCLE = 8


def latest_on_or_before(day: MonthDay, limit: date) -> date:
    """Return the latest day with this month and day that is not after `limit`."""
    for year in range(limit.year, limit.year - _LEAP_CYCLE - 1, -1):
        found = day.in_year(year)
        if found is not None and found <= limit:
            return found
    message = f"{day} has no year before {limit}"
    raise AssertionError(message)


def nearest(day: MonthDay, anchor: date) -> date:
    """Return the day with this month and day that lies nearest to `anchor`."""
    years = range(anchor.year - _LEAP_CYCLE, anchor.year + _LEAP_CYCLE + 1)
    candidates = [found for year in years if (found := day.in_year(year)) is not None]
    return min(candidates, key=lambda candidate: abs(candidate - anchor))


def infer_years(
    days: Sequence[date | MonthDay | None], *, captured_on: date, export_year: int | None
) -> list[date | None]:
    """Return each row's full date; None stays None, and so becomes a 29 February in a year that has none.

    The rows run from the oldest to the newest, or the other way round (the order that spans less time is taken).
    The newest is the latest such day on or before `captured_on`, or stands in `export_year`; going back, a day later in
    the calendar than the one after it belongs to the year before. Rows that run neither way raise UnreadableFile: one
    row in a wrong place is enough to move all rows before it into another year.
    """
    anchor = _anchor(captured_on, export_year)
    rising = _walk_back(days[::-1], anchor)[::-1]
    falling = _walk_back(days, anchor)
    chosen = min(rising, falling, key=_span)
    if _is_full_of_holes(days, chosen):
        detail = (
            "The rows are not in the order of their days, or most days between them are missing, so their years cannot"
            " be known; export the file again."
        )
        raise UnreadableFile("dates_out_of_order", detail)
    return chosen


def _anchor(captured_on: date, export_year: int | None) -> Callable[[MonthDay], date | None]:
    if export_year is None:
        return lambda day: latest_on_or_before(day, captured_on)
    return lambda day: day.in_year(export_year)


def _walk_back(days: Sequence[date | MonthDay | None], anchor: Callable[[MonthDay], date | None]) -> list[date | None]:
    """Date `days`, given from the newest to the oldest."""
    dated: list[date | None] = []
    year: int | None = None
    later: MonthDay | None = None
    for day in days:
        if day is None:
            dated.append(None)
            continue
        if isinstance(day, date):
            year, later, found = day.year, MonthDay(day.month, day.day), day
            dated.append(found)
            continue
        if year is None or later is None:
            first = anchor(day)
            dated.append(first)
            year, later = (None, None) if first is None else (first.year, day)
            continue
        if day > later:
            year -= 1
        later = day
        dated.append(day.in_year(year))
    return dated


def _span(days: Sequence[date | None]) -> timedelta:
    known = [day for day in days if day is not None]
    return max(known) - min(known) if known else timedelta(0)


def _is_full_of_holes(printed: Sequence[date | MonthDay | None], dated: Sequence[date | None]) -> bool:
    """Say whether a file without years lasts much longer than it has rows.

    A daily file does not; a day that was taken for the same day of another year makes it look so.
    """
    inferred = [day for raw, day in zip(printed, dated, strict=True) if isinstance(raw, MonthDay)]
    return _span(inferred) > timedelta(days=len(dated) * 5 // 4 + _SLACK_DAYS)
