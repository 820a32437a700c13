"""The exports that the networks' backends really produced are read whole."""

from datetime import date
from pathlib import Path

import pytest

from campaigns.readers import FileToRead, UnreadableFile, read_in_child
from tests.campaigns.readers.conftest import REAL_EXPORTS

STUDIO = date(2026, 2, 28)
DAILY = date(2026, 4, 14)
LISTS = date(2026, 7, 11)
ARTICLES = date(2026, 2, 5)


UNDERSTOOD = [
    ("tiktok/studio/Overview.csv", STUDIO, "tiktok.studio.overview", 365),
    ("tiktok/studio/Viewers.csv", STUDIO, "tiktok.studio.viewers", 365),
    ("tiktok/studio/FollowerHistory.csv", STUDIO, "tiktok.studio.follower_history", 365),
    ("tiktok/studio/Content_masked.csv", STUDIO, "tiktok.studio.content", 13),
    ("tiktok/ads/tiktok_campaign_report_hourly_data.csv", LISTS, "tiktok.ads.report_hourly", 4),
    ("tiktok/ads/tiktok_adgroup_report_hourly_data.csv", LISTS, "tiktok.ads.report_hourly", 4),
    ("tiktok/ads/tiktok_ad_report_hourly_data.csv", LISTS, "tiktok.ads.report_hourly", 4),
    ("tiktok/ads/tiktok_campaign_country_report_data.csv", LISTS, "tiktok.ads.report_daily", 10),
    ("douyin/video_list_masked.xlsx", LISTS, "douyin.creator.works", 22),
    ("xiaohongshu/creator_b_笔记列表明细表_masked.xlsx", LISTS, "xiaohongshu.creator.notes", 41),
    ("weibo/topic_posts_2025_reduced.csv", LISTS, "weibo.topic.posts", 2_000),
    ("douyin/daily_plays.xlsx", DAILY, "douyin.creator.daily.views", 30),
    ("douyin/daily_likes.xlsx", DAILY, "douyin.creator.daily.likes", 30),
    ("douyin/daily_comments.xlsx", DAILY, "douyin.creator.daily.comments", 30),
    ("douyin/daily_shares.xlsx", DAILY, "douyin.creator.daily.shares", 30),
    ("douyin/daily_profile_visits.xlsx", DAILY, "douyin.creator.daily.profile_visits", 30),
    ("douyin/daily_new_followers.xlsx", DAILY, "douyin.creator.daily.follows_net", 30),
    ("douyin/daily_unfollowers.xlsx", DAILY, "douyin.creator.daily.follows_lost", 30),
    ("douyin/daily_total_followers.xlsx", DAILY, "douyin.creator.daily.followers", 30),
    ("douyin/daily_cover_ctr.xlsx", DAILY, "douyin.creator.daily.cover_ctr", 30),
    ("wechat/oa_backend_small_account_2026_reduced.csv", ARTICLES, "wechat.articles.published", 39),
]
TIMELINE = "weibo/account_b_weibo_data_reduced_gbk.csv"
KNOWN = {REAL_EXPORTS / name for name in (TIMELINE, *(name for name, *_ in UNDERSTOOD))}
OTHERS = sorted(path for path in REAL_EXPORTS.rglob("*.*") if path not in KNOWN)


@pytest.mark.parametrize(("name", "captured_on", "profile", "rows"), UNDERSTOOD)
def test_every_row_of_a_real_export_is_understood(name: str, captured_on: date, profile: str, rows: int) -> None:
    path = REAL_EXPORTS / name
    reading = read_in_child(FileToRead(path, file_name=path.name, captured_on=captured_on, currency="EUR"))
    assert (reading.profile, len(reading.rows), reading.refusals) == (profile, rows, ())


def test_the_real_overview_keeps_its_days_total_and_negatives() -> None:
    path = REAL_EXPORTS / "tiktok/studio/Overview.csv"
    reading = read_in_child(FileToRead(path, file_name=path.name, captured_on=STUDIO, network="tiktok"))
    assert (reading.first_day, reading.last_day) == (date(2025, 2, 28), date(2026, 2, 27))
    assert sum(row.values["views"] for row in reading.rows) == 2_946_198
    noticed = [row for row in reading.rows if row.notices]
    assert len(noticed) == 35
    assert {notice.code for row in noticed for notice in row.notices} == {"negative_flow"}


def test_the_real_notes_keep_the_one_whose_exposure_was_not_computed() -> None:
    path = next((REAL_EXPORTS / "xiaohongshu").glob("*.xlsx"))
    rows = read_in_child(FileToRead(path, file_name=path.name, captured_on=LISTS)).rows
    doubtful = [row for row in rows if row.notices]
    assert [(row.values["impressions"], row.values["views"]) for row in doubtful] == [(0, 126)]
    assert len({row.natural_key for row in rows}) == 41


def test_the_real_timeline_is_read_but_for_its_deleted_posts() -> None:
    path = REAL_EXPORTS / TIMELINE
    reading = read_in_child(FileToRead(path, file_name=path.name, captured_on=LISTS, network="weibo"))
    assert (reading.profile, reading.encoding, len(reading.rows)) == ("weibo.timeline.posts", "gb18030", 101)
    assert [(refusal.code, refusal.raw) for refusal in reading.refusals] == [("missing_key", "Null")] * 16


def test_the_real_countries_of_a_campaigns_day_are_summed() -> None:
    path = REAL_EXPORTS / "tiktok/ads/tiktok_campaign_country_report_data.csv"
    rows = read_in_child(FileToRead(path, file_name=path.name, captured_on=LISTS, currency="EUR")).rows
    (summed,) = [row for row in rows if (row.external_id, row.day) == ("2", date(2025, 4, 13))]
    assert (summed.values["impressions"], summed.values["spend"]) == (15_000, 260)


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_a_real_file_of_another_kind_is_refused_and_never_guessed_at(path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_in_child(FileToRead(path, file_name=path.name, captured_on=LISTS))
    assert caught.value.code in {"unknown_format", "not_a_table", "no_results", "personal_data"}


def test_the_real_articles_get_the_days_that_were_meant_when_they_were_read() -> None:
    path = REAL_EXPORTS / "wechat/oa_backend_small_account_2026_reduced.csv"
    rows = read_in_child(FileToRead(path, file_name=path.name, captured_on=LISTS)).rows
    days = {row.external_id: row.published_on.isoformat() for row in rows}
    assert [days[key] for key in ("m001", "m003", "m005", "m006", "m008", "m022", "m023")] == [
        *("2026-02-05", "2026-02-04", "2026-02-02", "2026-02-01", "2026-01-27", "2026-01-01", "2025-12-31"),
    ]
    assert {row.captured_on for row in rows} == {ARTICLES}
    assert all([notice.code for notice in row.notices] == ["misnamed_column"] for row in rows)
