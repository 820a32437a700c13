"""Dates as tables of any origin write them; where two readings are possible, the mapping must say which is meant."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from typing import Final

from campaigns.readers.days import MonthDay, NotADate, parse_printed_day, parse_stamp
from campaigns.readers.month_names import MONTHS

Moment = datetime | date | MonthDay


class DateFormat(StrEnum):
    """How the days of a table are written."""

    AUTO = "auto"
    """Any form that can be read in one way only."""
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    EXCEL_SERIAL = "excel_serial"
    UNIX_SECONDS = "unix_seconds"
    UNIX_MILLISECONDS = "unix_milliseconds"


_CLOCK = r"\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?"
_ZONE = r"(?:Z|[+-]\d{2}:?\d{2})"
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?", re.ASCII)
_MONTH_AND_DAY = re.compile(r"(\d{1,2})-(\d{1,2})", re.ASCII)
_UNIX_STYLE = re.compile(
    r"[A-Za-z]{3} ([A-Za-z]{3}) (\d{1,2}) (\d{1,2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2}) (\d{4})", re.ASCII
)
_ISO_STAMP = re.compile(rf"\d{{4}}-\d{{2}}-\d{{2}}(?:T{_CLOCK}{_ZONE}?| {_CLOCK} ?{_ZONE})", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d{1,15})?", re.ASCII)
_DIGITS = re.compile(r"\d{1,14}", re.ASCII)
_SERIAL_ORIGIN: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's days have no zone
_SECONDS_A_DAY: Final = 86_400
_FIRST_YEAR, _LAST_YEAR = 2000, 2199


def parse_table_date(text: str, style: DateFormat) -> Moment:
    """Return the moment or day that a cell states; a moment is aware where the cell prints its offset.

    Raises NotADate, also for one that could be read in two ways.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    match style:
        case DateFormat.EXCEL_SERIAL:
            return _serial(plain)
        case DateFormat.UNIX_SECONDS | DateFormat.UNIX_MILLISECONDS:
            return _unix(plain, milliseconds=style is DateFormat.UNIX_MILLISECONDS)
        case DateFormat.AUTO | DateFormat.DAY_FIRST | DateFormat.MONTH_FIRST:
            return _written(plain, style)


def _written(text: str, style: DateFormat) -> Moment:
    for form, read in _FORMS:
        match = form.fullmatch(text)
        if match is not None:
            return read(match, style)
    try:
        return parse_stamp(text)
    except NotADate:
        return parse_printed_day(text)


def _short(match: re.Match[str], style: DateFormat) -> Moment:
    day, month = (1, 2) if style is DateFormat.DAY_FIRST else (2, 1)
    return _month_day(int(match[month]), int(match[day]))


def _numbered(match: re.Match[str], style: DateFormat) -> datetime | date:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    day_first = style is DateFormat.DAY_FIRST or match[2] == "."
    if style is DateFormat.AUTO and match[2] != ".":
        if first <= _MONTHS_A_YEAR and second <= _MONTHS_A_YEAR and first != second:
            raise NotADate("day and month can be told in two ways here; state date_format")
        day_first = first > _MONTHS_A_YEAR
    day, month = (first, second) if day_first else (second, first)
    clock = None if match[5] is None else (int(match[5]), int(match[6]), int(match[7] or 0))
    return _moment(year, month, day, clock)


_MONTHS_A_YEAR: Final = 12
_LEAP_YEAR: Final = 2000


def _month_day(month: int, day: int) -> MonthDay:
    _moment(_LEAP_YEAR, month, day)
    return MonthDay(month, day)


def _of_unix_style(match: re.Match[str], _: DateFormat) -> datetime | date:
    month = MONTHS.get(match[1].casefold())
    if month is None:
        raise NotADate("this is not a date that is understood")
    moment = _moment(int(match[9]), month, int(match[2]), (int(match[3]), int(match[4]), int(match[5])))
    offset = timedelta(hours=int(match[7]), minutes=int(match[8]))
    zone = timezone(-offset if match[6] == "-" else offset)
    return moment.replace(tzinfo=zone) if isinstance(moment, datetime) else moment


def _iso(match: re.Match[str], _: DateFormat) -> datetime:
    try:
        moment = datetime.fromisoformat(match[0].replace(" ", "T", 1).replace(" ", ""))
    except ValueError:
        raise NotADate("this is not a date that is understood") from None
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise NotADate(f"the year must lie between {_FIRST_YEAR} and {_LAST_YEAR}")
    return moment.replace(microsecond=0)


def _serial(text: str) -> datetime | date:
    if _SERIAL.fullmatch(text) is None:
        raise NotADate("a day as Excel counts it is expected, such as 46023")
    days, _, part = text.partition(".")
    seconds = round(float(f"0.{part}") * _SECONDS_A_DAY) if part else 0
    moment = _SERIAL_ORIGIN + timedelta(days=int(days), seconds=seconds)
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise NotADate(f"the year must lie between {_FIRST_YEAR} and {_LAST_YEAR}")
    return moment if seconds else moment.date()


def _unix(text: str, *, milliseconds: bool) -> datetime:
    if _DIGITS.fullmatch(text) is None:
        raise NotADate("seconds or milliseconds since 1970 are expected")
    seconds = int(text) // 1000 if milliseconds else int(text)
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=min(seconds, 10**11))
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise NotADate(f"the year must lie between {_FIRST_YEAR} and {_LAST_YEAR}")
    return moment


def _moment(year: int, month: int, day: int, clock: tuple[int, int, int] | None = None) -> datetime | date:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise NotADate(f"the year must lie between {_FIRST_YEAR} and {_LAST_YEAR}")
    try:
        found = date(year, month, day)
        return found if clock is None else datetime.combine(found, time(*clock))
    except ValueError:
        raise NotADate("this day or time does not exist") from None


_FORMS: Final = (
    (_NUMBERS, _numbered),
    (_MONTH_AND_DAY, _short),
    (_UNIX_STYLE, _of_unix_style),
    (_ISO_STAMP, _iso),
)
