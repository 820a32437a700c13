"""Xiaohongshu's list of notes is read from under its banner."""

from datetime import datetime
from decimal import Decimal

import pytest

from campaigns.readers import ContentRow
from tests.campaigns.readers.conftest import Read
from tests.exports import xiaohongshu


@pytest.mark.parametrize("write", [xiaohongshu.notes_xlsx, xiaohongshu.notes_csv])
def test_the_header_is_found_under_the_banner(read: Read, write) -> None:
    reading = read(write([xiaohongshu.note()]))
    assert (reading.profile, reading.ignored_columns) == ("xiaohongshu.creator.notes", ())
    row = reading.rows[0]
    assert isinstance(row, ContentRow)
    assert (row.line, row.natural_key) == (3, "2026-07-11T03:09:05|video")
    assert row.published_at == datetime.fromisoformat("2026-07-11T03:09:05+08:00")
    assert row.values == {
        "impressions": 439,
        "views": 141,
        "cover_ctr": Decimal("0.022"),
        "likes": 8,
        "comments": 1,
        "saves": 2,
        "follows_from_post": 5,
        "shares": 3,
        "watch_time_s": 16 * 141,
        "danmaku": 0,
    }
    assert row.derived == {"watch_time_s"}


def test_an_exposure_of_zero_beside_views_is_kept_and_noticed(read: Read) -> None:
    row = read(xiaohongshu.notes_xlsx([xiaohongshu.note(impressions=0, views=126)])).rows[0]
    assert (row.values["impressions"], row.values["views"]) == (0, 126)
    assert [(notice.code, notice.column) for notice in row.notices] == [("impressions_not_computed", "曝光")]


def test_a_note_that_nobody_saw_is_no_riddle(read: Read) -> None:
    assert read(xiaohongshu.notes_xlsx([xiaohongshu.note(impressions=0, views=0)])).rows[0].notices == ()


def test_notes_without_a_title_are_rows_of_their_own(read: Read) -> None:
    notes = [
        xiaohongshu.note("", "2026年06月06日13时58分27秒"),
        xiaohongshu.note("", "2026年06月06日03时15分29秒"),
    ]
    assert len({row.natural_key for row in read(xiaohongshu.notes_xlsx(notes)).rows}) == 2


def test_an_account_s_days_are_read_in_the_words_of_either_page(read: Read) -> None:
    data = "统计日期,曝光量,阅读量,点赞,收藏,涨粉,掉粉数\n2026-06-01,12860,1530,96,41,7,2\n".encode()
    reading = read(data)
    assert reading.profile == "xiaohongshu.creator.daily"
    assert reading.rows[0].values == {
        "impressions": 12_860,
        "views": 1_530,
        "likes": 96,
        "saves": 41,
        "follows_new": 7,
        "follows_lost": 2,
    }


def test_a_single_note_tells_completions_and_exits(read: Read) -> None:
    header = "笔记ID,首次发布时间,体裁,曝光数,观看数,完播率(%),2秒退出率(%),平均观看时长(s)"
    row = read(f"{header}\n6a2b1c3d000000000f00aa11,2026-06-11 03:09:05,视频,12860,1500,25,30.5%,18.4".encode()).rows[0]
    assert isinstance(row, ContentRow)
    assert row.external_id == "6a2b1c3d000000000f00aa11"
    assert (row.values["completions"], row.values["bounces_2s"]) == (Decimal("375.00"), Decimal("457.5"))
    assert row.derived == {"completions", "bounces_2s", "watch_time_s"}


def test_a_creator_s_note_names_its_creator_and_leaves_the_price_out(read: Read) -> None:
    header = "笔记ID,博主昵称,博主ID,发布时间,笔记类型,总曝光量,总阅读量,阅读uv,3秒阅读率,视频笔记完播率,博主报价"
    line = "6a2b1c3d000000000f00aa11,示例博主,example_one,2026-06-11 12:00:00,视频,52000,6000,5400,62.5%,18%,3000"
    reading = read(f"{header}\n{line}".encode())
    row = reading.rows[0]
    assert isinstance(row, ContentRow)
    assert (reading.profile, row.creator_name, row.creator_handle) == (
        "xiaohongshu.pugongying.notes",
        "示例博主",
        "example_one",
    )
    assert (row.values["views"], row.values["readers"], row.values["plays_3s"]) == (6_000, 5_400, Decimal("3750.0"))
    assert "博主报价" in reading.ignored_columns


def test_paid_orders_are_revenue_and_created_ones_are_not(read: Read) -> None:
    header = "日期,计划ID,计划名称,花费,曝光量,点击量,7日下单订单量,7日下单金额,7日支付订单量,7日支付金额"
    reading = read(f"{header}\n2026-06-01,3001,新品,154.60,1万,220,4,636,2,318\n".encode())
    row = reading.rows[0]
    assert (reading.profile, row.external_id, row.level, row.source) == (
        "xiaohongshu.juguang.report",
        "3001",
        "campaign",
        "xiaohongshu_juguang",
    )
    assert (row.values["gmv"], row.values["orders_created"]) == (636, 4)
    assert (row.values["revenue"], row.values["orders"], row.values["impressions"]) == (318, 2, 10_000)
