"""When files are due: whole periods, and never so late that a day of them is out of the export's reach."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.collection.periods import LONGEST, MOST_DELAY, delay_of, loses_days, periods, workable
from campaigns.collection.spans import Span
from campaigns.readers import Cadence
from clients.weeks import WeekStart

JANUARY = Span(date(2026, 1, 1), date(2026, 1, 31))
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def of(cadence, span, week_start=WeekStart.MONDAY):
    return [
        (period.start.isoformat(), period.end.isoformat()) for period in periods(cadence, span, week_start=week_start)
    ]


def test_months_are_calendar_months():
    span = Span(date(2026, 1, 15), date(2026, 3, 1))
    assert of(Cadence.MONTHLY, span) == [
        ("2026-01-01", "2026-01-31"),
        ("2026-02-01", "2026-02-28"),
        ("2026-03-01", "2026-03-31"),
    ]


def test_quarters_are_calendar_quarters():
    span = Span(date(2025, 12, 31), date(2026, 1, 1))
    assert of(Cadence.QUARTERLY, span) == [("2025-10-01", "2025-12-31"), ("2026-01-01", "2026-03-31")]


@pytest.mark.parametrize(
    ("week_start", "first"),
    [(WeekStart.MONDAY, "2025-12-29"), (WeekStart.SUNDAY, "2025-12-28"), (WeekStart.SATURDAY, "2025-12-27")],
)
def test_weeks_begin_where_the_agency_says(week_start, first):
    assert of(Cadence.WEEKLY, JANUARY, week_start)[0][0] == first


@given(days, st.integers(0, 200), st.sampled_from(sorted(LONGEST)), st.sampled_from(list(WeekStart)))
def test_periods_hold_every_day_asked_for_and_follow_on_one_another(start, length, cadence, week_start):
    span = Span(start, start + timedelta(days=length))
    found = list(periods(cadence, span, week_start=week_start))
    assert found[0].start <= span.start
    assert found[0].end >= span.start
    assert found[-1].start <= span.end <= found[-1].end
    assert all(period.days <= LONGEST[cadence] for period in found)
    assert all(one.end + timedelta(days=1) == other.start for one, other in pairwise(found))


def test_a_month_of_an_export_of_thirty_days_is_collected_week_by_week():
    assert loses_days(Cadence.MONTHLY, 30)
    assert workable(Cadence.MONTHLY, 30) is Cadence.WEEKLY
    assert workable(Cadence.MONTHLY, 60) is Cadence.MONTHLY
    assert workable(Cadence.QUARTERLY, None) is Cadence.QUARTERLY


def test_a_week_of_an_export_of_seven_days_is_due_on_the_day_after_it():
    assert workable(Cadence.WEEKLY, 7) is Cadence.WEEKLY
    assert delay_of(Cadence.WEEKLY, None, 7) == 1


@given(
    st.sampled_from(sorted(LONGEST)),
    st.one_of(st.none(), st.integers(1, MOST_DELAY)),
    st.integers(1, 400),
    days,
    st.sampled_from(list(WeekStart)),
)
def test_an_export_on_the_day_that_a_file_is_due_reaches_its_first_day(wanted, delay, covers, day, week_start):
    cadence = workable(wanted, covers)
    for period in periods(cadence, Span(day, day + timedelta(days=100)), week_start=week_start):
        due_on = period.end + timedelta(days=delay_of(cadence, delay, covers))
        assert due_on > period.end
        assert period.start >= due_on - timedelta(days=covers)
