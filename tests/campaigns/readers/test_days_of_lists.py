"""Days and moments as back ends and spreadsheets print them in lists of days and posts."""

from datetime import date, datetime

import pytest

from tests.campaigns.readers.conftest import Read
from tests.exports.tables import csv_bytes

WORKS = ("作品名称", "发布时间", "体裁", "播放量")


@pytest.mark.parametrize(
    "printed",
    [
        *("2026-07-09", "2026/7/9", "2026年7月9日", "20260709", "46212", "2026-07-09 周四", "2026-07-09(星期四)"),
        *("7/9/2026", "2026-07-09 00:00:00", "07-09", "7月9日", "July 9, 2026", "Thu, Jul 9, 2026", "09.07.2026"),
    ],
)
def test_a_day_of_an_account(read: Read, printed: str) -> None:
    below = {"7/9/2026": "7/13/2025"}.get(printed, "2026-07-08")  # which of the two is the month, another row tells
    reading = read(csv_bytes(("日期", "播放量"), [(printed, "5"), (below, "6")]))
    assert not reading.refusals
    assert reading.rows[0].day == date(2026, 7, 9)


def test_days_with_slashes_that_can_be_read_in_two_ways_are_refused(read: Read) -> None:
    with pytest.raises(Exception, match="ambiguous_dates"):
        read(csv_bytes(("日期", "播放量"), [("03/04/2026", "5")]))


def test_short_days_cross_the_year_backwards(read: Read) -> None:
    rows = [(day, "1") for day in ("12-30", "12-31", "01-01", "01-02")]
    reading = read(csv_bytes(("日期", "播放量"), rows), captured_on=date(2026, 1, 3))
    assert [row.day for row in reading.rows] == [
        *(date(2025, 12, day) for day in (30, 31)),
        *(date(2026, 1, day) for day in (1, 2)),
    ]


@pytest.mark.parametrize(
    "printed",
    [
        *("2026-07-09 18:30:05", "2026-07-09T18:30:05+08:00", "2026-07-09T10:30:05Z", "2026-07-09T10:30:05.000Z"),
        *("2026-07-09 06:30:05-0400", "2026/7/9 18:30:05", "46212.7708912037"),
    ],
)
def test_a_moment_of_publishing_is_chinas(read: Read, printed: str) -> None:
    (row,) = read(csv_bytes(WORKS, [("T", printed, "视频", "5")])).rows
    assert row.published_at.replace(tzinfo=None) == datetime(2026, 7, 9, 18, 30, 5)  # noqa: DTZ001 - as printed


@pytest.mark.parametrize("missing", ["空", "无", "暂无数据", "#N/A", "#DIV/0!", "——", "－", "\\", "'"])
def test_more_words_for_no_number(read: Read, missing: str) -> None:
    reading = read(csv_bytes(("日期", "播放量", "作品点赞"), [("2026-07-09", missing, "3")]))
    assert [row.values for row in reading.rows] == [{"likes": 3}]


@pytest.mark.parametrize(("cell", "views"), [(">10万", 100_000), ("10万以上", 100_000), ("≥500", 500)])
def test_more_ways_to_say_at_least(read: Read, cell: str, views: int) -> None:
    (row,) = read(csv_bytes(("日期", "播放量"), [("2026-07-09", cell)])).rows
    assert (row.values, row.capped) == ({"views": views}, {"views"})


def test_a_count_may_say_what_it_counts(read: Read) -> None:
    reading = read(csv_bytes(("日期", "播放量", "净增粉丝"), [("2026-07-09", "3万次", "12人")]))
    assert [row.values for row in reading.rows] == [{"views": 30_000, "follows_net": 12}]


def test_moments_told_from_the_day_of_capture_say_so(read: Read) -> None:
    header = ("发布时间", "点赞数", "评论数", "转发数")
    rows = [("02-21 15:30", *"123"), ("今天 15:30", *"123"), ("2026-07-01 10:00:00", *"123")]
    reading = read(csv_bytes(header, rows), network="weibo")
    assert [row.published_at.isoformat()[:16] for row in reading.rows] == [
        "2026-02-21T15:30",
        "2026-07-11T15:30",
        "2026-07-01T10:00",
    ]
    assert [[notice.code for notice in row.notices] for row in reading.rows] == [
        ["relative_date"],
        ["relative_date"],
        [],
    ]


@pytest.mark.parametrize("header", ["作品点赞", "点赞量", "点赞数", "新增点赞"])
def test_douyins_daily_files_are_known_by_other_words_for_their_metric(read: Read, header: str) -> None:
    reading = read(csv_bytes(("日期", header), [("2026-07-01", "5")]), network="douyin")
    assert (reading.profile, reading.rows[0].values) == ("douyin.creator.daily.likes", {"likes": 5})
