"""The golden numbers over HTTP, from files to values, and what the industry says of them."""

from datetime import date

import pytest

from tests.campaigns.api.imports.uploading import sent
from tests.exports.tiktok import overview_xlsx
from tests.exports.xiaohongshu import note, notes_xlsx
from tests.kpis.api.conftest import CONTENT

ADS = "day,source,external_id,level,name,ad_account,currency,spend,conversions,revenue"


def test_an_overview_file_adds_up_to_the_last_view(bob, account, one):
    sent(bob, account, overview_xlsx(date(2026, 2, 27), 365), name="Overview.xlsx", captured_on="2026-02-28")
    item = one("views", account=account, start="2025-02-28", end="2026-02-27")
    assert (item["value"], item["grain"], item["coverage"]["days"]) == (str(sum(range(100, 465))), "account", 365)


def test_a_note_that_was_never_shown_keeps_its_views_and_has_no_read_rate(bob, connect, ask):
    notes = connect("xiaohongshu")
    shown, unseen = note(impressions=439, views=141), note("没有曝光", "2026年07月10日03时09分05秒", 0, 126)
    sent(bob, notes, notes_xlsx([shown, unseen]), name="notes.xlsx", captured_on="2026-07-12")
    window = {"start": "2026-07-01", "end": "2026-07-31", "basis": "published", "group_by": "content"}
    found = {(item["group"]["content"], item["kpi"]): item for item in ask("views,read_rate", account=notes, **window)}
    (content,) = [content for (content, kpi), item in found.items() if kpi == "views" and item["value"] == "126"]
    rate = found[content, "read_rate"]
    assert (rate["value"], rate["reason"]) == (None, "zero_denominator")


def test_the_three_rates_of_a_small_account(load, ask, account):
    load(account, CONTENT, "1,2026-01-05,2026-02-10,3000,300,0,0,15000")
    items = ask("er_follower,er_view,view_to_follower", account=account, basis="published")
    assert [item["value"] for item in items] == ["0.020000", "0.100000", "0.200000"]


def test_money_is_named_and_rates_of_spend_come_out(load, ask, account):
    load(account, ADS, "2026-01-01,ads,7,ad,One,acc,CNY,5000,200,15000")
    cpa, roas, roi = ask("cpa,roas,roi", account=account)
    assert (cpa["value"], cpa["currency"]) == ("25", "CNY")
    assert (roas["value"], roi["value"]) == ("3.000000", "2.000000")


def test_completion_is_weighted_and_ces_is_a_sum_of_weights(load, one, account, connect):
    header = "external_id,published_at,captured_on,views,completion_rate"
    load(account, header, "1,2026-01-05,2026-02-10,1000,0.5", "2,2026-01-05,2026-02-10,9000,0.1")
    assert one("completion_rate", account=account, basis="published")["value"] == "0.140000"
    notes = connect("xiaohongshu")
    header = "external_id,published_at,captured_on,likes,saves,comments,shares,follows_from_post"
    load(notes, header, "1,2026-01-05,2026-02-10,10,5,2,1,1")
    assert one("ces", account=notes, basis="published")["value"] == "35"


def test_wechat_shares_of_readers_come_out(load, ask, connect):
    article = connect("wechat")
    header = "external_id,published_at,captured_on,push_reads,delivered,first_shares,share_reads,shares"
    load(article, header, "1,2026-01-05,2026-02-10,79,2112,5,69,10")
    items = ask("open_rate,first_share_rate,amplification", account=article, basis="published")
    assert [item["value"] for item in items] == ["0.037405", "0.063291", "6.900000"]


def industry(item):
    return [lens for lens in item["grade"]["lenses"] if lens["lens"] == "industry"]


@pytest.mark.parametrize(
    ("followers", "interactions", "band"),
    [
        (9000, 540, "good"),
        (9000, 990, "great"),
        (50000, 2000, "good"),
        (50000, 4500, "great"),
        (200000, 14000, "great"),
    ],
)
def test_a_rate_per_follower_is_graded_by_the_size_of_the_account(load, one, account, *, followers, interactions, band):
    load(account, CONTENT, f"1,2026-01-05,2026-02-10,90000,{interactions},0,0,{followers}")
    grade = one("er_follower", account=account, basis="published")["grade"]
    assert (grade["band"], grade["decided_by"]) == (band, "industry")


def test_a_lone_median_tells_the_side_and_no_band(load, one, account):
    load(account, CONTENT, "1,2026-01-05,2026-02-10,10000,200,0,0,5000")
    grade = one("er_view", account=account, basis="published")["grade"]
    assert (grade["band"], grade["reason"], grade["lenses"][0]["position"]) == (None, "position_only", "below")


def test_a_median_of_contents_does_not_grade_what_happened_on_the_account(load, one, account):
    load(account, "day,views,likes,comments,shares", "2026-01-01,10000,200,0,0")
    item = one("er_view", account=account)
    assert (item["basis"], item["grade"]["reason"]) == ("occurred", "not_comparable")


def test_too_few_plays_are_not_graded(load, one, connect):
    videos, header = connect("douyin"), "external_id,published_at,captured_on,views,completion_rate"
    load(videos, header, "1,2026-01-05,2026-02-10,90,0.5")
    assert one("completion_rate", account=videos, basis="published")["grade"]["reason"] == "insufficient_data"
    load(videos, header, "2,2026-01-05,2026-02-10,9000,0.5")
    assert one("completion_rate", account=videos, basis="published")["grade"]["band"] == "great"
