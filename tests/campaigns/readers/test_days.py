"""Days and moments are understood as the networks print them, in the languages of their interfaces."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.readers.days import MonthDay, NotADate, parse_iso_day, parse_printed_day, parse_stamp
from campaigns.readers.month_names import MONTHS

FIRST = datetime.fromisoformat("2000-01-01T00:00:00")
LAST = datetime.fromisoformat("2199-12-31T23:59:59")


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [
        ("February 28", 2, 28),
        ("Feb 28", 2, 28),
        ("28-Feb", 2, 28),
        ("28 February", 2, 28),
        ("March 1st", 3, 1),
        ("8 de marzo", 3, 8),
        ("8 de sept.", 9, 8),
        ("28. Februar", 2, 28),
        ("3. März", 3, 3),
        ("1er août", 8, 1),
        ("28 févr.", 2, 28),
        ("14 de março", 3, 14),
        ("5 de dez.", 12, 5),
        ("9 gennaio", 1, 9),
        ("9 giu", 6, 9),
        ("2月28日", 2, 28),
        ("２月２８日", 2, 28),
        ("2월 28일", 2, 28),
        ("28 февраля", 2, 28),
        ("28 Şubat", 2, 28),
        ("28 tháng 2", 2, 28),
        ("8 thg 12", 12, 8),
        ("٢٨ فبراير", 2, 28),
        ("1 أغسطس", 8, 1),
        ("February 29", 2, 29),
    ],
)
def test_a_day_without_a_year_is_understood_in_many_languages(text: str, month: int, day: int) -> None:
    assert parse_printed_day(text) == MonthDay(month, day)


@pytest.mark.parametrize(
    "text", ["February 28, 2026", "28 de febrero de 2026", "28 tháng 2, 2026", "2026年2月28日", "2026-02-28"]
)
def test_a_year_that_is_printed_is_kept(text: str) -> None:
    assert parse_printed_day(text) == date(2026, 2, 28)


@pytest.mark.parametrize(
    "text", ["", "February", "28", "February 30", "Total", "2/28", "02-28", "13月1日", "-5 March 4"]
)
def test_what_is_no_printed_day_is_refused(text: str) -> None:
    with pytest.raises(NotADate):
        parse_printed_day(text)


def test_no_month_name_means_two_months() -> None:
    assert set(MONTHS.values()) == set(range(1, 13))


@given(st.datetimes(min_value=FIRST, max_value=LAST))
def test_every_moment_survives_the_ways_in_which_it_is_printed(moment: datetime) -> None:
    second = moment.replace(microsecond=0)
    assert parse_stamp(second.isoformat(" ")) == second
    assert parse_stamp(second.isoformat()) == second
    assert parse_stamp(second.strftime("%Y年%m月%d日%H时%M分%S秒")) == second
    assert parse_stamp(second.strftime("%Y/%m/%d %H:%M:%S")) == second


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2199, 12, 31)))
def test_every_day_survives_its_iso_form(day: date) -> None:
    assert parse_iso_day(day.isoformat()) == day
    assert parse_stamp(day.isoformat()) == day


@pytest.mark.parametrize("text", ["2026-02-30", "28.02.2026", "02/28/2026", "1999-12-31", "2026-W01-1", "20260228", ""])
def test_only_iso_days_are_iso_days(text: str) -> None:
    with pytest.raises(NotADate):
        parse_iso_day(text)


@pytest.mark.parametrize(
    "text", ["2026-04-03 25:00:00", "2026-04-03T21:26:39Z", "2026-04-03 21:26:39+08:00", "昨天 12:33"]
)
def test_a_moment_has_no_offset_and_exists(text: str) -> None:
    with pytest.raises(NotADate):
        parse_stamp(text)
