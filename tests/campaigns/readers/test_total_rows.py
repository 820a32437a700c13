"""A file's own sums, notes and repeated lines never become facts; each is refused by its own reason."""

import pytest

from campaigns.readers.total_rows import is_total
from tests.campaigns.readers.conftest import Read
from tests.exports.tables import csv_bytes, xlsx_bytes

MEMBERS = ("日期", "成员", "聊天总数")
HOURLY = ("CAMPAIGN_ID", "STAT_TIME_HOUR", "IMPRESSIONS", "SPEND")


def refused(reading) -> list[tuple[int, str]]:
    return [(refusal.line, refusal.code) for refusal in reading.refusals]


@pytest.mark.parametrize("word", ["合计", "总计：", "Total", "Grand total", "Total of 12 results", "平均", "汇总"])
def test_words_of_sums(word: str) -> None:
    assert is_total(word)


@pytest.mark.parametrize("word", ["Totally new", "总裁", "All-day tea", "平安", ""])
def test_words_that_only_look_like_sums(word: str) -> None:
    assert not is_total(word)


@pytest.mark.parametrize(
    ("header", "row", "total"),
    [
        (("日期", "播放量"), ("2026-07-01", "5"), ("合计", "5")),
        (("性别", "用户数"), ("女", "5"), ("全部", "5")),
        (("Gender", "Distribution"), ("Female", "0.5"), ("Total", "1")),
        (("Date", "GMV", "Orders", "Currency"), ("2026-07-01", "5", "1", "USD"), ("Total", "5", "1", "USD")),
        (("作品名称", "发布时间", "体裁", "播放量"), ("T", "2026-07-01 10:00:00", "视频", "5"), ("总计", "", "", "5")),
    ],
)
def test_a_sum_below_the_rows_is_refused_as_one(read: Read, header, row, total) -> None:
    reading = read(csv_bytes(header, [row, total]))
    assert len(reading.rows) == 1
    assert refused(reading) == [(3, "total_row")]


def test_a_post_titled_like_a_sum_is_a_post(read: Read) -> None:
    header = ("作品名称", "发布时间", "体裁", "播放量")
    assert [row.title for row in read(csv_bytes(header, [("总计", "2026-07-01 10:00:00", "视频", "5")])).rows] == [
        "总计"
    ]


def test_a_note_below_a_list_of_contents_is_none(read: Read) -> None:
    header = ("笔记ID", "观看数", "完播率(%)", "2秒退出率(%)")
    reading = read(xlsx_bytes(header, [("65a1", "5", "10", "2"), ("导出时间：2026-07-01 10:00:00", "", "", "")]))
    assert [row.external_id for row in reading.rows] == ["65a1"]
    assert refused(reading) == [(3, "stray_line")]


def test_a_sum_does_not_break_the_days_of_members(read: Read) -> None:
    rows = [("2026-07-01", "甲", "3"), ("2026-07-01", "乙", "4"), ("合计", "", "7")]
    reading = read(csv_bytes(MEMBERS, rows))
    assert [row.values["conversations"] for row in reading.rows] == [7]
    assert refused(reading) == [(4, "total_row")]


def test_a_days_own_sum_over_members_is_not_added_to_them(read: Read) -> None:
    rows = [("2026-07-01", "合计", "7"), ("2026-07-01", "甲", "3"), ("2026-07-01", "乙", "4")]
    reading = read(csv_bytes(MEMBERS, rows))
    assert [row.values["conversations"] for row in reading.rows] == [7]
    assert refused(reading) == [(2, "total_row")]


def test_a_members_line_that_stands_twice_counts_once(read: Read) -> None:
    rows = [("2026-07-01", "甲", "3"), ("2026-07-01", "乙", "4"), ("2026-07-01", "乙", "4")]
    reading = read(csv_bytes(MEMBERS, rows))
    assert [row.values["conversations"] for row in reading.rows] == [7]
    assert refused(reading) == [(4, "duplicate_line")]


def test_a_refused_member_breaks_that_day_alone(read: Read) -> None:
    days = [("2026-07-01", "甲", "3"), ("2026-07-01", "乙", "x"), ("2026-07-02", "甲", "3"), ("2026-07-02", "乙", "4")]
    reading = read(csv_bytes(MEMBERS, days))
    assert [(row.day.day, row.values["conversations"]) for row in reading.rows] == [(2, 7)]
    assert refused(reading) == [(3, "bad_number"), (2, "incomplete_day")]


def test_an_hour_that_stands_twice_counts_once(read: Read) -> None:
    hour = ("1", "2026-06-29 10:00:00", "100", "1")
    reading = read(csv_bytes(HOURLY, [hour, hour, ("1", "2026-06-29 11:00:00", "50", "2")]), currency="USD")
    assert [row.values["impressions"] for row in reading.rows] == [150]
    assert refused(reading) == [(3, "duplicate_line")]


def test_an_hour_told_in_two_ways_refuses_its_day(read: Read) -> None:
    rows = [("1", "2026-06-29 10:00:00", "100", "1"), ("1", "2026-06-29 10:00:00", "50", "2")]
    reading = read(csv_bytes(HOURLY, rows), currency="USD")
    assert reading.rows == ()
    assert refused(reading) == [(3, "conflicting_lines"), (2, "incomplete_day")]
