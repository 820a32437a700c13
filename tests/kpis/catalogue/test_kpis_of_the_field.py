"""Every KPI of the field stands under its usual key, and the new ones give what a reader would work out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.metrics import METRICS, Unit
from kpis.catalogue import GOALS, Audience, Kpi, KpiClass, catalogue
from kpis.catalogue.attribution import CONVERSION_METRICS
from kpis.formulas import Quantity

KPIS = catalogue()
KEYS = (
    *("er_follower", "er_view", "er_reach", "er_impression", "like_rate", "comment_rate", "share_rate"),
    *("save_rate", "like_comment_ratio", "save_like_ratio", "completion_rate", "play5s_rate"),
    *("bounce2s_rate", "hook_rate", "hold_rate", "avg_watch_s", "avg_watch_pct", "view_to_follower"),
    *("follow_rate", "profile_cr", "net_growth", "growth_rate", "churn_rate", "win_loss", "open_rate"),
    *("read_rate", "share_rate_wx", "first_share_rate", "amplification", "original_click_rate"),
    *("reads_per_reader", "wow_rate", "ctr", "cover_ctr", "cvr_click", "cvr_impr", "cpm", "cpv", "cpc"),
    *("cpe", "cpl", "cpa", "cac", "cpf", "cpti", "search_back_rate", "roas", "roi", "gmv", "aov", "gpm"),
    *("uv_value", "product_ctr", "order_cr", "refund_rate", "repeat_rate", "new_customer_share"),
    *("ltv_cac", "retention_d1", "retention_d7", "retention_d30", "returning_viewer_share", "frequency"),
    *("frt_min", "resolution_h", "reply_share", "sentiment", "ugc_count", "brand_mentions"),
    *("viral_note_share", "posts_per_week", "ces", "bci", "wx_potential", "messages_in", "comments"),
    *("resolution_rate", "dm_conversion_rate", "csat", "repeat_engagement_rate", "ltv_30d", "win_rate"),
    *("add_to_cart_rate", "cart_abandonment", "revenue_per_conversion", "revenue_per_buyer"),
    *("net_revenue", "avg_live_watch_s", "live_enter", "live_peak", "live_gifts", "audience_a3"),
    *("a3_share", "sentiment_positive_share", "sentiment_negative_share", "engaged_view_rate"),
    *("tracked_cac", "tracked_roas", "tracked_aov", "tracked_cvr_click", "tracked_cvr_view"),
    *("cost_total", "cost_billed"),
)


@pytest.mark.parametrize("key", KEYS)
def test_the_kpi_is_there(key: str) -> None:
    assert key in KPIS


@pytest.mark.parametrize(
    ("key", "place", "sums", "expected"),
    [
        ("frt_min", "wechat", {"first_response_s": 5400, "conversations_replied": 3}, "30"),
        ("resolution_h", "weibo", {"resolution_s": 86400, "conversations_resolved": 4}, "6"),
        ("avg_watch_pct", "douyin", {"watch_time_s": 600, "duration_viewed_s": 1500}, "0.4"),
        ("ltv_cac", "douyin", {"first_order_revenue_30d": 900, "new_customers": 10, "cost_total": 300}, "3"),
        ("gpm", "douyin", {"gmv": 500, "views": 20000}, "25"),
        ("gpm", "xiaohongshu", {"gmv": 500, "impressions": 50000}, "10"),
        ("cart_abandonment", "douyin", {"carts": 200, "orders": 50}, "0.75"),
        ("net_revenue", "tiktok", {"gmv": 500, "refund_amount": 120}, "380"),
        ("cpti", "xiaohongshu", {"spend": 500, "seeded_deep": 25}, "20"),
        ("win_rate", "wechat", {"opportunities_won": 3, "opportunities": 12}, "0.25"),
        ("csat", "wechat", {"csat_sum": 44, "csat_answers": 10}, "4.4"),
        ("sentiment", "weibo", {"sentiment_sum": -5, "sentiment_rated": 20}, "-0.25"),
        (
            "sentiment_negative_share",
            "weibo",
            {"comments_positive": 6, "comments_neutral": 2, "comments_negative": 2},
            "0.2",
        ),
        ("a3_share", "douyin", {f"audience_a{layer}": layer * 100 for layer in range(1, 6)}, "0.2"),
        ("viral_note_share", "xiaohongshu", {"contents_viral": 3, "contents": 12}, "0.25"),
        ("posts_per_week", "tiktok", {"contents": 8, "days": 28}, "2"),
        ("dm_conversion_rate", "wechat", {"tracked_dm_conversions": 6, "conversations": 40}, "0.15"),
        ("tracked_roi", "tiktok", {"tracked_revenue": 900, "tracked_refunds": 100, "cost_total": 400}, "1"),
        ("bci", "weibo", {"contents": 0, "reposts": 0, "comments": 0, "likes": 0}, "0"),
    ],
)
def test_the_kpi_gives_what_a_reader_would_work_out(key: str, place: str, sums: dict[str, int], expected: str) -> None:
    formula = KPIS[key].formula_for(place)
    assert formula is not None
    value = formula.evaluate({name: Quantity.exact(number) for name, number in sums.items()}).value
    assert value is not None
    assert round(value, 20) == Decimal(expected)


def test_the_weibo_index_follows_the_published_sum() -> None:
    formula = KPIS["bci"].formula_for("weibo")
    assert formula is not None
    sums = {"contents": 9, "reposts": 99, "comments": 49, "likes": 499}
    value = formula.evaluate({name: Quantity.exact(number) for name, number in sums.items()}).value
    assert value is not None
    # W1 = ln 10; W2 = 0.4 ln 100 + 0.4 ln 50 + 0.2 ln 500; (0.2 W1 + 0.8 W2) x 160
    assert round(value, 3) == Decimal("668.857")


def test_minutes_and_hours_are_the_units_of_waiting() -> None:
    assert (KPIS["frt_min"].unit, KPIS["resolution_h"].unit) == (Unit.MINUTES, Unit.HOURS)


def test_a_sample_of_waiting_is_counted_in_conversations() -> None:
    formula = KPIS["frt_min"].formula_for("wechat")
    assert formula is not None
    fraction = formula.fraction()
    assert fraction is not None
    assert fraction.denominator.names() == {"conversations_replied"}


def test_tiktoks_conversion_rate_is_per_click_until_october_2023_and_per_impression_since() -> None:
    def held(key: str, day: str) -> bool:
        fields = [
            each for each in KPIS[key].vendor_fields if (each.network, each.field) == ("tiktok", "conversion_rate")
        ]
        return any(each.holds_on(date.fromisoformat(day)) for each in fields)

    assert [held("cvr_click", day) for day in ("2023-10-31", "2023-11-01")] == [True, False]
    assert [held("cvr_impr", day) for day in ("2023-10-31", "2023-11-01")] == [False, True]


@pytest.mark.parametrize("kpi", KPIS.values(), ids=list(KPIS))
def test_attribution_is_stated_wherever_conversions_are_counted(kpi: Kpi) -> None:
    counts = not CONVERSION_METRICS.isdisjoint(kpi.metrics())
    assert bool(kpi.attribution) == counts
    stated = {each.network for each in kpi.attribution}
    assert not counts or None in stated or set(kpi.networks) <= stated
    assert all(set(each.statement) == {"en", "zh-Hans"} and each.source for each in kpi.attribution)


def test_tracked_conversions_are_credited_alike_everywhere_and_without_a_window() -> None:
    (everywhere,) = KPIS["tracked_roas"].attribution
    assert (everywhere.network, everywhere.click_hours, everywhere.view_hours) == (None, None, None)
    tiktok = next(each for each in KPIS["roas"].attribution if each.network == "tiktok")
    assert (tiktok.click_hours, tiktok.view_hours) == (7 * 24, 24)


def test_channels_are_judged_by_views_and_articles_by_reads() -> None:
    er_view = KPIS["er_view"]
    channels, articles = er_view.formula_for("wechat", "channels"), er_view.formula_for("wechat", "official_account")
    assert channels is not None
    assert articles is not None
    assert "views" in channels.metrics()
    assert "reads" in articles.metrics()
    assert er_view.formula_for("wechat") == articles
    assert er_view.formula_for("wechat", "mini_program") is None
    assert er_view.formula_for("tiktok", "standard") == er_view.formula_for("tiktok")
    assert er_view.account_kinds == ("official_account", "channels")
    assert er_view.common_formula(["tiktok", "wechat.channels"]) == er_view.formula_for("tiktok")
    assert er_view.common_formula(["wechat", "wechat.channels"]) is None


def test_people_of_each_network_have_their_own_word() -> None:
    completion = KPIS["completion_rate"]
    assert completion.name_on("wechat", "official_account")["zh-Hans"] == "完读率"
    assert completion.name_on("douyin")["zh-Hans"] == "完播率"
    assert KPIS["roas"].name_on("wechat") == {}


def test_priorities_of_brands_and_of_creators_are_told_apart() -> None:
    brands = {key for key, kpi in KPIS.items() if Audience.BRAND in kpi.audience}
    creators = {key for key, kpi in KPIS.items() if Audience.CREATOR in kpi.audience}
    assert {"reach", "cpm", "conversions", "roas", "cac", "ltv_30d"} <= brands
    assert {"er_view", "view_to_follower", "avg_watch_s", "returning_viewer_share"} <= creators


def test_consideration_reads_follower_growth_together_with_engagement() -> None:
    journey = KPIS["net_growth"].journey
    assert journey is not None
    assert (journey.stage, journey.read_with) == ("consideration", ("er_view",))
    assert "engagement" in journey.reading
    stages = {kpi.journey.stage for kpi in KPIS.values() if kpi.journey}
    assert stages == set(GOALS)


@pytest.mark.parametrize("key", ["gmv", "ugc_count", "brand_mentions", "live_enter", "live_peak", "net_growth"])
def test_what_impresses_names_what_gives_it_meaning(key: str) -> None:
    assert KPIS[key].kpi_class is KpiClass.VANITY
    assert all(KPIS[partner].kpi_class is KpiClass.ACTIONABLE for partner in KPIS[key].pair_with)


def test_no_kpi_needs_what_no_definition_knows() -> None:
    assert all(kpi.metrics() <= set(METRICS) for kpi in KPIS.values())
