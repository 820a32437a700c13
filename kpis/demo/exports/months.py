"""Figures of whole months, of which nobody can tell the days: how many people an account or a campaign reached."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from campaigns.metrics import METRICS, Grain, Kind
from kpis.demo.care import reported
from kpis.demo.exports.tables import Cell, ExportFile, csv_bytes
from kpis.demo.stories import Story

REACH_SHARE = 0.46  # of the people of a month's days added up: who comes on two days is counted once
HEADER = ("metric", "start", "end", "value")
_Days = Mapping[date, Mapping[str, float]]


def monthly_people(story: Story) -> ExportFile:
    """Give the vendor's own numbers of people of each whole calendar month in the story."""
    rows = [[*_figure(metric, month, figure)] for metric, month, figure in _figures(story)]
    return ExportFile("monthly-people.csv", csv_bytes(HEADER, rows), max(story.days) + timedelta(days=1))


def whole_months(first_day: date, last_day: date) -> Iterator[tuple[date, date]]:
    """Give the first and last day of each calendar month that lies within two days, both included."""
    start = (first_day.replace(day=1) + timedelta(days=32)).replace(day=1) if first_day.day > 1 else first_day
    while True:
        following = (start + timedelta(days=32)).replace(day=1)
        if following > last_day + timedelta(days=1):
            return
        yield start, following - timedelta(days=1)
        start = following


def _figures(story: Story) -> Iterator[tuple[str, tuple[date, date], float]]:
    days: _Days = {day: {**story.days[day], **story.care[day]} for day in story.days}
    newest = days[max(days)]
    base = next((name for name in ("reads", "views") if newest.get(name)), None)
    sums = {"reach": base} if base else {}
    sums |= {name: name for name in newest if METRICS[name].kinds.get(Grain.ACCOUNT_DAY) is Kind.UNIQUE}
    for metric, summed in sums.items():
        for month in whole_months(min(days), max(days)):
            yield metric, month, int(REACH_SHARE * sum(_within(days, summed, month)))
    if reported(story.plan, "cover_ctr") and story.posts:
        shown = round(sum(post.cover_ctr for post in story.posts) / len(story.posts), 4)
        for month in whole_months(min(days), max(days)):
            yield "cover_ctr", month, shown


def _within(days: _Days, metric: str, month: tuple[date, date]) -> Iterable[float]:
    return (values[metric] for day, values in days.items() if month[0] <= day <= month[1])


def _figure(metric: str, month: tuple[date, date], figure: float) -> Iterator[Cell]:
    yield from (metric, month[0].isoformat(), month[1].isoformat(), figure)
