"""How often a kind of file is due, and the periods that one file of it is for."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from campaigns.collection.spans import DAY, Span
from campaigns.readers import Cadence
from clients.weeks import WeekStart

LONGEST: Final[Mapping[Cadence, int]] = {
    Cadence.DAILY: 1,
    Cadence.WEEKLY: 7,
    Cadence.MONTHLY: 31,
    Cadence.QUARTERLY: 92,
}
"""The most days that one period of a cadence has; a file on demand has no period."""

USUAL_DELAY: Final[Mapping[Cadence, int]] = {
    Cadence.DAILY: 2,
    Cadence.WEEKLY: 2,
    Cadence.MONTHLY: 3,
    Cadence.QUARTERLY: 5,
}
"""How many days after its period a file is due: networks print a day's numbers one or two days later."""

MOST_DELAY: Final = 28
_WEEK: Final = 7
_MONTHS_OF_A_QUARTER: Final = 3


def loses_days(cadence: Cadence, covers_days: int | None) -> bool:
    """Say whether a file once a period would miss days: an export of the day after reaches no whole period back."""
    return covers_days is not None and LONGEST[cadence] > covers_days


def workable(cadence: Cadence, covers_days: int | None) -> Cadence:
    """Give the cadence, or the slowest faster one at which an export of `covers_days` loses no day."""
    slower_first = sorted(LONGEST, key=lambda each: LONGEST[each], reverse=True)
    candidates = slower_first[slower_first.index(cadence) :]
    return next((each for each in candidates if not loses_days(each, covers_days)), Cadence.DAILY)


def delay_of(cadence: Cadence, wanted: int | None, covers_days: int | None) -> int:
    """Give how many days after its period a file is due: as wanted or usual, while all its days can be exported."""
    delay = USUAL_DELAY[cadence] if wanted is None else wanted
    return delay if covers_days is None else max(1, min(delay, covers_days - LONGEST[cadence] + 1))


def periods(cadence: Cadence, days: Span, *, week_start: WeekStart) -> Iterator[Span]:
    """Yield the periods of a cadence that have a day in `days`, whole, the earliest first."""
    start = _beginning(cadence, days.start, week_start)
    while start <= days.end:
        following = _following(cadence, start)
        yield Span(start, following - DAY)
        start = following


def _beginning(cadence: Cadence, day: date, week_start: WeekStart) -> date:
    match cadence:
        case Cadence.WEEKLY:
            return day - timedelta(days=(day.weekday() - week_start.weekday) % _WEEK)
        case Cadence.MONTHLY:
            return day.replace(day=1)
        case Cadence.QUARTERLY:
            return day.replace(month=day.month - (day.month - 1) % _MONTHS_OF_A_QUARTER, day=1)
    return day


def _following(cadence: Cadence, start: date) -> date:
    match cadence:
        case Cadence.WEEKLY:
            return start + timedelta(days=_WEEK)
        case Cadence.MONTHLY:
            return _months_later(start, 1)
        case Cadence.QUARTERLY:
            return _months_later(start, _MONTHS_OF_A_QUARTER)
    return start + DAY


def _months_later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return first.replace(year=first.year + years, month=month + 1)
