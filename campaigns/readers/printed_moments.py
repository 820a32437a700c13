"""Moments as the Chinese back ends list them: 今天 15:30, 星期一 11:40, 01月27日, 20220329, a serial number."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Final

from campaigns.readers.days import MonthDay, NotADate
from campaigns.readers.table_dates import DateFormat, parse_table_date
from campaigns.readers.years import latest_on_or_before

_CLOCK: Final = r"(?:\s*(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
_NAMED: Final = re.compile(rf"(今天|今日|昨天|昨日|前天){_CLOCK}", re.ASCII)
_WEEKDAY: Final = re.compile(rf"(?:星期|周|礼拜)([一二三四五六日天]){_CLOCK}", re.ASCII)
_DAYS_AGO: Final = re.compile(r"(\d{1,3})\s*天前", re.ASCII)
_MINUTES_AGO: Final = re.compile(r"(\d{1,4})\s*(小时|分钟|秒)前|刚刚", re.ASCII)
_MONTH_DAY: Final = re.compile(rf"(\d{{1,2}})(?:月|-|/)(\d{{1,2}})日?{_CLOCK}", re.ASCII)
_SERIAL: Final = re.compile(r"4\d{4}(?:\.\d+)?", re.ASCII)
"""As a spreadsheet counts the days from 2009 to 2036."""
_DAYS_BACK: Final = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}
_WEEKDAYS: Final = {name: place for place, name in enumerate("一二三四五六日")} | {"天": 6}
_MINUTES: Final = {"小时": 60, "分钟": 1, "秒": 0}


def parse_listed_moment(text: str, *, now: datetime | date) -> datetime | date:
    """Return the moment that a list prints, or the day where it prints no time; raises NotADate.

    `now` is when the list was read, in the list's own zone. A weekday is the last one before that day, and a day
    without a year the last such day. Minutes and hours ago need the time of day of `now`.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    today = now.date() if isinstance(now, datetime) else now
    if (named := _NAMED.fullmatch(plain)) is not None:
        return _at(today - timedelta(days=_DAYS_BACK[named[1]]), named.groups()[1:])
    if (weekday := _WEEKDAY.fullmatch(plain)) is not None:
        back = (today.weekday() - _WEEKDAYS[weekday[1]] - 1) % 7 + 1
        return _at(today - timedelta(days=back), weekday.groups()[1:])
    if (ago := _DAYS_AGO.fullmatch(plain)) is not None:
        return today - timedelta(days=int(ago[1]))
    if (short := _MINUTES_AGO.fullmatch(plain)) is not None:
        return _minutes_before(now, int(short[1] or 0) * _MINUTES[short[2] or "秒"])
    if (month_day := _MONTH_DAY.fullmatch(plain)) is not None:
        return _at(_in_last_year(int(month_day[1]), int(month_day[2]), today), month_day.groups()[2:])
    found = parse_table_date(plain, DateFormat.EXCEL_SERIAL if _SERIAL.fullmatch(plain) else DateFormat.AUTO)
    return latest_on_or_before(found, today) if isinstance(found, MonthDay) else found


def is_relative(text: str) -> bool:
    """Say whether a printed moment means something only together with the day on which it was read."""
    if text[:4].isdigit():  # a year: nearly every cell
        return False
    plain = unicodedata.normalize("NFKC", text).strip()
    return any(form.fullmatch(plain) for form in (_NAMED, _WEEKDAY, _DAYS_AGO, _MINUTES_AGO, _MONTH_DAY))


def _at(day: date, clock: tuple[str | None, ...]) -> datetime | date:
    hour, minute, second = clock
    if hour is None:
        return day
    try:
        return datetime.combine(day, time(int(hour), int(minute or 0), int(second or 0)))
    except ValueError:
        raise NotADate("this time does not exist") from None


def _in_last_year(month: int, day: int, today: date) -> date:
    try:
        date(2000, month, day)  # a leap year: any day that exists at all
    except ValueError:
        raise NotADate("this day does not exist") from None
    return latest_on_or_before(MonthDay(month, day), today)


def _minutes_before(now: datetime | date, minutes: int) -> datetime | date:
    if not isinstance(now, datetime):
        raise NotADate("hours or minutes ago need the time at which the list was read")
    return (now - timedelta(minutes=minutes)).replace(microsecond=0)
