"""WeChat's exports are read: articles, traffic, followers, Channels videos, mini programs and WeCom."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from campaigns.readers import AccountDayRow, BreakdownRow, ContentRow, Reading, UnreadableFile
from campaigns.readers.catalogue import profile_named
from tests.campaigns.readers.conftest import CAPTURED, Read, codes
from tests.exports.tables import Cell, csv_bytes, xlsx_bytes

NOTIFIED = (
    *("内容标题", "发表时间", "总阅读人数", "总阅读次数", "总分享人数", "总分享次数", "阅读后关注人数", "送达人数"),
    *("公众号消息阅读次数", "送达阅读率", "首次分享次数", "分享产生阅读次数", "首次分享率", "每次分享带来阅读次数"),
    *("阅读完成率", "内容url"),
)
FIRST: list[Cell] = ["春", "20260329", 94, 163, 7, 10, 0, 2112, 79, 0.0374, 5, 69, 0.0633, 6.9, 0.6889]
LONG_LINK = "https://mp.weixin.qq.com/s?__biz=MzA5MDAwMDAwMQ==&mid=2650000001&idx=1&sn=0a1b&chksm=ff#rd"
LIST = ("标题", "发布时间", "阅读数", "点赞数", "分享数", "收藏数", "评论数", "在看率", "合集类型", "抓取时间")
TRAFFIC = ("日期", "渠道", "阅读次数", "阅读人数", "分享次数", "分享人数", "收藏次数", "群发篇数")
VIDEOS = (
    "视频描述",
    "视频ID",
    "发布时间",
    "完播率",
    "平均播放时长",
    "播放量",
    "推荐",
    "喜欢",
    "评论量",
    "分享量",
    "关注量",
)
CARE = ("日期", "成员", "新增客户数", "聊天总数", "发送消息数", "已回复聊天占比", "平均首次回复时长")


def content(reading: Reading) -> ContentRow:
    row = reading.rows[0]
    assert isinstance(row, ContentRow)
    return row


@pytest.mark.parametrize("write", [csv_bytes, xlsx_bytes])
def test_a_notified_article_keeps_what_its_message_did(read: Read, write) -> None:
    reading = read(write(NOTIFIED, [[*FIRST, LONG_LINK]]))
    row = content(reading)
    assert reading.profile == "wechat.articles.notified"
    assert (row.external_id, row.published_on, row.published_at) == ("2650000001_1", date(2026, 3, 29), None)
    assert (row.format, row.title, row.url) == ("article", "春", LONG_LINK)
    assert {
        name: row.values[name] for name in ("push_reads", "delivered", "first_shares", "share_reads", "shares")
    } == {
        "push_reads": 79,
        "delivered": 2112,
        "first_shares": 5,
        "share_reads": 69,
        "shares": 10,
    }
    assert row.values["completions"] == Decimal("0.6889") * 163
    assert row.derived == {"completions"}


def test_a_rate_stands_in_for_the_reads_that_an_older_file_leaves_out(read: Read) -> None:
    header = [name for name in NOTIFIED if name != "公众号消息阅读次数"]
    row = content(read(csv_bytes(header, [[*FIRST[:8], *FIRST[9:], LONG_LINK]])))
    assert row.values["push_reads"] == Decimal("0.0374") * 2112
    assert "push_reads" in row.derived


def test_an_article_without_a_link_is_known_by_day_and_title(read: Read) -> None:
    header, cells = NOTIFIED[:-1], FIRST
    keys = {content(read(csv_bytes(header, [[title, *cells[1:]]]))).natural_key for title in ("春", "夏", "春")}
    assert len(keys) == 2
    assert codes(read(csv_bytes(header, [["", *cells[1:]], ["春", "", *cells[2:]]]))) == ["missing_key", "missing_key"]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (LONG_LINK, "2650000001_1"),
        ("https://mp.weixin.qq.com/s/aB3dE5fG7hJ9kL1mN3pQ5r?scene=1", "aB3dE5fG7hJ9kL1mN3pQ5r"),
        ("https://example.org/a", "https://example.org/a"),
    ],
)
def test_an_article_is_known_by_its_link(read: Read, url: str, key: str) -> None:
    assert content(read(csv_bytes(NOTIFIED, [[*FIRST, url]]))).natural_key == key


def test_a_single_article_keeps_reading_time_and_what_was_recommended(read: Read) -> None:
    header = (
        "内容标题",
        "发表时间",
        "阅读次数",
        "平均停留时长(s)",
        "完读率",
        "在看次数",
        "点赞次数",
        "赞赏(分)",
        "推荐曝光",
    )
    reading = read(csv_bytes(header, [["春", "2026-03-29 18:30", 1200, 63.5, "68.89%", 18, 55, 500, "1万+"]]))
    row = content(reading)
    assert reading.profile == "wechat.articles.single"
    assert row.published_at == datetime.fromisoformat("2026-03-29T18:30:00+08:00")
    assert (row.values["watch_time_s"], row.values["wow"]) == (Decimal("76200.0"), 18)
    assert (row.values["impressions"], row.capped) == (10_000, {"impressions"})
    assert "赞赏(分)" in reading.ignored_columns


def test_a_relative_time_is_taken_from_when_the_line_was_read(read: Read) -> None:
    line = ["春", "今天 00:30", 8, 3, 2, 3, 0, "25.00%", "图文", "2026-06-30T16:40:00.000Z"]
    row = content(read(csv_bytes(LIST, [line])))
    assert row.published_at == datetime.fromisoformat("2026-07-01T00:30:00+08:00")
    assert (row.captured_on, row.format) == (date(2026, 7, 1), "image_text")


def test_without_that_moment_the_day_of_capture_is_taken_and_told(read: Read) -> None:
    row = content(read(csv_bytes(LIST[:-1], [["春", "昨天 15:30", 8, 3, 2, 3, 0, "", "文章"]])))
    assert (row.published_on, row.captured_on) == (date(2026, 7, 10), None)
    assert [notice.code for notice in row.notices] == ["relative_date"]


def test_a_rate_of_wow_that_is_shares_by_reads_is_told_and_never_kept(read: Read) -> None:
    lines = [
        ["春", "20260701", 8, 3, 2, 3, 0, rate, "文章", "2026-07-02 09:00:00"] for rate in ("25.00%", "50.00%", "-")
    ]
    rows = [read(csv_bytes(LIST, [line])).rows[0] for line in lines]
    assert [[notice.code for notice in row.notices] for row in rows] == [["misnamed_column"], [], []]
    assert all("wow" not in row.values for row in rows)


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("发布时间", "上周", "bad_date"),
        ("发布时间", "2026-07-20", "future_day"),
        ("抓取时间", "2026-07-20 08:00:00", "future_day"),
        ("抓取时间", "2026-07-01", "bad_date"),
        ("阅读数", "多", "bad_number"),
        ("在看率", "多", "bad_number"),
    ],
)
def test_a_line_of_the_list_that_cannot_be_used_is_refused(read: Read, column: str, cell: str, code: str) -> None:
    line = dict(zip(LIST, ["春", "20260701", 8, 3, 2, 3, 0, "25%", "文章", "2026-07-02 09:00:00"], strict=True))
    reading = read(csv_bytes(LIST, [list({**line, column: cell}.values())]))
    assert [(refusal.code, refusal.column) for refusal in reading.refusals] == [(code, column)]


def test_the_line_of_all_channels_is_the_accounts_day(read: Read) -> None:
    lines = [("2026-06-29", "全部", 412, 350, 31, 27, 9, 1), ("2026-06-29", "朋友圈", 120, 101, 9, 8, 3, 1)]
    reading = read(csv_bytes(TRAFFIC, lines))
    assert (reading.profile, len(reading.rows), reading.refusals) == ("wechat.articles.traffic", 1, ())
    row = reading.rows[0]
    assert isinstance(row, AccountDayRow)
    assert row.values == {"reads": 412, "readers": 350, "shares": 31, "sharers": 27, "saves": 9}
    assert [notice.code for notice in row.notices] == ["channels_left_out"]


def test_a_channel_alone_is_no_day(read: Read) -> None:
    assert codes(read(csv_bytes(TRAFFIC, [("2026-06-29", "朋友圈", 120, 101, 9, 8, 3, 1)]))) == ["part_without_whole"]


def test_the_same_file_gives_the_reads_of_each_channel_when_asked(read: Read) -> None:
    lines = [("2026-06-29", "全部", 412, 350, 31, 27, 9, 1), ("2026-06-29", "朋友圈", 120, 101, 9, 8, 3, 1)]
    reading = read(csv_bytes(TRAFFIC, lines), profile="wechat.articles.traffic_channels")
    assert [(row.dimension, row.bucket, row.metric, row.value) for row in reading.rows] == [
        ("source", "朋友圈", "reads", 120)
    ]
    assert [refusal.code for refusal in reading.refusals] == ["total_row"]


def test_follower_growth_stands_below_a_banner(read: Read) -> None:
    header = ("时间", "新关注人数", "取消关注人数", "净增关注人数", "累积关注人数")
    reading = read(xlsx_bytes(header, [("2026-06-30", 8, 11, -3, 5118)], banner="用户增长详细数据"))
    assert reading.profile == "wechat.users.growth"
    assert reading.rows[0].values == {"follows_new": 8, "follows_lost": 11, "follows_net": -3, "followers": 5118}


@pytest.mark.parametrize(
    ("column", "dimension", "bucket"),
    [("性别", "gender", "女"), ("省份", "territory", "广东"), ("年龄", "age", "18-25岁"), ("终端", "device", "iPhone")],
)
def test_followers_by_an_attribute_are_levels_of_the_day_of_capture(
    read: Read, column: str, dimension: str, bucket: str
) -> None:
    reading = read(csv_bytes((column, "用户数", "占比"), [(bucket, 2890, "56.47%")]))
    row = reading.rows[0]
    assert isinstance(row, BreakdownRow)
    assert (row.day, row.dimension, row.bucket, row.metric, row.value) == (
        *(CAPTURED, dimension, bucket, "followers", 2890),
    )


def test_two_attributes_crossed_are_no_breakdown(read: Read) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(csv_bytes(("性别", "年龄", "用户数"), [("女", "18-25岁", 10)]))
    assert caught.value.code == "crossed_attributes"
    assert codes(read(csv_bytes(("性别", "用户数"), [("", 10), ("女", "-"), ("男", "1万+")]))) == [
        *("missing_key", "missing_value", "bad_number"),
    ]


def test_a_channels_video_has_likes_and_wow_as_its_console_names_them(read: Read) -> None:
    line = ["春 #咖啡", "export/UzFf01", "2026/06/03", "4.41%", "14.73秒", 10000, 52, 210, 18, 37, 9]
    reading = read(csv_bytes(VIDEOS, [line], encoding="utf-8-sig"))
    row = content(reading)
    assert reading.profile == "wechat.channels.videos"
    assert (row.external_id, row.format, row.published_on) == ("export/UzFf01", "video", date(2026, 6, 3))
    assert (row.values["likes"], row.values["wow"]) == (210, 52)
    assert (row.values["completions"], row.values["watch_time_s"]) == (441, Decimal("147300.00"))


def test_a_day_that_a_spreadsheet_turned_into_its_serial_is_understood(read: Read) -> None:
    line = ["春", "export/UzFf01", 46183, "4.41%", "14.73秒", 10000, 52, 210, 18, 37, 9]
    assert content(read(xlsx_bytes(VIDEOS, [line]))).published_on == date(2026, 6, 10)


def test_a_mini_programs_days_are_read_under_either_name(read: Read) -> None:
    chinese = read(csv_bytes(("日期", "访问次数", "访问人数", "新用户数"), [("2026-06-29", 4723, 555, 54)]))
    named = read(csv_bytes(("ref_date", "visit_pv", "visit_uv", "visit_uv_new"), [("20260629", 4723, 555, 54)]))
    assert chinese.profile == named.profile == "wechat.mini_program.visits"
    assert chinese.rows[0].values == named.rows[0].values == {"visits": 4723, "visitors": 555, "users_new": 54}


def test_shares_of_new_users_who_came_back_become_people(read: Read) -> None:
    reading = read(
        csv_bytes(("日期", "新增用户数", "1天后", "7天后", "30天后"), [("2026-05-30", 200, "21.00%", "8%", "-")])
    )
    assert reading.profile == "wechat.mini_program.retention"
    assert reading.rows[0].values == {"users_new": 200, "retained_d1": 42, "retained_d7": 16}


def test_what_a_member_leaves_blank_bounds_the_sum(read: Read) -> None:
    lines = [("2026-06-29", "某甲", 3, 40, 210, 85, 12.5), ("2026-06-29", "某乙", 1, 20, "-", 90, 8)]
    (row,) = read(csv_bytes(CARE, lines)).rows
    assert (row.values["messages_in"], row.capped) == (210, {"messages_in"})
    assert "part_missing" in {notice.code for notice in row.notices}
    unrated = [("2026-06-29", "某甲", 3, 40, 210, 85, 12.5), ("2026-06-29", "某乙", 1, 20, 9, "-", "-")]
    (row,) = read(csv_bytes(CARE, unrated)).rows
    assert row.capped == {"conversations_replied", "first_response_s"}
    silent = [("2026-06-29", "某甲", 3, 40, 210, 85, 12.5), ("2026-06-29", "某乙", 1, "-", 9, "-", "-")]
    (row,) = read(csv_bytes(CARE, silent)).rows
    assert row.capped == {"conversations", "conversations_replied", "first_response_s"}
    idle = [("2026-06-29", "某甲", 3, 40, 210, 85, 12.5), ("2026-06-29", "某乙", 1, 0, 9, "-", "-")]
    (row,) = read(csv_bytes(CARE, idle)).rows
    assert (row.values["conversations"], "conversations_replied" in row.capped) == (40, False)


def test_wecoms_members_are_summed_to_the_day_and_not_named(read: Read) -> None:
    lines = [("2026-06-29", "某甲", 3, 40, 210, 85, 12.5), ("2026-06-29", "某乙", 1, 20, 96, 90, 8)]
    reading = read(csv_bytes(CARE, lines))
    assert reading.profile == "wechat.wecom.contacts"
    assert "成员" in reading.ignored_columns
    (row,) = reading.rows
    assert row.values == {
        "contacts_new": 4,
        "conversations": 60,
        "messages_in": 306,
        "conversations_replied": 52,
        "first_response_s": (34 * Decimal("12.5") + 18 * 8) * 60,
    }
    assert row.derived == {"conversations_replied", "first_response_s"}
    assert "某甲" not in repr(reading)


def test_a_day_that_misses_a_members_line_is_refused(read: Read) -> None:
    lines = [
        ("2026-06-29", "某甲", 3, 40, 210, 85, 12.5),
        ("2026-06-29", "某乙", 1, "许多", 96, 90, 8),
        ("2026-06-29", "某丙", 1, 20, 96, 90, 8),
        ("2026-06-30", "某甲", 1, 20, 96, 90, 8),
    ]
    reading = read(csv_bytes(CARE, lines))
    assert codes(reading) == ["bad_number", "incomplete_day", "incomplete_day"]
    assert [row.day.day for row in reading.rows] == [30]


@pytest.mark.parametrize(
    ("key", "kinds"),
    [
        ("wechat.articles.notified", ("official_account",)),
        ("wechat.channels.videos", ("channels",)),
        ("wechat.mini_program.visits", ("mini_program",)),
        ("wechat.wecom.contacts", ()),
    ],
)
def test_a_kind_of_file_says_which_accounts_have_it(key: str, kinds: tuple[str, ...]) -> None:
    assert profile_named(key).account_kinds == kinds
