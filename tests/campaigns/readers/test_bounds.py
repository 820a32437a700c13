"""No reader lets a number of a day through that is too large to be true: the loader relies on it."""

from datetime import date

import pytest

from campaigns.readers import (
    AccountDayRow,
    AdDayRow,
    FileToRead,
    Profile,
    measures,
    numerals,
    profiles,
    read_file,
    sums,
)
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
    reading = read_file(FileToRead(profile.sample, file_name=profile.sample.name, **known))
    assert "out_of_range" in codes(reading)
    numbers = [row.values for row in reading.rows if isinstance(row, AccountDayRow | AdDayRow)]
    assert not any(any(each.values()) for each in numbers)


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("views", f"{LARGEST + 1}"),
        ("views", f"{10**18 - 1}"),
        ("views", "10000001亿"),
        ("follows_net", f"-{LARGEST + 1}"),
        ("watch_time_s", f"{LARGEST}.01"),
        ("watch_time_s", f"{10**17}"),
    ],
)
def test_a_number_too_large_is_refused_as_the_file_names_it(read: Read, column: str, written: str) -> None:
    reading = read(csv_bytes(("day", "likes", column), [("2026-07-01", "1", "2"), ("2026-07-02", "3", written)]))
    assert [row.day for row in reading.rows] == [date(2026, 7, 1)]
    (refusal,) = reading.refusals
    assert (refusal.code, refusal.line, refusal.column, refusal.raw) == ("out_of_range", 3, column, written)


@pytest.mark.parametrize(
    ("header", "line"),
    [
        (("By Day", "Campaign ID", "Clicks (all)", "Cost", "Currency"), ("2026-07-01", "1", "{}", "1", "USD")),
        (("By Day", "Campaign ID", "Total purchase value", "Cost", "Currency"), ("2026-07-01", "1", "{}", "1", "USD")),
        (("日期", "广告ID", "展示数", "消耗", "转化数(计费时间)"), ("2026-07-01", "1", "10", "1", "{}")),
    ],
)
def test_columns_of_second_choice_have_the_same_bound(
    read: Read, header: tuple[str, ...], line: tuple[str, ...]
) -> None:
    lines = [tuple(cell.format(number) for cell in line) for number in (LARGEST, LARGEST + 1)]
    reading = read(csv_bytes(header, [lines[0], (line[0].replace("01", "02"), *lines[1][1:])]), currency="CNY")
    assert LARGEST in reading.rows[0].values.values()
    assert [(refusal.line, refusal.code) for refusal in reading.refusals] == [(3, "out_of_range")]


def test_the_largest_number_is_kept(read: Read) -> None:
    (row,) = read(csv_bytes(("day", "views", "watch_time_s"), [("2026-07-01", str(LARGEST), f"{LARGEST}.0")])).rows
    assert row.values == {"views": LARGEST, "watch_time_s": LARGEST}


def test_a_rate_that_makes_too_much_of_a_number_is_refused(read: Read) -> None:
    (refusal,) = read(csv_bytes(OF_MEMBERS, [("2026-06-29", "a", 3, LARGEST, 210, 100, 2)])).refusals
    assert (refusal.code, refusal.column, refusal.raw) == ("out_of_range", OF_MEMBERS[-1], "2")


def test_members_that_come_to_too_much_are_refused_one_by_one(read: Read) -> None:
    members = [("2026-06-29", name, 3, 4, LARGEST - 1, 50, 2) for name in "ab"]
    reading = read(csv_bytes(OF_MEMBERS, [*members, ("2026-06-28", "a", 3, 4, 5, 50, 2)]))
    assert [(refusal.line, refusal.code) for refusal in reading.refusals] == [(2, "out_of_range"), (3, "out_of_range")]
    assert [row.day.day for row in reading.rows] == [28]
    silent = [("2026-06-29", "c", 3, 4, "-", 50, 2)]
    told = read(csv_bytes(OF_MEMBERS, [*members, *silent])).refusals
    assert [refusal.raw for refusal in told] == [str(LARGEST - 1), str(LARGEST - 1), None]


def test_hours_that_come_to_too_much_are_refused_one_by_one(read: Read) -> None:
    hours = [("1", f"2026-06-29 0{hour}:00:00", str(LARGEST - 1), "1", "USD") for hour in range(2)]
    reading = read(csv_bytes(HOURLY, [*hours, ("2", "2026-06-29 00:00:00", "5", "1", "USD")]))
    assert [(refusal.line, refusal.code) for refusal in reading.refusals] == [(2, "out_of_range"), (3, "out_of_range")]
    assert {refusal.column for refusal in reading.refusals} == {"IMPRESSIONS"}
    assert [row.values["impressions"] for row in reading.rows] == [5]
