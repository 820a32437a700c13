"""Dates as the networks' exports write them, with and without a year."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final

from apikit.moments import FIRST_YEAR, LAST_YEAR
from campaigns.readers.month_names import MONTHS, fold


class NotADate(ValueError):  # noqa: N818 - names the finding
    """A text that is no date of the kind expected; the message says why, in a user's words."""


@dataclass(frozen=True, order=True, slots=True)
class MonthDay:
    """A day of the calendar whose year the file does not print."""

    month: int
    day: int

    def in_year(self, year: int) -> date | None:
        """Return this day in `year`, None where that year has no such day (29 February)."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_STAMP = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T ]?(\d{1,2})[:时](\d{1,2})(?:(?:[:分](\d{1,2})秒?(?:\.\d+)?)|分)?)?",
    re.ASCII,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:\.(\d+))?", re.ASCII)
"""A moment as spreadsheets keep it where the cell lost its format: days since 30 December 1899."""
_SERIAL_BEGIN: Final = date(1899, 12, 30)
_SECONDS_OF_DAY: Final = 86_400
_API_STAMP = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun) ([a-z]{3}) (\d{1,2}) (\d{1,2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2}) (\d{4})",
    re.IGNORECASE | re.ASCII,
)
"""As Weibo's interfaces print a moment: `Fri Nov 11 17:18:20 +0800 2022`."""
_OFFSET: Final = re.compile(r"(?:Z| ?UTC|[ ]?([+-])(0\d|1[0-4]):?([0-5]\d))$", re.ASCII)
_MOST_DAY_TEXT: Final = 11
"""`2026年04月03日`: what is longer states a time too."""
_CHINA: Final = timezone(timedelta(hours=8))
_MONTH_DAY_NUMBERS = re.compile(r"(?:(\d{4})[年년]\s*)?(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?", re.ASCII)
_DAY_THEN_NUMBERED_MONTH = re.compile(r"(?:ngay\s+)?(\d{1,2})\s+(?:thang|thg)\s+(\d{1,2})(?:,?\s+(\d{4}))?", re.ASCII)
"""Vietnamese, folded: months have numbers for names."""
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.?(?:\s?(\d{4}))?", re.ASCII)
"""With full stops the day comes first: Czech, Slovak, Finnish, German."""
_WORDS = re.compile(r"\d+|[^\d\s,،/'’‘()_-]+")
"""Numbers and words; in some scripts vowels are marks and no letters."""
_FILLERS: Final = frozenset(
    {
        *("de", "del", "di", "of", "st", "nd", "rd", "th", "er", "o", "г", "den", "le", "il", "d", "р"),
        *("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    }
)
_WEEKDAY: Final = re.compile(r"[\s(]*(?:周|星期|礼拜)[一二三四五六日天]\)?$|\s?\([月火水木金土日]\)$")
"""Behind a day: `2026-03-14 周六`, `2026-03-14(星期六)`, `3月14日(土)`."""
_LEAP_YEAR: Final = 2000
_YEAR_DIGITS: Final = 4
_MOST_DAY_DIGITS: Final = 2


def parse_iso_day(text: str) -> date:
    """Return the day of an ISO date (`2026-02-28`); raises NotADate."""
    match = _ISO_DAY.fullmatch(text.strip())
    if match is None:
        raise NotADate("a date like 2026-02-28 is expected")
    return _day(int(match[1]), int(match[2]), int(match[3]))


@lru_cache(maxsize=20_000)  # a file repeats its days, and a list of posts is read three times
def parse_stamp(text: str) -> datetime | date:
    """Return a naive moment (`2026-04-03 21:26:39`, `2026年07月11日03时09分05秒`), or a day (`20260403`) without time.

    A day may also be `20260403` or the number that a spreadsheet keeps it as (`46115`, `46115.8935`). A moment of
    Weibo's interfaces, which states its offset, is given in China's time.
    """
    plain = _WEEKDAY.sub("", unicodedata.normalize("NFKC", text).strip())
    if (stated := _API_STAMP.fullmatch(plain)) is not None:
        return _with_offset(stated)
    if (compact := _COMPACT.fullmatch(plain)) is not None:
        return _day(int(compact[1]), int(compact[2]), int(compact[3]))
    if (serial := _SERIAL.fullmatch(plain)) is not None:
        return _of_serial(int(serial[1]), serial[2])
    match = _STAMP.fullmatch(plain)
    if match is None:
        raise NotADate("a date and time like 2026-04-03 21:26:39 is expected")
    day = _day(int(match[1]), int(match[2]), int(match[3]))
    if match[4] is None:
        return day
    try:
        return datetime.combine(day, time(int(match[4]), int(match[5]), int(match[6] or 0)))
    except ValueError:
        raise NotADate("this time does not exist") from None


def parse_moment(text: str, zone: tzinfo) -> datetime | date:
    """Return what `parse_stamp` does, and a moment that prints its offset (`2026-04-03T13:26:39Z`) in `zone`."""
    offset = _OFFSET.search(text)
    if offset is None or len(text) <= _MOST_DAY_TEXT:
        return parse_stamp(text)
    moment = parse_stamp(text[: offset.start()])
    if not isinstance(moment, datetime):
        raise NotADate("a day has no offset")
    hours, minutes = (int(offset[2]), int(offset[3])) if offset[1] else (0, 0)
    east = timedelta(hours=hours, minutes=minutes) * (-1 if offset[1] == "-" else 1)
    return moment.replace(tzinfo=timezone(east)).astimezone(zone).replace(tzinfo=None)


def _of_serial(days: int, fraction: str | None) -> datetime | date:
    day = _SERIAL_BEGIN + timedelta(days=days)
    _day(day.year, day.month, day.day)
    if fraction is None:
        return day
    seconds = round(int(fraction) * _SECONDS_OF_DAY / 10 ** len(fraction))
    return datetime.combine(day, time()) + timedelta(seconds=seconds)


def _with_offset(match: re.Match[str]) -> datetime:
    month, day, hour, minute, second, sign, hours, minutes, year = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    try:
        zone = timezone(-offset if sign == "-" else offset)
        moment = datetime.combine(
            _day(int(year), MONTHS[month.lower()], int(day)), time(int(hour), int(minute), int(second)), zone
        )
    except (KeyError, ValueError) as fault:
        raise NotADate("this moment does not exist") from fault
    return moment.astimezone(_CHINA).replace(tzinfo=None)


def parse_printed_day(text: str) -> date | MonthDay:
    """Return a day as an interface prints it, often without a year: `February 28`, `8 de marzo`, `2月28日`."""
    plain = _WEEKDAY.sub("", unicodedata.normalize("NFKC", text).strip())
    if _ISO_DAY.fullmatch(plain):
        return parse_iso_day(plain)
    numbers = _MONTH_DAY_NUMBERS.fullmatch(plain)
    if numbers is not None:
        return _printed(numbers[1], int(numbers[2]), int(numbers[3]))
    turned = _DAY_THEN_NUMBERED_MONTH.fullmatch(fold(plain))
    if turned is not None:
        return _printed(turned[3], int(turned[2]), int(turned[1]))
    dotted = _DOTTED.fullmatch(plain)
    if dotted is not None:
        return _printed(dotted[3], int(dotted[2]), int(dotted[1]))
    return _worded(plain)


def parse_any_day(text: str) -> date | MonthDay:
    """Return a day in any of the forms of `parse_printed_day`, or that of a moment; raises NotADate."""
    try:
        return parse_printed_day(text)
    except NotADate as fault:
        try:
            moment = parse_stamp(text)
        except NotADate:
            raise fault from None
        return moment.date() if isinstance(moment, datetime) else moment


def _worded(text: str) -> date | MonthDay:
    month: int | None = None
    day: int | None = None
    year: str | None = None
    for word in _WORDS.findall(fold(text)):
        if word in MONTHS and month is None:
            month = MONTHS[word]
        elif word.isdigit() and len(word) <= _MOST_DAY_DIGITS and day is None:
            day = int(word)
        elif word.isdigit() and len(word) == _YEAR_DIGITS and year is None:
            year = word
        elif word not in _FILLERS:
            raise NotADate("this is not a date that is understood")
    if month is None or day is None:
        raise NotADate("this is not a date that is understood")
    return _printed(year, month, day)


def _printed(year: str | None, month: int, day: int) -> date | MonthDay:
    if year is not None:
        return _day(int(year), month, day)
    _day(_LEAP_YEAR, month, day)
    return MonthDay(month, day)


def _day(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotADate(f"the year must lie between {FIRST_YEAR} and {LAST_YEAR}")
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADate("this day does not exist") from None
