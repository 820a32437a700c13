"""Which window a window is compared with: the one right before, the same days a year before, or one that is named."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MONTHS_A_YEAR = 12


class CompareKind(StrEnum):
    """Which window a result is compared with."""

    PREVIOUS = "previous"
    YEAR = "year"
    CUSTOM = "custom"


class Alignment(StrEnum):
    """How two windows answer each other: month for month, or day for day."""

    CALENDAR = "calendar"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """Count the days."""
        return (self.end - self.start).days + 1

    @property
    def months(self) -> int | None:
        """Count the calendar months where the span is made of whole ones, else None."""
        if self.start.day != 1 or self.end.day != _length(self.end):
            return None
        return _number(self.end) - _number(self.start) + 1


def previous_span(span: Span) -> Span:
    """Give the span right before: as many calendar months before whole months, else as many days."""
    end = span.start - timedelta(days=1)
    if span.months is None:
        return Span(end - timedelta(days=span.days - 1), end)
    return Span(_moved(span.start, -span.months), end)


def year_before(span: Span) -> Span:
    """Give the same days a year before: whole calendar months stay whole, and 29 February is answered by the 28th."""
    start = _moved(span.start, -MONTHS_A_YEAR)
    if span.months is None:
        return Span(start, _moved(span.end, -MONTHS_A_YEAR))
    end = span.end.replace(day=1)
    end = _moved(end, -MONTHS_A_YEAR)
    return Span(start, end.replace(day=_length(end)))


def alignment(span: Span, former: Span) -> Alignment:
    """Tell whether both spans are made of equally many whole calendar months."""
    whole = span.months is not None and span.months == former.months
    return Alignment.CALENDAR if whole else Alignment.DAYS


def _moved(day: date, months: int) -> date:
    """Move a day by calendar months; where the month is too short, to its last day."""
    year, month = divmod(_number(day) + months, MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _number(day: date) -> int:
    return day.year * MONTHS_A_YEAR + day.month - 1


def _length(day: date) -> int:
    return monthrange(day.year, day.month)[1]
