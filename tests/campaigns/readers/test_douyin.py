"""Douyin's list of works and daily files are read with their text numbers, rates and negatives."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from campaigns.readers import ContentRow
from tests.campaigns.readers.conftest import Read
from tests.exports import douyin
from tests.exports.tables import xlsx_bytes


def first_work(read: Read, data: bytes) -> ContentRow:
    row = read(data).rows[0]
    assert isinstance(row, ContentRow)
    return row


def test_a_work_is_known_by_its_second_and_form(read: Read) -> None:
    row = first_work(read, douyin.works_xlsx([douyin.work()]))
    assert row.natural_key == "2026-04-03T21:26:39|image_text"
    assert (row.external_id, row.published_at) == (None, datetime.fromisoformat("2026-04-03T21:26:39+08:00"))
    assert (row.published_on, row.format, row.captured_on) == (date(2026, 4, 3), "image_text", None)
    assert row.title == "秋天的第一杯 #咖啡"


def test_yardsticks_own_csv_gives_the_same_work_the_same_key(read: Read) -> None:
    exported = first_work(read, douyin.works_xlsx([douyin.work(form="1-3min视频")]))
    kept = first_work(read, b"published_at,format,views\n2026-04-03 21:26:39,video,1000\n")
    assert exported.natural_key == kept.natural_key == "2026-04-03T21:26:39|video"


def test_chinas_day_may_be_one_ahead_of_the_accounts(read: Read) -> None:
    row = first_work(read, douyin.works_xlsx([douyin.work(published="2026-07-12 00:00:01")]))
    assert row.published_on == date(2026, 7, 12)


def test_rates_become_exact_numerators_marked_as_derived(read: Read) -> None:
    row = first_work(read, douyin.works_xlsx([douyin.work(views="34606")]))
    assert row.values["completions"] == Decimal("0.366807") * 34606
    assert row.values["plays_5s"] == Decimal("8651.50")
    assert row.values["bounces_2s"] == Decimal("0.425530") * 34606
    assert row.values["watch_time_s"] == Decimal("4.586155") * 34606
    assert row.derived == {"completions", "plays_5s", "bounces_2s", "watch_time_s"}
    assert (row.values["views"], row.values["saves"], row.values["follows_from_post"]) == (34606, 8, -2)
    assert row.notices == ()


def test_a_missing_rate_derives_nothing(read: Read) -> None:
    row = first_work(read, douyin.works_xlsx([douyin.work(rates=("-", "-", "-", "-"))]))
    assert row.derived == frozenset()
    assert "completions" not in row.values


def test_a_rate_without_views_is_noticed(read: Read) -> None:
    row = first_work(read, douyin.works_xlsx([douyin.work(views="-", rates=("0.5", "-", "-", "-"))]))
    assert "completions" not in row.values
    assert [(notice.code, notice.column) for notice in row.notices] == [("rate_without_views", "完播率")]


def test_what_is_derived_from_capped_views_is_capped(read: Read) -> None:
    row = first_work(read, douyin.works_xlsx([douyin.work(views="10万+", rates=("0.5", "-", "-", "-"))]))
    assert row.values["views"] == 100_000
    assert row.capped == {"views", "completions"}


def test_a_rate_above_one_refuses_the_row(read: Read) -> None:
    reading = read(douyin.works_xlsx([douyin.work(rates=("36.68", "-", "-", "-"))]))
    assert [(refusal.code, refusal.column, refusal.raw) for refusal in reading.refusals] == [
        ("bad_number", "完播率", "36.68")
    ]


@pytest.mark.parametrize(
    ("form", "canonical"),
    [
        ("图文", "image_text"),
        ("视频", "video"),
        ("1min-视频", "video"),
        ("1-3min视频", "video"),
        ("直播", "livestream"),
        ("?", "other"),
    ],
)
def test_forms_are_normalised(read: Read, form: str, canonical: str) -> None:
    assert first_work(read, douyin.works_xlsx([douyin.work(form=form)])).format == canonical


def test_two_works_of_one_second_are_told_apart_by_their_titles(read: Read) -> None:
    rows = read(douyin.works_xlsx([douyin.work("一"), douyin.work("二"), douyin.work("一")])).rows
    keys = [row.natural_key for row in rows]
    assert keys[0] == keys[2] != keys[1]
    assert all(key.startswith("2026-04-03T21:26:39|image_text|") for key in keys)


def test_one_work_listed_twice_keeps_its_plain_key(read: Read) -> None:
    rows = read(douyin.works_xlsx([douyin.work(views="1"), douyin.work(views="2")])).rows
    assert [(row.natural_key, row.values["views"]) for row in rows] == [
        ("2026-04-03T21:26:39|image_text", 1),
        ("2026-04-03T21:26:39|image_text", 2),
    ]


@pytest.mark.parametrize(
    ("published", "code"),
    [("", "missing_key"), ("昨天", "bad_date"), ("2026-04-03", "bad_date"), ("2026-07-13 00:00:01", "future_day")],
)
def test_a_work_without_a_usable_moment_is_refused(read: Read, published: str, code: str) -> None:
    assert [refusal.code for refusal in read(douyin.works_xlsx([douyin.work(published=published)])).refusals] == [code]


def test_the_column_that_says_nothing_of_results_is_listed(read: Read) -> None:
    assert read(douyin.works_xlsx([douyin.work()])).ignored_columns == ("审核状态",)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_the_list_may_have_been_saved_as_csv_in_any_usual_encoding(read: Read, encoding: str) -> None:
    reading = read(douyin.works_csv([douyin.work("咖啡☕🔥，\n新品")], encoding))
    assert reading.encoding == encoding
    assert reading.rows[0].title == "咖啡☕🔥，\n新品"


@pytest.mark.parametrize(
    ("label", "metric", "cell", "value"),
    [
        ("播放量", "views", 1656, 1656),
        ("作品点赞", "likes", -2, -2),
        ("作品评论", "comments", 3, 3),
        ("作品分享", "shares", 3, 3),
        ("主页访问", "profile_visits", "171", 171),
        ("净增粉丝", "follows_net", -3, -3),
        ("取关粉丝", "follows_lost", 5, 5),
        ("总粉丝量", "followers", 635, 635),
        ("封面点击率", "cover_ctr", "25.00%", Decimal("0.25")),
    ],
)
def test_each_daily_file_is_known_by_its_header(
    read: Read, label: str, metric: str, cell: str | int, value: int
) -> None:
    reading = read(douyin.daily_xlsx(label, [("2026-03-14", cell)]))
    assert reading.profile == f"douyin.creator.daily.{metric}"
    assert reading.rows[0].values == {metric: value}
    assert reading.first_day == date(2026, 3, 14)


def test_daily_files_that_somebody_joined_are_read_whole(read: Read) -> None:
    reading = read(xlsx_bytes(("日期", "作品点赞", "播放量"), [("2026-03-14", 5, 100)]))
    assert reading.rows[0].values == {"likes": 5, "views": 100}


def test_a_net_loss_of_followers_is_no_warning_but_negative_likes_are(read: Read) -> None:
    assert read(douyin.daily_xlsx("净增粉丝", [("2026-03-14", -3)])).rows[0].notices == ()
    likes = read(douyin.daily_xlsx("作品点赞", [("2026-03-14", -2)])).rows[0]
    assert [notice.code for notice in likes.notices] == ["negative_flow"]


def test_days_after_the_capture_are_refused_and_the_day_itself_is_noticed(read: Read) -> None:
    reading = read(douyin.daily_xlsx("播放量", [("2026-07-11", 1), ("2026-07-12", 1), ("2026/07/10", 1)]))
    assert [(row.day.day, [notice.code for notice in row.notices]) for row in reading.rows] == [
        (11, ["day_not_over"]),
        (10, []),
    ]
    assert [refusal.code for refusal in reading.refusals] == ["future_day"]
