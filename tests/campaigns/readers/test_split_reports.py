"""Reports that split a day by hours, ages or countries, or leave the day out, never give a wrong day."""

from datetime import date

import pytest

from campaigns.readers import UnreadableFile
from tests.campaigns.readers.conftest import Read
from tests.exports.tables import csv_bytes

HOURLY = ("AD_ID", "STAT_TIME_HOUR", "IMPRESSIONS", "SPEND", "REACH", "CURRENCY")
PARTED = ("By Day", "Campaign ID", "Age", "Gender", "Cost", "Impressions", "Reach", "Currency")


def noticed(row) -> list[str]:
    return [notice.code for notice in row.notices]


def refused(read: Read, data: bytes, **known: object) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read(data, **known)
    return caught.value


def test_ages_and_genders_are_summed_and_their_people_are_not(read: Read) -> None:
    rows = [
        ("2026-07-01", "1", "18-24", "Male", "1", "10", "9", "USD"),
        ("2026-07-01", "1", "18-24", "Female", "2", "20", "19", "USD"),
        ("2026-07-02", "1", "18-24", "Female", "3", "30", "29", "USD"),
    ]
    first, second = read(csv_bytes(PARTED, rows)).rows
    assert first.values == {"spend": 3, "impressions": 30}
    assert "age and gender" in first.notices[0].detail
    assert second.values == {"spend": 3, "impressions": 30, "reach": 29}


@pytest.mark.parametrize(
    ("network", "header"),
    [
        ("douyin", ("日期", "广告ID", "展示数", "消耗", "性别")),
        ("douyin", ("日期", "计划ID", "直接成交金额", "消耗", "小时")),
        ("weibo", ("日期", "计划ID", "曝光量", "消耗", "省份")),
        ("xiaohongshu", ("时间", "计划ID", "展现量", "消费", "投放位置")),
    ],
)
def test_reports_of_other_networks_are_split_too(read: Read, network: str, header: tuple[str, ...]) -> None:
    reading = read(csv_bytes(header, [("2026-07-01", "1", "10", "1", "a"), ("2026-07-01", "1", "5", "2", "b")]))
    assert reading.network == network
    assert [row.values["spend"] for row in reading.rows] == [3]


def test_hours_that_begin_or_end_within_a_day_say_so_on_that_day(read: Read) -> None:
    hours = ["2026-06-28 08:00:00", "2026-06-29 00:00:00", "2026-06-29 23:00:00", "2026-06-30 14:00:00"]
    reading = read(csv_bytes(HOURLY, [("1", hour, "10", "1", "5", "USD") for hour in hours]))
    told = {row.day.day: [n.detail for n in row.notices if n.code == "day_may_be_cut"] for row in reading.rows}
    assert "begins at 08:00" in told[28][0]
    assert told[29] == []
    assert "ends with the hour of 14:00" in told[30][0]


def test_what_some_hours_leave_blank_is_only_bounded_by_the_others(read: Read) -> None:
    hours = [("1", "2026-06-29 00:00:00", "", "1", "5", "USD"), ("1", "2026-06-29 01:00:00", "5", "2", "", "USD")]
    whole = [("2", "2026-06-29 00:00:00", "7", "1", "5", "USD"), ("2", "2026-06-29 01:00:00", "5", "2", "", "USD")]
    partly, fully = read(csv_bytes(HOURLY, [*hours, *whole])).rows
    assert (partly.values, partly.capped) == ({"impressions": 5, "spend": 3}, {"impressions"})
    assert "part_missing" in noticed(partly)
    assert (fully.values, fully.capped) == ({"impressions": 12, "spend": 3}, frozenset())
    assert "part_missing" not in noticed(fully)


def test_a_single_hour_is_no_day_of_people(read: Read) -> None:
    (row,) = read(csv_bytes(HOURLY, [("1", "2026-06-29 10:00:00", "10", "1", "5", "USD")])).rows
    assert row.values == {"impressions": 10, "spend": 1}
    assert noticed(row) == ["summed_parts", "day_may_be_cut"]


@pytest.mark.parametrize(
    ("network", "header"),
    [
        ("tiktok", ("推广系列名称", "推广系列 ID", "成本", "展示量", "转化量")),
        ("tiktok", ("By Hour", "Campaign name", "Cost", "Impressions")),
        ("douyin", ("计划ID", "计划名称", "消耗", "展示次数", "直接成交订单数", "直接成交金额")),
        ("xiaohongshu", ("计划ID", "计划名称", "消费", "展现量", "点击量")),
    ],
)
def test_a_report_without_days_is_refused_as_such(read: Read, network: str, header: tuple[str, ...]) -> None:
    fault = refused(read, csv_bytes(header, [["1"] * len(header)]), network=network)
    assert fault.code == "not_by_day"
    assert read(
        csv_bytes((*header, "日期"), [[*["1"] * len(header), "2026-07-01"]]), network=network, currency="USD"
    ).rows


def test_a_single_note_by_day_is_no_day_of_the_account(read: Read) -> None:
    header = ("日期", "曝光数", "观看数", "封面点击率(%)", "平均观看时长(s)", "完播率(%)", "2秒退出率(%)", "涨粉数")
    fault = refused(read, csv_bytes(header, [("2026-07-01", *"1234567")]), network="xiaohongshu")
    assert fault.code == "not_totals"


def test_a_header_over_two_lines_is_read_by_the_one_that_says_more(read: Read) -> None:
    lines = ["日期,互动,,观看数", "日期,点赞数,评论数,观看数", "2026-07-01,1,2,3"]
    (row,) = read("\n".join(lines).encode(), network="xiaohongshu").rows
    assert (row.day, row.values) == (date(2026, 7, 1), {"likes": 1, "comments": 2, "views": 3})


def test_a_filled_column_without_a_header_is_told(read: Read) -> None:
    reading = read(
        csv_bytes(("日期", "", "播放量", " ", ""), [("2026-07-01", "7", "3", "", ""), ("2026-07-02", "", "4", "x", "")])
    )
    assert reading.ignored_columns == ("(column 2)", "(column 4)")
    assert [row.values["views"] for row in reading.rows] == [3, 4]


def test_a_header_is_compared_with_kinds_of_the_accounts_network(read: Read) -> None:
    fault = refused(
        read, csv_bytes(("日期", "观看情况", "点赞", "评论", "收藏"), [("7月1日", *"1234")]), network="tiktok"
    )
    assert "xiaohongshu" not in (fault.particulars or {}).get("profile", "")
