"""The demo's numbers could be true: what happens later never outnumbers what it follows from."""

from datetime import date
from itertools import pairwise

import pytest

from campaigns.metrics import METRICS, Grain
from campaigns.metrics.columns import columns
from kpis.demo.brands import NORTH, SOUTH
from kpis.demo.exports.more_contents import total
from kpis.demo.media import media_of
from kpis.demo.stories import tell_story

LAST_DAY = date(2026, 3, 14)
FIRST_DAY = date(2025, 12, 1)
ACCOUNTS = [
    (plan.slug, brand, account) for plan in (NORTH, SOUTH) for brand in plan.brands for account in brand.accounts
]
ADS = [(plan.slug, ads) for plan in (NORTH, SOUTH) for brand in plan.brands for ads in brand.ads]
WATCHED = ("plays_2s", "plays_3s", "plays_p25", "plays_p50", "plays_p75", "completions")
SOLD = ("product_impressions", "product_views", "product_clicks", "add_to_cart", "carts", "orders_created", "orders")
NEVER_MORE = (
    *pairwise(("impressions", "views", *WATCHED)),
    *pairwise(SOLD),
    *pairwise(("orders", "buyers", "new_customers")),
    *(("views", "plays_6s"), ("plays_3s", "plays_6s"), ("impressions", "reach"), ("impressions", "clicks")),
    *(("new_customers", "first_orders"), ("orders", "refunds"), ("orders", "conversions"), ("gmv", "revenue")),
    *(("revenue", "refund_amount"), ("product_views", "shop_visitors"), ("conversions", "deep_conversions")),
    *(("reach", "seeded"), ("seeded", "seeded_deep"), ("live_enter", "live_viewers"), ("live_viewers", "live_peak")),
)
OF_ACCOUNTS = (
    *pairwise(("conversations", "conversations_replied", "conversations_resolved", "csat_answers")),
    *pairwise(("conversations", "opportunities", "opportunities_won")),
    *pairwise(("audience_a1", "audience_a2", "audience_a3", "audience_a4", "audience_a5")),
    *(("customers", "customers_repeat"), ("engaged", "engaged_returning"), ("readers", "original_readers")),
    *(("visits", "visitors"), ("visitors", "users_new"), ("users_new", "retained_d1"), ("impressions", "views")),
    *(("retained_d1", "retained_d7"), ("retained_d7", "retained_d30"), ("views", "completions")),
    *(("messages_in", "conversations"), ("brand_mentions", "user_posts"), ("readers", "brand_searchers")),
)
OF_CONTENTS = (
    *pairwise(("views", "plays_3s", "plays_5s", "completions")),
    *(("views", "bounces_2s"), ("impressions", "views"), ("reads", "readers"), ("reads", "push_reads")),
    *(("comments", "sentiment_rated"), ("shares", "sharers"), ("readers", "original_readers")),
)


def broken(values, pairs):
    return [(more, less) for more, less in pairs if {more, less} <= set(values) and values[less] > values[more]]


@pytest.fixture(params=ACCOUNTS, ids=[account.handle for _, _, account in ACCOUNTS])
def story(request):
    slug, brand, account = request.param
    return tell_story(slug, brand, account, last_day=LAST_DAY)


def test_days_of_accounts_are_in_order(story):
    days = [{**story.days[day], **story.care[day]} for day in story.days]
    assert [faults for values in days if (faults := broken(values, OF_ACCOUNTS))] == []
    assert all(
        value >= 0 for values in story.care.values() for name, value in values.items() if "sentiment" not in name
    )


def test_ratings_of_comments_make_the_rated_ones_and_a_score_from_minus_one_to_one(story):
    for values in (values for values in story.care.values() if "sentiment_rated" in values):
        signs = [values[f"comments_{sign}"] for sign in ("positive", "neutral", "negative")]
        assert sum(signs) == values["sentiment_rated"]
        assert abs(values["sentiment_sum"]) <= values["sentiment_rated"]
    for values in story.care.values():
        assert 0 <= values["csat_sum"] <= 5 * values["csat_answers"]


def test_totals_of_contents_are_in_order(story):
    known = [name for name in columns(Grain.CONTENT) if name not in {"cover_ctr", "delivered"}]
    for post in story.posts:
        totals = {name: total(story, post, name, LAST_DAY) for name in known if name in post.lifetime}
        totals["sentiment_rated"] = total(story, post, "sentiment_rated", LAST_DAY)
        assert broken(totals, OF_CONTENTS) == []


@pytest.mark.parametrize(("slug", "plan"), ADS, ids=[plan.source for _, plan in ADS])
def test_days_of_ads_are_in_order(slug, plan):
    units = media_of(slug, plan, first_day=FIRST_DAY, last_day=LAST_DAY)
    days = [values for unit in units for values in unit.days.values()]
    assert [faults for values in days if (faults := broken(values, NEVER_MORE))] == []
    assert all(value >= 0 for values in days for value in values.values())


def test_ads_and_live_rooms_state_every_metric_of_their_grain_somewhere():
    stated = {
        name
        for slug, plan in ADS
        for unit in media_of(slug, plan, first_day=FIRST_DAY, last_day=LAST_DAY)
        for values in unit.days.values()
        for name in values
    }
    assert set(columns(Grain.AD_DAY)) - stated == set()
    assert stated <= set(METRICS)
