"""Weibo's posts are read with their own ids and moments, its account's days as the data assistant prints them."""

from datetime import datetime
from decimal import Decimal

import pytest

from campaigns.readers import AccountDayRow, ContentRow
from tests.campaigns.readers.conftest import Read

POSTS = "微博ID,发布时间,微博正文,转发数,评论数,点赞数"


def posts(*lines: str, header: str = POSTS, encoding: str = "utf-8") -> bytes:
    return "\n".join((header, *lines)).encode(encoding)


def test_a_post_is_known_by_its_id_and_its_moment_is_china_s(read: Read) -> None:
    reading = read(posts("4834668681628370,Thu Jun 11 09:18:20 +0000 2026,手冲咖啡,5,46,819"))
    assert reading.profile == "weibo.timeline.posts"
    row = reading.rows[0]
    assert isinstance(row, ContentRow)
    assert (row.external_id, row.title) == ("4834668681628370", "手冲咖啡")
    assert row.published_at == datetime.fromisoformat("2026-06-11T17:18:20+08:00")
    assert row.values == {"reposts": 5, "comments": 46, "likes": 819}


@pytest.mark.parametrize(
    ("mblogid", "mid"),
    [("MexTe6PC2", "4834668681628370"), ("Mex8oy8gc", "4834639648134908"), ("MeunxuGwE", "4834533717313312")],
)
def test_an_id_in_base_62_is_the_same_id(read: Read, mblogid: str, mid: str) -> None:
    header = "mblogid,发布时间,转发数,评论数,点赞数"
    row = read(posts(f"{mblogid},2026-06-11 17:18:20,1,2,3", header=header)).rows[0]
    assert row.external_id == mid


def test_an_id_that_a_spreadsheet_rounded_is_refused(read: Read) -> None:
    reading = read(posts("4.83467E+15,2026-06-11 17:18:20,a,1,2,3"))
    assert (reading.rows, [refusal.code for refusal in reading.refusals]) == ((), ["damaged_id"])


def test_a_list_without_ids_in_gb18030_tells_posts_apart_by_their_second(read: Read) -> None:
    header = "发布时间,点赞数,评论数,转发数,正文字数"
    lines = ("Sat Jul 30 11:11:45 +0800 2022,2480,233,810,62", "Null,Null,Null,Null,4")
    reading = read(posts(*lines, header=header, encoding="gb18030"))
    assert [row.natural_key for row in reading.rows] == ["2022-07-30T11:11:45|other"]
    assert [(refusal.line, refusal.code) for refusal in reading.refusals] == [(3, "missing_key")]


@pytest.mark.parametrize(
    "moment", ["Sat Jul 32 11:11:45 +0800 2022", "Sat Foo 30 11:11:45 +0800 2022", "Sat Jul 30 25:11:45 +0800 2022"]
)
def test_a_moment_that_does_not_exist_is_refused(read: Read, moment: str) -> None:
    reading = read(posts(f"1,{moment},a,1,2,3"))
    assert [refusal.code for refusal in reading.refusals] == ["bad_date"]


def test_names_of_people_in_a_collected_list_are_dropped(read: Read) -> None:
    header = "id,bid,用户昵称,@用户,正文,发布时间,点赞数,评论数,转发数,话题"
    reading = read(posts("4834668681628370,MexTe6PC2,某某,某某,手冲,2026-06-11 17:18,3,2,1,咖啡", header=header))
    assert "某某" not in str(reading)
    assert reading.rows[0].external_id == "4834668681628370"


def test_of_a_topic_only_the_account_s_own_posts_are_taken(read: Read) -> None:
    header = "account_key,post_key,repost,comment,like,publish_time,text_length,hashtag_count"
    data = posts("brand,p1,2,2,123,2026-04-02 17:10,152,3", "other,p2,1,11,12,2026-03-04 09:12,178,0", header=header)
    reading = read(data, handle="brand")
    assert [row.external_id for row in reading.rows] == ["p1"]
    assert [refusal.code for refusal in reading.refusals] == ["foreign_account"]


def test_the_data_assistant_s_reads_are_impressions(read: Read) -> None:
    reading = read(
        "日期,阅读数,转发数,评论数,点赞数,粉丝数,新增粉丝,取关粉丝\n2026/6/1,12.5万,35,48,612,50130,41,12".encode()
    )
    assert reading.profile == "weibo.assistant.daily"
    row = reading.rows[0]
    assert isinstance(row, AccountDayRow)
    assert (row.values["impressions"], row.values["follows_lost"]) == (125_000, 12)


def test_what_the_ads_console_calls_ctr_is_not_kept(read: Read) -> None:
    header = "date,ad_id,ad_name,consume,pv,bhv,ctr,traffic_bhv,bhv_14000003"
    reading = read(f"{header}\n2026-06-01,5001,Plan,98.40,21000,310,1.48%,95,42\n".encode())
    row = reading.rows[0]
    assert (reading.profile, row.external_id, row.level, row.currency) == (
        "weibo.superfans.report",
        "5001",
        "ad_group",
        "CNY",
    )
    assert row.values == {"spend": Decimal("98.40"), "impressions": 21_000, "link_clicks": 95, "reposts": 42}
    assert "ctr" in reading.ignored_columns
