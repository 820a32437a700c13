"""The year that a file leaves out is found from the day of its capture."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.readers import UnreadableFile
from campaigns.readers.days import MonthDay
from campaigns.readers.years import infer_years, latest_on_or_before, nearest

DAYS = st.dates(min_value=date(2009, 1, 1), max_value=date(2090, 12, 31))


def without_year(day: date) -> MonthDay:
    return MonthDay(day.month, day.day)


def series(last: date, count: int) -> list[date]:
    return [last - timedelta(days=back) for back in reversed(range(count))]


@given(last=DAYS, count=st.integers(1, 800), waited=st.integers(0, 364))
def test_a_daily_file_of_any_length_gets_its_years_back(last: date, count: int, waited: int) -> None:
    days = series(last, count)
    captured_on = last + timedelta(days=waited)
    stripped = [without_year(day) for day in days]
    assert infer_years(stripped, captured_on=captured_on, export_year=None) == days
    assert infer_years(stripped, captured_on=date(2100, 1, 1), export_year=last.year) == days


@given(last=DAYS, count=st.integers(2, 400))
def test_a_file_that_runs_from_the_newest_day_is_understood_too(last: date, count: int) -> None:
    days = series(last, count)[::-1]
    assert infer_years([without_year(day) for day in days], captured_on=last, export_year=None) == days


def test_a_file_crossing_the_year_end_and_a_leap_day_is_dated() -> None:
    days = series(date(2024, 3, 1), 366)
    assert infer_years([without_year(day) for day in days], captured_on=date(2024, 3, 2), export_year=None) == days
    assert date(2024, 2, 29) in days


def test_a_leap_day_in_a_year_that_has_none_gets_no_date() -> None:
    stripped = [MonthDay(2, 28), MonthDay(2, 29), MonthDay(3, 1)]
    dated = infer_years(stripped, captured_on=date(2025, 3, 2), export_year=None)
    assert dated == [date(2025, 2, 28), None, date(2025, 3, 1)]


def test_rows_that_cannot_be_understood_do_not_disturb_the_others() -> None:
    stripped = [None, MonthDay(12, 31), None, MonthDay(1, 1), None]
    dated = infer_years(stripped, captured_on=date(2026, 1, 5), export_year=None)
    assert dated == [None, date(2025, 12, 31), None, date(2026, 1, 1), None]


def test_a_printed_year_is_taken_and_carries_over_to_the_days_before() -> None:
    days = [MonthDay(12, 31), date(2024, 1, 1)]
    assert infer_years(days, captured_on=date(2026, 1, 5), export_year=None) == [date(2023, 12, 31), date(2024, 1, 1)]


def test_rows_in_no_order_are_refused_as_a_whole() -> None:
    shuffled = [MonthDay(month, 1) for month in (3, 1, 7, 2, 12, 4, 9, 5, 11, 6)]
    with pytest.raises(UnreadableFile) as caught:
        infer_years(shuffled, captured_on=date(2026, 1, 5), export_year=None)
    assert caught.value.code == "dates_out_of_order"


@given(
    last=DAYS,
    count=st.sampled_from([3, 7, 28, 60, 90, 200, 365, 366, 500, 700]),
    place=st.integers(1, 698),
    step=st.sampled_from([1, -1]),
)
def test_one_day_out_of_its_place_never_moves_others_into_another_year(
    last: date, count: int, place: int, step: int
) -> None:
    days = series(last, count)
    place = place % (count - 2) + 1
    days[place - 1], days[place] = days[place], days[place - 1]
    with pytest.raises(UnreadableFile) as caught:
        infer_years([without_year(day) for day in days[::step]], captured_on=last, export_year=None)
    assert caught.value.code == "dates_out_of_order"


def test_a_few_missing_days_around_new_year_are_no_disorder() -> None:
    days = [date(2025, 12, 1), date(2025, 12, 30), date(2026, 1, 2)]
    assert infer_years([without_year(day) for day in days], captured_on=date(2026, 1, 5), export_year=None) == days


@given(day=DAYS, waited=st.integers(0, 365))
def test_the_latest_day_on_or_before_a_limit_is_less_than_a_leap_year_back(day: date, waited: int) -> None:
    found = latest_on_or_before(without_year(day), day + timedelta(days=waited))
    assert found <= day + timedelta(days=waited)
    assert (found.month, found.day) == (day.month, day.day)
    assert found >= day


@given(day=DAYS, off=st.integers(-150, 150))
def test_the_nearest_year_is_found_from_a_day_close_by(day: date, off: int) -> None:
    assert nearest(without_year(day), day + timedelta(days=off)) == day
