"""What a table's columns probably are: by headers in English and Chinese, by values, and by what rows add up to."""

from decimal import Decimal

import pytest

from campaigns.mapping.known_names import known_on, words
from campaigns.mapping.proposing import propose
from campaigns.metrics import NETWORKS
from campaigns.readers.mapped_cells import DAYS, MOMENTS
from campaigns.readers.peeking import Peek
from campaigns.readers.rows import Grain
from campaigns.readers.vocabulary import MEASURES, RATES


def table(header: str, *rows: str, sheet: str | None = None) -> Peek:
    cut = tuple(tuple(row.split("|")) for row in rows)
    return Peek(sheet, "utf-8", 1, tuple(header.split("|")), cut)


def names(proposal) -> dict[str, str | None]:
    return {column.header: column.name for column in proposal.columns}


def column(proposal, header: str):
    return next(each for each in proposal.columns if each.header == header)


def flags(proposal, header: str) -> list[str]:
    return [flag.code for flag in column(proposal, header).flags]


ARTICLES = table(
    "发文时间|标题|阅读数|分享数|在看率|完读率(%)|昵称",
    "2026-01-05 10:00|一|100|25|25.00%|40|小王",
    "2026-01-06 10:00|二|90|9|10.00%|50|小李",
    "2026-01-07 10:00|三|80|6|7.50%|60|小张",
    "2026-01-08 10:00|四|70|7|10.00%|30|小赵",
    "2026-01-09 10:00|五|60|9|15.00%|20|小周",
)


def test_chinese_headers_of_articles_are_understood():
    proposal = propose(ARTICLES, "wechat")
    assert (proposal.grain.grain, proposal.missing, proposal.day) == (Grain.CONTENT, (), "发文时间")
    assert names(proposal) == {
        "发文时间": "published_at",
        "标题": "title",
        "阅读数": "reads",
        "分享数": "shares",
        "在看率": None,
        "完读率(%)": "completion_rate",
        "昵称": None,
    }
    assert proposal.statement.options["utc_offset"] == "+08:00"


def test_a_rate_that_is_something_else_is_proven_by_the_rows():
    found = column(propose(ARTICLES, "wechat"), "在看率")
    assert [flag.code for flag in found.flags] == ["zaikan_rate_is_share_rate", "made_of_columns"]
    assert found.flags[1].detail == "In 5 of 5 rows it is 分享数 ÷ 阅读数."


def test_percent_numbers_are_told_by_their_header_and_by_their_size():
    assert column(propose(ARTICLES, "wechat"), "完读率(%)").factor == Decimal("0.01")
    plain = table("date|views|完播率", "2026-01-01|10|40.5", "2026-01-02|10|3")
    assert column(propose(plain, "douyin"), "完播率").factor == Decimal("0.01")
    share = table("date|views|完播率", "2026-01-01|10|0.405", "2026-01-02|10|0.03")
    assert column(propose(share, "douyin"), "完播率").factor == 1


def test_a_rate_says_what_it_needs():
    found = column(propose(ARTICLES, "wechat"), "完读率(%)")
    assert (found.denominators, found.denominator_there) == (("views", "reads"), True)
    alone = propose(table("日期|完播率|点赞", "2026-01-01|40%|3"), "douyin")
    assert (column(alone, "完播率").denominator_there, flags(alone, "完播率")) == (False, ["needs_denominator"])


def test_names_of_people_and_texts_are_neither_kept_nor_shown():
    proposal = propose(ARTICLES, "wechat")
    assert column(proposal, "昵称").reason == "personal"
    shown = {sample for each in proposal.columns for sample in each.values.samples}
    assert shown.isdisjoint({"小王", "一"})
    assert "100" in shown


@pytest.mark.parametrize(
    ("network", "grain", "header", "name", "code"),
    [
        ("douyin", Grain.AD_DAY, "ROI", None, "chinese_roi_is_roas"),
        ("xiaohongshu", Grain.AD_DAY, "7日支付ROI", None, "chinese_roi_is_roas"),
        ("weibo", Grain.AD_DAY, "ctr", None, "weibo_ctr_is_engagement_rate"),
        ("weibo", Grain.AD_DAY, "pv", "impressions", "weibo_pv_is_impressions"),
        ("tiktok", Grain.ACCOUNT_DAY, "daily_total_followers", "follows_net", "tiktok_total_followers_is_net"),
        ("douyin", Grain.AD_DAY, "有效播放数", "engaged_views", "valid_plays_are_ten_seconds"),
    ],
)
def test_names_that_mislead_are_flagged_with_an_explanation(network, grain, header, name, code):
    proposal = propose(table(f"日期|{header}", "2026-01-01|2"), network, grain=grain)
    found = column(proposal, header)
    assert found.name == name
    assert (found.flags[0].code, found.flags[0].detail) == (code, found.detail)


def test_the_backend_of_channels_swaps_likes_and_recommendations():
    proposal = propose(table("发布时间|likeCount|favCount", "2026-01-01 10:00|1|2"), "wechat")
    assert (names(proposal)["likeCount"], names(proposal)["favCount"]) == ("wow", "likes")
    assert flags(proposal, "likeCount") == ["channels_like_and_fav_are_swapped"]


def test_an_ad_accounts_tree_becomes_the_unit_and_what_is_above_it():
    header = "date|Campaign name|Campaign ID|Ad group ID|Ad ID|Ad name|Cost|Impressions|CPM"
    proposal = propose(table(header, "2026-01-01|Spring|1|2|3|Film|9.5|100|95"), "tiktok")
    assert proposal.grain.grain is Grain.AD_DAY
    assert names(proposal) == {
        "date": "day",
        "Campaign name": "vendor_campaign_name",
        "Campaign ID": "vendor_campaign_id",
        "Ad group ID": "parent_external_id",
        "Ad ID": "external_id",
        "Ad name": "name",
        "Cost": "spend",
        "Impressions": "impressions",
        "CPM": None,
    }
    assert proposal.statement.fixed == {"source": "tiktok_ads", "level": "ad"}
    assert [fault.detail for fault in proposal.missing] == ["Money needs a column currency, or fixed.currency."]


def test_a_split_of_days_is_told():
    proposal = propose(table("date|campaign id|country|clicks", "2026-01-01|1|DE|5"), "tiktok")
    assert "splits_rows" in [flag.code for flag in proposal.flags]
    assert flags(proposal, "country") == ["splits_rows"]


def test_daily_numbers_of_an_account_in_english():
    proposal = propose(table("Date|Video views|Followers|New fans", "2026-01-01|1|2|3"), "tiktok")
    assert proposal.grain.grain is Grain.ACCOUNT_DAY
    assert names(proposal) == {
        "Date": "day",
        "Video views": "views",
        "Followers": "followers",
        "New fans": "follows_new",
    }


def test_a_header_that_is_nearly_known_is_offered_with_less_confidence():
    found = column(propose(table("date|Impresions", "2026-01-01|5"), "tiktok"), "Impresions")
    assert found.reason == "similar"
    assert Decimal("0.3") < found.confidence < Decimal("0.7")


def test_cells_that_do_not_fit_a_name_take_its_confidence():
    found = column(propose(table("date|likes", "2026-01-01|many", "2026-01-02|few"), "tiktok"), "likes")
    assert (found.name, found.alternatives[0].name) == (None, "likes")
    assert [flag.code for flag in found.flags] == ["values_do_not_fit"]


def test_two_columns_are_not_one_metric():
    proposal = propose(table("日期|播放量|播放数", "2026-01-01|1|2"), "douyin")
    assert names(proposal) == {"日期": "day", "播放量": "views", "播放数": None}
    assert flags(proposal, "播放数") == ["same_as_another"]


@pytest.mark.parametrize(
    ("days", "style", "told"),
    [
        (("31/01/2026", "01/02/2026"), "day_first", False),
        (("01/31/2026", "02/01/2026"), "month_first", False),
        (("01/02/2026", "03/02/2026"), "auto", True),
        (("2026-01-02", "2026-01-03"), "auto", False),
    ],
)
def test_the_order_of_day_and_month_is_found_or_asked_for(days, style, told):
    proposal = propose(table("date|views", *(f"{day}|5" for day in days)), "tiktok")
    assert proposal.statement.options["date_format"] == style
    assert ("ambiguous_date" in [flag.code for flag in proposal.flags]) is told


def test_a_decimal_comma_is_seen():
    proposal = propose(table("Datum|Aufrufe|Kosten", "01.01.2026|1.200|3,50", "02.01.2026|900|1,25"), "tiktok")
    assert proposal.statement.options["decimal_sign"] == ","
    assert names(proposal)["Kosten"] == "spend"


@pytest.mark.parametrize(
    ("header", "name", "factor"),
    [("花费(分)", "spend", "0.01"), ("观看时长（分钟）", "watch_time_s", "60"), ("曝光(万)", "impressions", "10000")],
)
def test_units_in_brackets_become_factors(header, name, factor):
    proposal = propose(table(f"日期|计划ID|{header}", "2026-01-01|1|5"), "douyin")
    assert (column(proposal, header).name, column(proposal, header).factor) == (name, Decimal(factor))


def test_a_stated_grain_is_taken():
    proposal = propose(table("date|views", "2026-01-01|5"), "tiktok", grain=Grain.CONTENT)
    assert (proposal.grain.grain, proposal.grain.confidence) == (Grain.CONTENT, 1)
    assert [fault.code for fault in proposal.missing] == ["missing_column"]


def test_a_file_of_a_known_kind_names_its_profile():
    known = propose(table("日期|播放量", "2026-01-01|5"), "douyin")
    assert known.profile == "douyin.creator.daily.views"
    assert propose(ARTICLES, "wechat").profile is None


def test_the_file_of_words_names_nothing_that_there_is_not():
    known = {*MEASURES, *RATES, *DAYS, *MOMENTS}
    attributes = {"title", "url", "external_id", "format", "duration_s", "hashtags", "boosted", "followers_at_publish"}
    ads = {"name", "ad_account", "currency", "level"}
    assert set(words().names) <= known | attributes | ads
    assert {each.name for each in words().misnomers if each.name} <= known
    for network in NETWORKS:
        assert known_on(network)
    assert {each for one in words().misnomers for each in one.networks} <= set(NETWORKS)


@pytest.mark.parametrize(
    ("network", "header", "name"),
    [("xiaohongshu", "阅读", "views"), ("tiktok", "Reposts", None), ("tiktok", "Completion %", "completion_rate")],
)
def test_only_what_a_network_reports_is_proposed_and_a_percent_sign_makes_a_rate(network, header, name):
    proposal = propose(table(f"日期|曝光|{header}", "2026-01-01|500|12.5"), network)
    assert names(proposal)[header] == name
