"""No reader lets a number of a day through that is too large to be true: the loader relies on it."""

from datetime import date

import pytest

from campaigns.readers import AccountDayRow, AdDayRow, Profile, measures, numerals, profiles, read_file, sums
from campaigns.readers.rows import LARGEST, Grain
from tests.campaigns.readers.conftest import CAPTURED, Read, codes
from tests.exports.tables import csv_bytes

OF_DAYS = [each for each in profiles() if each.grain in {Grain.ACCOUNT_DAY, Grain.AD_DAY} and each.sample is not None]
HOURLY = ("AD_ID", "STAT_TIME_HOUR", "IMPRESSIONS", "SPEND", "CURRENCY")
OF_MEMBERS = ("日期", "成员", "新增客户数", "聊天总数", "发送消息数", "已回复聊天占比", "平均首次回复时长")


@pytest.mark.parametrize("profile", OF_DAYS, ids=lambda profile: profile.key)
def test_every_kind_of_days_refuses_what_is_above_the_bound(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (measures, sums):
        monkeypatch.setattr(module, "LARGEST", 0)
    for module in (measures, numerals):
        monkeypatch.setattr(module, "PLAIN_DIGITS", 0)
    known = {"captured_on": CAPTURED, "profile": profile.key, "handle": None, "currency": "USD"}
    reading = read_file(profile.sample, file_name=profile.sample.name, **known)
    assert "out_of_range" in codes(reading)
    numbers = [row.values for row in reading.rows if isinstance(row, AccountDayRow | AdDayRow)]
    assert not any(any(each.values()) for each in numbers)


@pytest.mark.parametrize("written", [f"{LARGEST}.01", f"{LARGEST + 1}", "1000.1万亿", "-1000000000000001"])
def test_a_number_too_large_is_refused_as_the_file_names_it(read: Read, written: str) -> None:
    data = csv_bytes(("day", "followers_net", "watch_time_s"), [("2026-07-01", "1", "2"), ("2026-07-02", "3", written)])
    reading = read(data)
    assert [row.day for row in reading.rows] == [date(2026, 7, 1)]
    assert codes(reading)[0] in {"out_of_range", "bad_number"}


def test_the_largest_number_is_kept(read: Read) -> None:
    (row,) = read(csv_bytes(("day", "views", "watch_time_s"), [("2026-07-01", str(LARGEST), f"{LARGEST}.0")])).rows
    assert row.values == {"views": LARGEST, "watch_time_s": LARGEST}


def test_a_rate_that_makes_too_much_of_a_number_is_refused(read: Read) -> None:
    data = csv_bytes(OF_MEMBERS, [("2026-06-29", "a", 3, LARGEST, 210, 100, 2)])
    assert codes(read(data)) == ["out_of_range"]


def test_members_that_come_to_too_much_are_refused_one_by_one(read: Read) -> None:
    members = [("2026-06-29", name, 3, 4, LARGEST - 1, 50, 2) for name in "ab"]
    reading = read(csv_bytes(OF_MEMBERS, [*members, ("2026-06-28", "a", 3, 4, 5, 50, 2)]))
    assert [(refusal.line, refusal.code) for refusal in reading.refusals] == [(2, "out_of_range"), (3, "out_of_range")]
    assert [row.day.day for row in reading.rows] == [28]


def test_hours_that_come_to_too_much_are_refused_one_by_one(read: Read) -> None:
    hours = [("1", f"2026-06-29 0{hour}:00:00", str(LARGEST - 1), "1", "USD") for hour in range(2)]
    reading = read(csv_bytes(HOURLY, [*hours, ("2", "2026-06-29 00:00:00", "5", "1", "USD")]))
    assert [(refusal.line, refusal.code) for refusal in reading.refusals] == [(2, "out_of_range"), (3, "out_of_range")]
    assert [row.values["impressions"] for row in reading.rows] == [5]
