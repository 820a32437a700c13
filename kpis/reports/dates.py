"""Writes days and windows the way readers of a language do."""

from datetime import date

_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def long_day(day: date, language: str) -> str:
    """Return a full day: 1 January 2026, or 2026年1月1日."""
    if language == "zh-Hans":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_day(day: date, language: str) -> str:
    """Return a day for an axis: 1 Jan, or 1月1日."""
    if language == "zh-Hans":
        return f"{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1][:3]}"


def window_text(start: date, end: date, language: str) -> str:
    """Return a window of whole days, both ends included."""
    if start == end:
        return long_day(start, language)
    same_month = (start.year, start.month) == (end.year, end.month)
    if language == "zh-Hans":
        return f"{long_day(start, language)}至{f'{end.day}日' if same_month else long_day(end, language)}"
    if same_month:
        return f"{start.day}\N{EN DASH}{long_day(end, language)}"
    return f"{long_day(start, language)} \N{EN DASH} {long_day(end, language)}"


def day_or_text(text: str | None, language: str) -> str:
    """Return an ISO day, or the day of an ISO time, in full; any other text as it stands."""
    try:
        return long_day(date.fromisoformat((text or "")[:10]), language)
    except ValueError:
        return text or ""
