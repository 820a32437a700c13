"""Windows walked over day by day: cut into days, weeks and months, and the windows that they are compared with."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = timedelta(days=1)
Pair = tuple[date, date]


def days_of(start: date, end: date) -> list[date]:
    """List the days of a window, both ends included."""
    return [start + number * DAY for number in range((end - start).days + 1)]


def cut(start: date, end: date, by: str | None, *, first_weekday: int = 0) -> list[Pair]:
    """Cut a window into days, weeks or months, by walking over its days; weeks begin on a weekday, 0 is Monday."""
    if by is None:
        return [(start, end)]
    begins: dict[str, Callable[[date], bool]] = {
        "day": lambda day: day >= start,
        "week": lambda day: day.weekday() == first_weekday,
        "month": lambda day: day.day == 1,
    }
    pieces: list[list[date]] = []
    for day in days_of(start, end):
        if not pieces or begins[by](day):
            pieces.append([])
        pieces[-1].append(day)
    return [(piece[0], piece[-1]) for piece in pieces]


def previous(start: date, end: date) -> Pair:
    """Give the window right before: as many whole months before whole months, else as many days."""
    if not is_whole_months(start, end):
        return start - len(days_of(start, end)) * DAY, start - DAY
    first = start
    for _ in cut(start, end, "month"):
        first = (first - DAY).replace(day=1)
    return first, start - DAY


def year_before(start: date, end: date) -> Pair:
    """Give the same days a year before; whole months stay whole, and 29 February is answered by the 28th."""
    first, last = same_day_a_year_before(start), same_day_a_year_before(end)
    if is_whole_months(start, end):
        while (last + DAY).day != 1:
            last += DAY
    return first, last


def same_day_a_year_before(day: date) -> date:
    """Give the day of the same name in the year before; the day before it where there is none."""
    while True:
        try:
            return day.replace(year=day.year - 1)
        except ValueError:
            day -= DAY


def is_whole_months(start: date, end: date) -> bool:
    """Tell whether a window begins on the first day of a month and ends on the last one of a month."""
    return start.day == 1 and (end + DAY).day == 1
