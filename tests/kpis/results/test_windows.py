"""Which days a window is compared with."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.results.windows import Alignment, Span, alignment, previous_span, year_before


def span(text: str) -> Span:
    start, end = text.split("..")
    return Span(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("window", "former"),
    [
        ("2026-03-01..2026-03-31", "2026-02-01..2026-02-28"),
        ("2026-01-01..2026-01-31", "2025-12-01..2025-12-31"),
        ("2026-04-01..2026-06-30", "2026-01-01..2026-03-31"),
        ("2026-01-01..2026-12-31", "2025-01-01..2025-12-31"),
        ("2024-03-01..2024-03-31", "2024-02-01..2024-02-29"),
        ("2026-03-01..2026-03-30", "2026-01-30..2026-02-28"),
        ("2026-03-02..2026-03-08", "2026-02-23..2026-03-01"),
        ("2026-03-01..2026-03-01", "2026-02-28..2026-02-28"),
    ],
)
def test_the_window_before_whole_months_is_whole_months_and_else_as_many_days(window, former):
    assert previous_span(span(window)) == span(former)


@pytest.mark.parametrize(
    ("window", "former"),
    [
        ("2026-03-05..2026-03-18", "2025-03-05..2025-03-18"),
        ("2024-02-29..2024-02-29", "2023-02-28..2023-02-28"),
        ("2024-02-29..2024-03-04", "2023-02-28..2023-03-04"),
        ("2024-02-01..2024-02-29", "2023-02-01..2023-02-28"),
        ("2025-02-01..2025-02-28", "2024-02-01..2024-02-29"),
        ("2025-02-20..2025-02-28", "2024-02-20..2024-02-28"),
        ("2025-12-28..2026-01-03", "2024-12-28..2025-01-03"),
    ],
)
def test_a_year_before_are_the_same_days_and_a_whole_february_stays_whole(window, former):
    assert year_before(span(window)) == span(former)


def test_alignment_says_whether_months_answer_months():
    march, february = span("2026-03-01..2026-03-31"), span("2026-02-01..2026-02-28")
    assert alignment(march, february) is Alignment.CALENDAR
    assert alignment(march, span("2026-01-29..2026-02-28")) is Alignment.DAYS
    assert alignment(span("2026-03-02..2026-03-31"), february) is Alignment.DAYS


first_days = st.dates(date(2001, 1, 1), date(2099, 12, 31))


@given(first_days, st.integers(1, 900))
def test_the_window_before_ends_the_day_before_and_is_as_long_in_days_or_in_months(start, days):
    window = Span(start, start + timedelta(days=days - 1))
    former = previous_span(window)
    assert former.end + timedelta(days=1) == window.start
    assert former.months == window.months if window.months else former.days == window.days


@given(first_days, st.integers(1, 900))
def test_a_year_before_has_as_many_days_but_for_a_leap_day(start, days):
    window = Span(start, start + timedelta(days=days - 1))
    former = year_before(window)
    assert abs(former.days - window.days) <= 1
    assert (former.start.year, former.end.year) == (window.start.year - 1, window.end.year - 1)
    assert former.months == window.months or window.months is None
