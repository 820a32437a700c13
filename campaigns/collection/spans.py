"""Runs of days: what files cover, and what they leave out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The days from `start` to `end`, both included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """Count the days."""
        return (self.end - self.start).days + 1


def days_in(spans: Iterable[Span]) -> int:
    """Count the days of runs that do not overlap."""
    return sum(span.days for span in spans)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Give the same days as runs that neither overlap nor touch, the earliest first."""
    runs: list[Span] = []
    for span in sorted(spans):
        if runs and span.start <= runs[-1].end + DAY:
            runs[-1] = Span(runs[-1].start, max(runs[-1].end, span.end))
        else:
            runs.append(span)
    return tuple(runs)


def left_out(wanted: Span, covered: Iterable[Span]) -> tuple[Span, ...]:
    """Give the runs of days of `wanted` that are in none of `covered`, which are as `merged` gives them."""
    return tuple(_gaps(wanted, covered))


def _gaps(wanted: Span, covered: Iterable[Span]) -> Iterator[Span]:
    start = wanted.start
    for span in covered:
        if span.end < start:
            continue
        if span.start > wanted.end:
            break
        if span.start > start:
            yield Span(start, span.start - DAY)
        start = span.end + DAY
    if start <= wanted.end:
        yield Span(start, wanted.end)


def split_before(spans: Iterable[Span], day: date) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Give the days before `day`, and the others."""
    earlier: list[Span] = []
    later: list[Span] = []
    for span in spans:
        if span.start < day:
            earlier.append(Span(span.start, min(span.end, day - DAY)))
        if span.end >= day:
            later.append(Span(max(span.start, day), span.end))
    return tuple(earlier), tuple(later)
