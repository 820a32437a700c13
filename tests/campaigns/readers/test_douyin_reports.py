"""Douyin's reports of paid media, of creators' videos and of live rooms land on ad units and contents."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from campaigns.readers import AdDayRow, ContentRow, Reading
from tests.campaigns.readers.conftest import Read, codes
from tests.exports.tables import Cell, csv_bytes, xlsx_bytes

ENGINE = ("日期", "项目ID", "项目名称", "广告ID", "广告名称", "消耗", "展示数", "点击数", "转化数", "播放量", "播完率")
SPENT: list[Cell] = ["2026-06-28", "7300", "夏", "7310", "手冲", "1,546.20", 100000, 2200, 70, 42000, "9.57%"]
QIANCHUAN = ("日期", "计划ID", "计划名称", "消耗", "展示次数", "直接成交订单数", "直接成交金额", "首单新客数")
STAR = (
    "达人昵称",
    "抖音号",
    "视频标题",
    "视频ID",
    "视频链接",
    "发布时间",
    "播放量",
    "完播率",
    "评论量",
    "正向评论占比",
    "订单金额",
)
KOL: list[Cell] = [
    "某达人",
    "kol_1",
    "三分钟手冲",
    "7511000000000000001",
    "",
    "2026-06-05 19:30:00",
    1000,
    "21.50%",
    200,
]
ROOMS = ("直播标题", "直播间ID", "开播时间", "观看次数", "观看人数", "最高在线人数", "人均观看时长", "收获音浪")
ROOM: list[Cell] = ["冷萃专场", "7400", "2026-06-28 23:30:00", 52000, 31000, 2100, 86, 5200]


def unit(reading: Reading) -> AdDayRow:
    row = reading.rows[0]
    assert isinstance(row, AdDayRow)
    return row


def video(reading: Reading) -> ContentRow:
    row = reading.rows[0]
    assert isinstance(row, ContentRow)
    return row


@pytest.mark.parametrize("write", [csv_bytes, xlsx_bytes])
def test_an_ads_day_lands_on_its_unit_in_yuan(read: Read, write) -> None:
    reading = read(write(ENGINE, [SPENT]))
    row = unit(reading)
    assert reading.profile == "douyin.ocean.engine"
    assert (row.day, row.source, row.level, row.external_id, row.name) == (
        *(date(2026, 6, 28), "ocean_engine", "ad_group", "7310", "手冲"),
    )
    assert (row.currency, row.vendor_campaign_id, row.vendor_campaign_name) == ("CNY", "7300", "夏")
    assert row.values == {
        "spend": Decimal("1546.20"),
        "impressions": 100_000,
        "clicks": 2200,
        "conversions": 70,
        "views": 42_000,
        "completions": Decimal("0.0957") * 42_000,
    }
    assert (row.derived, row.notices) == ({"completions"}, ())


@pytest.mark.parametrize(
    ("header", "level", "external_id"),
    [
        (("时间-天", "广告组ID", "广告组名称"), "campaign", "7300"),
        (("日期", "广告计划ID", "广告计划名称"), "ad_group", "7300"),
        (("stat_time_day", "project_id", "project_name"), "campaign", "7300"),
        (("日期", "创意ID", "创意名称"), "ad", "7300"),
    ],
)
def test_the_former_version_and_the_interface_name_the_same_levels(
    read: Read, header: tuple[str, ...], level: str, external_id: str
) -> None:
    row = unit(read(csv_bytes((*header, "消耗(元)", "展现数"), [("2026-06-28", "7300", "夏", "10.5", 100)])))
    assert (row.level, row.external_id, row.name) == (level, external_id, "夏")
    assert row.vendor_campaign_id == ""


def test_conversions_booked_to_the_billing_day_are_taken_with_a_word(read: Read) -> None:
    header = ("日期", "广告ID", "消耗", "展示数", "转化数", "转化数(计费时间)")
    rows = read(csv_bytes(header, [("2026-06-28", "1", 5, 10, 3, 4), ("2026-06-28", "2", 5, 10, "-", 4)])).rows
    assert [row.values["conversions"] for row in rows] == [3, 4]
    assert [[notice.code for notice in row.notices] for row in rows] == [[], ["booked_by_billing"]]


def test_the_sum_below_a_report_is_no_row(read: Read) -> None:
    total: list[Cell] = ["总计", "", "", "", "", "1,546.20", 100000, 2200, 70, 42000, ""]
    reading = read(csv_bytes(ENGINE, [SPENT, total]))
    assert (len(reading.rows), codes(reading)) == (1, ["total_row"])


def test_what_was_paid_for_is_revenue_and_sales_and_first_orders_are_new_customers(read: Read) -> None:
    reading = read(csv_bytes(QIANCHUAN, [("2026-06-28", "7320", "直播引流", 2000, 80000, 90, "8100.00", 31)]))
    row = unit(reading)
    assert (reading.profile, row.source, row.external_id) == ("douyin.qianchuan.report", "qianchuan", "7320")
    assert row.values == {
        "spend": 2000,
        "impressions": 80_000,
        "orders": 90,
        "revenue": 8100,
        "gmv": 8100,
        "first_orders": 31,
        "new_customers": 31,
    }


def test_the_interfaces_names_are_read_as_the_consoles_are(read: Read) -> None:
    header = ("stat_time_day", "ad_id", "stat_cost", "show_cnt", "pay_order_count", "pay_order_amount")
    row = unit(read(csv_bytes(header, [("2026-06-28", "7320", "10.5", 100, 2, "99.90")])))
    assert (row.external_id, row.values["revenue"], row.values["orders"]) == ("7320", Decimal("99.90"), 2)


def test_a_creators_video_names_its_creator_and_counts_what_comments_say(read: Read) -> None:
    reading = read(csv_bytes(STAR, [[*KOL, "62.00%", "15000.00"]]))
    row = video(reading)
    assert (reading.profile, row.external_id) == ("douyin.star.orders", "7511000000000000001")
    assert (row.creator_name, row.creator_handle, row.format) == ("某达人", "kol_1", "video")
    assert row.published_at == datetime.fromisoformat("2026-06-05T19:30:00+08:00")
    assert row.values == {
        "views": 1000,
        "completions": 215,
        "comments": 200,
        "comments_positive": 124,
        "sentiment_rated": 200,
    }
    assert row.derived == {"completions", "comments_positive", "sentiment_rated"}
    assert "订单金额" in reading.ignored_columns


def test_a_video_without_an_id_is_known_by_its_link_or_its_second(read: Read) -> None:
    link = "https://www.douyin.com/video/7511000000000000009?previous_page=x"
    linked = video(read(csv_bytes(STAR, [[*KOL[:3], "", link, *KOL[5:], "-", "-"]])))
    timed = video(read(csv_bytes(STAR, [[*KOL[:3], "", "", *KOL[5:], "-", "-"]])))
    assert (linked.external_id, timed.natural_key) == ("7511000000000000009", "2026-06-05T19:30:00|video")
    assert "sentiment_rated" not in linked.values


def test_a_share_of_comments_that_is_none_refuses_the_line(read: Read) -> None:
    reading = read(csv_bytes(STAR, [[*KOL, "6200", "-"]]))
    assert [(refusal.code, refusal.column) for refusal in reading.refusals] == [("bad_number", "正向评论占比")]


def test_the_interfaces_rates_are_percent_times_100(read: Read) -> None:
    header = (
        "author_name",
        "item_id",
        "play_cnt",
        "finish_rate",
        "five_s_play_rate",
        "comment_cnt",
        "neg_rate",
        "price",
    )
    reading = read(csv_bytes(header, [("某达人", "7511", 1000, 2150, 4620, 200, 800, 1500000)]))
    row = video(reading)
    assert reading.profile == "douyin.star.report"
    assert (row.values["completions"], row.values["plays_5s"], row.values["comments_negative"]) == (215, 462, 16)
    assert "price" in reading.ignored_columns
    assert codes(read(csv_bytes(header, [("某", "7511", 1, 1, 1, 200, 12000, 1)]))) == ["bad_number"]


def test_a_live_room_lands_on_the_day_that_it_began(read: Read) -> None:
    reading = read(csv_bytes(ROOMS, [ROOM]))
    row = unit(reading)
    assert (reading.profile, row.day, row.level, row.external_id) == (
        *("douyin.live.rooms", date(2026, 6, 28), "live_room", "7400"),
    )
    assert row.values == {
        "live_enter": 52_000,
        "live_viewers": 31_000,
        "live_peak": 2100,
        "live_watch_time_s": 86 * 31_000,
    }
    assert "收获音浪" in reading.ignored_columns


def test_a_room_without_an_id_is_known_by_when_it_began(read: Read) -> None:
    assert unit(read(csv_bytes(ROOMS, [["冷萃", "", *ROOM[2:]]]))).external_id == "2026-06-28T23:30:00"


@pytest.mark.parametrize(
    ("began", "code"),
    [("", "missing_key"), ("昨晚", "bad_date"), ("2026-06-28", "bad_date"), ("2026-07-20 20:00:00", "future_day")],
)
def test_a_room_that_began_nobody_knows_when_is_refused(read: Read, began: str, code: str) -> None:
    assert codes(read(csv_bytes(ROOMS, [[*ROOM[:2], began, *ROOM[3:]]]))) == [code]


def test_the_older_list_of_videos_finds_the_works_of_the_newer_one(read: Read) -> None:
    header = ("视频名称", "发布时间", "播放量", "平均播放时长", "5s完播率", "2s跳出率")
    reading = read(csv_bytes(header, [("手冲", "2026-06-03 21:26:39", "34606", "11.52", "0.366807", "-")]))
    row = video(reading)
    assert (reading.profile, row.natural_key) == ("douyin.creator.works.older", "2026-06-03T21:26:39|video")
    assert row.values["plays_5s"] == Decimal("0.366807") * 34_606
    assert codes(read(csv_bytes(header, [("手冲", "", "1", "1", "-", "-")]))) == ["missing_key"]
