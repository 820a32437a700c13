"""The exports that the networks' backends really produced, over HTTP into fresh accounts."""

from datetime import date

import pytest
from django.db.models import Sum

from campaigns.imports.rollup import differences
from campaigns.models import AccountDay, AdDay, AdUnit, ContentSnapshot
from tests.campaigns.api.imports.conftest import REAL_EXPORTS
from tests.campaigns.api.imports.uploading import counted, new_account, rows_of, send, sent
from tests.holders import code_of

HANDLE = "account_a"  # as in the links of the masked list of videos
STUDIO, DAILY, LISTS, ARTICLES = "2026-02-28", "2026-04-14", "2026-07-11", "2026-02-05"
DAILY_METRICS = {
    "comments": "comments",
    "cover_ctr": "cover_ctr",
    "likes": "likes",
    "new_followers": "follows_net",
    "plays": "views",
    "profile_visits": "profile_visits",
    "shares": "shares",
    "total_followers": "followers",
    "unfollowers": "follows_lost",
}
WHOLE = [
    ("tiktok/studio/Overview.csv", "tiktok", STUDIO, 365),
    ("tiktok/studio/Viewers.csv", "tiktok", STUDIO, 365),
    ("tiktok/studio/FollowerHistory.csv", "tiktok", STUDIO, 365),
    ("tiktok/studio/Content_masked.csv", "tiktok", STUDIO, 13),
    ("douyin/video_list_masked.xlsx", "douyin", LISTS, 22),
    ("xiaohongshu/creator_b_笔记列表明细表_masked.xlsx", "xiaohongshu", LISTS, 41),
    ("wechat/oa_backend_small_account_2026_reduced.csv", "wechat", ARTICLES, 39),
    *((f"douyin/daily_{name}.xlsx", "douyin", DAILY, 30) for name in DAILY_METRICS),
]


ADS = [
    ("tiktok/ads/tiktok_campaign_report_hourly_data.csv", 4),
    ("tiktok/ads/tiktok_adgroup_report_hourly_data.csv", 4),
    ("tiktok/ads/tiktok_ad_report_hourly_data.csv", 4),
    ("tiktok/ads/tiktok_campaign_country_report_data.csv", 10),
]
REFUSED = [
    ("tiktok/ads/tiktok_campaign_history_data.csv", "no_results"),
    ("tiktok/ads/tiktok_adgroup_history_data.csv", "no_results"),
    ("tiktok/ads/tiktok_ad_history_data.csv", "no_results"),
    ("tiktok/ads/tiktok_advertiser_data.csv", "personal_data"),
]


@pytest.fixture
def load(bob, world):
    accounts = {}

    def run(path, network, captured_on):
        if network not in accounts:
            accounts[network] = new_account(bob, world.aurora, network, HANDLE)
        file = REAL_EXPORTS / path
        return sent(bob, accounts[network], file.read_bytes(), name=file.name, captured_on=captured_on)

    return run


@pytest.mark.parametrize("export", WHOLE, ids=[one[0] for one in WHOLE])
def test_a_real_export_is_taken_whole_and_the_second_time_unchanged(load, north, export):
    path, network, captured_on, rows = export
    first, again = load(path, network, captured_on), load(path, network, captured_on)
    assert counted(first, "rows", "new", "refused") == (rows, rows, 0)
    assert counted(again, "rows", "unchanged") == (rows, rows)
    assert first["profile"].startswith(network)
    with north():
        assert differences() == []


def test_the_real_overview_keeps_its_days_total_and_negatives(load, bob, north):
    made = load("tiktok/studio/Overview.csv", "tiktok", STUDIO)
    assert (made["first_day"], made["last_day"]) == ("2025-02-28", "2026-02-27")
    assert counted(made, "new", "warnings") == (365, 35)
    assert {warning["code"] for row in rows_of(bob, made, "?limit=200") for warning in row["warnings"]} == {
        "negative_flow"
    }
    with north():
        stored = AccountDay.objects.filter(account_id=made["account"])
        assert stored.aggregate(Sum("views")) == {"views__sum": 2_946_198}
        assert stored.filter(comments__lt=0).count() == 35


@pytest.mark.parametrize("export", ADS, ids=[one[0] for one in ADS])
def test_a_real_report_of_ads_lands_on_ad_units_and_the_second_time_unchanged(load, north, export):
    path, rows = export
    first, again = load(path, "tiktok", LISTS), load(path, "tiktok", LISTS)
    assert (first["grain"], *counted(first, "rows", "new", "refused")) == ("ad_day", rows, rows, 0)
    assert counted(again, "rows", "unchanged") == (rows, rows)
    with north():
        units = AdUnit.objects.filter(account_id=first["account"])
        assert {unit.source for unit in units} == {"tiktok_ads"}
        assert units.count() == 4
        assert differences() == []


def test_one_real_day_at_two_levels_is_counted_once(load, bob, north):
    campaigns = load(ADS[0][0], "tiktok", LISTS)
    ads = load(ADS[2][0], "tiktok", LISTS)
    assert (ads["state"], *counted(ads, "new", "refused")) == ("failed", 0, 4)
    assert {row["code"] for row in rows_of(bob, ads)} == {"other_level"}
    with north():
        stored = AdDay.objects.filter(ad_unit__account_id=campaigns["account"])
        assert {row.ad_unit.level for row in stored.select_related("ad_unit")} == {"campaign"}
    bob.post(f"/imports/{campaigns['id']}:revert", {})
    assert counted(load(ADS[2][0], "tiktok", LISTS), "new", "refused") == (4, 0)


@pytest.mark.parametrize(("path", "code"), REFUSED)
def test_a_real_file_without_results_is_refused_for_its_reason(bob, world, path, code):
    account = new_account(bob, world.aurora, "tiktok", HANDLE)
    file = REAL_EXPORTS / path
    answer = send(bob, account, file.read_bytes(), name=file.name, captured_on=LISTS)
    assert code_of(answer) == (422, code)


def test_three_files_of_one_account_fill_one_row_a_day(load, north):
    for name in ("Overview", "Viewers", "FollowerHistory"):
        made = load(f"tiktok/studio/{name}.csv", "tiktok", STUDIO)
    with north():
        stored = AccountDay.objects.filter(account_id=made["account"])
        assert stored.count() == 365
        last = stored.get(day=date(2026, 2, 27))
        assert last.followers == 5_013
        assert None not in (last.views, last.viewers, last.follows_net)


def test_nine_daily_files_fill_thirty_rows(load, north):
    for name in DAILY_METRICS:
        made = load(f"douyin/daily_{name}.xlsx", "douyin", DAILY)
    with north():
        stored = AccountDay.objects.filter(account_id=made["account"])
        assert stored.count() == 30
        for metric in DAILY_METRICS.values():
            assert stored.exclude(**{metric: None}).exists(), metric
        assert differences() == []


def test_the_real_note_whose_exposure_was_not_computed_keeps_its_views(load, north):
    load("xiaohongshu/creator_b_笔记列表明细表_masked.xlsx", "xiaohongshu", LISTS)
    with north():
        assert ContentSnapshot.objects.get(impressions=0).views == 126
