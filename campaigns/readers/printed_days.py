"""Reads a column of days as interfaces print them: in full, in words of any language, without a year, with slashes."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from campaigns.readers.days import MonthDay, NotADate, parse_printed_day, parse_stamp
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.rows import UnreadableFile
from campaigns.readers.years import infer_years

_SLASHED: Final = re.compile(r"(\d{1,2})[/\-](\d{1,2})[/\-](\d{4})", re.ASCII)
_SHORT: Final = re.compile(r"(\d{2})-(\d{2})", re.ASCII)
"""`02-21`, as Chinese interfaces shorten days."""
_MONTHS: Final = 12
_LEAP_YEAR: Final = 2000


def days_by_line(sheet: Sheet, name: str, context: Context) -> dict[int, date | None]:
    """Return the day of each record by its line, None where it cannot be understood.

    Years that are left out are found from the day of capture. Raises UnreadableFile where the days are out of order so
    that their years cannot be known, and where 03/04/2026 may be of March or of April.
    """
    texts = {record.line: sheet.cell(record, name) for record in sheet.records()}
    printed = printed_days(list(texts.values()))
    dated = infer_years(printed, captured_on=context.captured_on, export_year=context.export_year)
    return dict(zip(texts, dated, strict=True))


def printed_days(texts: Sequence[str]) -> list[date | MonthDay | None]:
    """Return each text's day, None for what is none; raises UnreadableFile(`ambiguous_dates`)."""
    month_first = _month_first(texts)
    return [_day(text.strip(), month_first=month_first) for text in texts]


def why_not(text: str) -> str:
    """Return why a text is no day, in a user's words."""
    try:
        parse_printed_day(text)
    except NotADate as fault:
        return str(fault)
    return "the inferred year has no such day; state captured_on or export_year"


def _day(text: str, *, month_first: bool) -> date | MonthDay | None:
    slashed = _SLASHED.fullmatch(text)
    if slashed is not None:
        return _slashed(slashed, month_first=month_first)
    short = _SHORT.fullmatch(text)
    if short is not None:
        return _short(int(short[1]), int(short[2]))
    try:
        moment = parse_stamp(text)
    except NotADate:
        pass
    else:
        return moment.date() if isinstance(moment, datetime) else moment
    try:
        return parse_printed_day(text)
    except NotADate:
        return None


def _short(month: int, day: int) -> MonthDay | None:
    found = MonthDay(month, day)
    return found if found.in_year(_LEAP_YEAR) else None


def _slashed(match: re.Match[str], *, month_first: bool) -> date | None:
    first, second, year = (int(part) for part in match.groups())
    month, day = (first, second) if month_first else (second, first)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_first(texts: Sequence[str]) -> bool:
    """Say whether days with slashes begin with the month: one order fits all of them, or spans less time."""
    slashed = [match for text in texts if (match := _SLASHED.fullmatch(text.strip()))]
    over_first = any(int(match[1]) > _MONTHS for match in slashed)
    over_second = any(int(match[2]) > _MONTHS for match in slashed)
    if over_first or over_second or not slashed:
        return over_second and not over_first
    by_month, by_day = _span(slashed, month_first=True), _span(slashed, month_first=False)
    if by_month == by_day and any(match[1] != match[2] for match in slashed):
        detail = f"Whether {slashed[0][0]} begins with the day or the month cannot be told; write days like 2026-02-28."
        raise UnreadableFile("ambiguous_dates", detail)
    return by_month < by_day


def _span(slashed: Sequence[re.Match[str]], *, month_first: bool) -> int:
    days = [day for match in slashed if (day := _slashed(match, month_first=month_first))]
    return (max(days) - min(days)).days if days else 0
