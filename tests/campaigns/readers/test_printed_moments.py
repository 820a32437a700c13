"""Moments that a list prints for its readers of the day get the day that was meant."""

from datetime import date, datetime

import pytest

from campaigns.readers.days import NotADate
from campaigns.readers.printed_moments import is_relative, parse_listed_moment

NOW = datetime.fromisoformat("2026-02-05 16:56:48")  # a Thursday, in the list's own zone


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("今天 15:30", datetime.fromisoformat("2026-02-05 15:30:00")),
        ("昨天 12:33", datetime.fromisoformat("2026-02-04 12:33:00")),
        ("前天", date(2026, 2, 3)),
        ("星期一 11:40", datetime.fromisoformat("2026-02-02 11:40:00")),
        ("星期日 09:08", datetime.fromisoformat("2026-02-01 09:08:00")),
        ("周四 09:08", datetime.fromisoformat("2026-01-29 09:08:00")),
        ("2天前", date(2026, 2, 3)),
        ("3小时前", datetime.fromisoformat("2026-02-05 13:56:48")),
        ("刚刚", NOW),
        ("01月27日", date(2026, 1, 27)),
        ("12月31日 08:00", datetime.fromisoformat("2025-12-31 08:00:00")),
        ("02-21", date(2025, 2, 21)),
        ("2025年12月31日", date(2025, 12, 31)),
        ("2026/08/07", date(2026, 8, 7)),
        ("20220329", date(2022, 3, 29)),
        ("46023", date(2026, 1, 1)),
        ("2026-02-01 18:30", datetime.fromisoformat("2026-02-01 18:30:00")),
    ],
)
def test_a_printed_moment_is_the_one_that_was_meant(printed: str, meant: datetime | date) -> None:
    assert parse_listed_moment(printed, now=NOW) == meant


@pytest.mark.parametrize("printed", ["今天 25:00", "13月01日", "02月30日", "星期八", "前", "上周"])
def test_what_is_no_moment_is_refused(printed: str) -> None:
    with pytest.raises(NotADate):
        parse_listed_moment(printed, now=NOW)


def test_hours_ago_need_the_time_of_day() -> None:
    assert parse_listed_moment("昨天", now=NOW.date()) == date(2026, 2, 4)
    with pytest.raises(NotADate):
        parse_listed_moment("3小时前", now=NOW.date())


def test_a_day_in_full_means_the_same_whenever_it_is_read() -> None:
    assert [is_relative(text) for text in ("今天 15:30", "01月27日", "2026-02-01", "20220329")] == [
        True,
        True,
        False,
        False,
    ]
