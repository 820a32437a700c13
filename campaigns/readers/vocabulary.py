"""The canonical metrics that each grain may carry, and how a cell of each is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from campaigns.readers.rows import Grain


class Unit(StrEnum):
    """How a metric's cell is written."""

    COUNT = "count"
    SECONDS = "seconds"
    MONEY = "money"
    SHARE = "share"
    SCORE = "score"
    MEAN = "mean"
    MINUTES = "minutes"
    HOURS = "hours"


class Sign(StrEnum):
    """What a value below zero means."""

    NET = "net"
    """An ordinary value: the metric is a difference (net followers)."""
    EVENTS = "events"
    """Events that the network netted out (deleted comments): kept, with a notice."""
    LEVEL = "level"
    """Impossible: people, levels and durations are not below zero."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric that a column may state."""

    metric: str
    unit: Unit
    sign: Sign


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate or mean that a column may state in place of its numerator.

    The numerator is `rate x denominator`, the first of `denominators` that the row states; minutes and hours become
    seconds. `lowest` and `highest` are the ends of a score's scale.
    """

    name: str
    numerator: str
    unit: Unit
    denominators: tuple[str, ...]
    lowest: int = 0
    highest: int | None = None

    @property
    def factor(self) -> int:
        """What one unit of the rate is worth in units of its numerator."""
        return _SECONDS.get(self.unit, 1)


_SECONDS: Final[Mapping[Unit, int]] = {Unit.MINUTES: 60, Unit.HOURS: 3600}


def _measures(unit: Unit, sign: Sign, metrics: str) -> dict[str, Measure]:
    return {metric: Measure(metric, unit, sign) for metric in metrics.split()}


MEASURES: Final[Mapping[str, Measure]] = {
    **_measures(
        Unit.COUNT,
        Sign.EVENTS,
        """impressions views reads likes comments shares saves wow reposts danmaku completions plays_2s plays_5s
        plays_6s bounces_2s profile_visits link_clicks follows_new follows_lost delivered push_reads clicks leads
        first_shares share_reads conversions orders units new_customers product_impressions product_clicks plays_3s
        plays_p25 plays_p50 plays_p75 engaged_views sentiment_rated comments_positive comments_neutral comments_negative
        conversations conversations_replied conversations_resolved messages_in csat_answers opportunities
        opportunities_won contacts_new brand_mentions user_posts visits users_new retained_d1 retained_d7 retained_d30
        deep_conversions add_to_cart carts orders_created product_views refunds first_orders live_enter live_gifts
        live_comments fans_club_joins""",
    ),
    **_measures(Unit.COUNT, Sign.NET, "follows_net follows_from_post"),
    **_measures(
        Unit.COUNT,
        Sign.LEVEL,
        """followers reach readers sharers viewers viewers_new viewers_returning buyers original_readers brand_searchers
        customers customers_repeat engaged engaged_returning visitors audience_a1 audience_a2 audience_a3 audience_a4
        audience_a5 shop_visitors seeded seeded_deep live_viewers live_peak""",
    ),
    **_measures(Unit.SECONDS, Sign.LEVEL, "watch_time_s first_response_s resolution_s live_watch_time_s"),
    **_measures(Unit.MONEY, Sign.EVENTS, "spend gmv revenue refund_amount first_order_revenue_30d live_gift_amount"),
    **_measures(Unit.SCORE, Sign.NET, "sentiment_sum"),
    **_measures(Unit.SCORE, Sign.LEVEL, "csat_sum"),
    **_measures(Unit.SHARE, Sign.LEVEL, "cover_ctr"),
}
"""Every metric that a file can state, by its slug."""

RATES: Final[Mapping[str, Rate]] = {
    rate.name: rate
    for rate in (
        Rate("completion_rate", "completions", Unit.SHARE, ("views", "reads")),
        Rate("play3s_rate", "plays_3s", Unit.SHARE, ("views",)),
        Rate("play5s_rate", "plays_5s", Unit.SHARE, ("views",)),
        Rate("bounce2s_rate", "bounces_2s", Unit.SHARE, ("views",)),
        Rate("play_p25_rate", "plays_p25", Unit.SHARE, ("views",)),
        Rate("play_p50_rate", "plays_p50", Unit.SHARE, ("views",)),
        Rate("play_p75_rate", "plays_p75", Unit.SHARE, ("views",)),
        Rate("avg_watch_s", "watch_time_s", Unit.SECONDS, ("views", "reads")),
        Rate("avg_live_watch_s", "live_watch_time_s", Unit.SECONDS, ("live_viewers",)),
        Rate("ctr", "clicks", Unit.SHARE, ("impressions",)),
        Rate("open_rate", "push_reads", Unit.SHARE, ("delivered",)),
        Rate("original_click_rate", "original_readers", Unit.SHARE, ("readers",)),
        Rate("search_back_rate", "brand_searchers", Unit.SHARE, ("readers",)),
        Rate("repeat_rate", "customers_repeat", Unit.SHARE, ("customers",)),
        Rate("retention_d1", "retained_d1", Unit.SHARE, ("users_new",)),
        Rate("retention_d7", "retained_d7", Unit.SHARE, ("users_new",)),
        Rate("retention_d30", "retained_d30", Unit.SHARE, ("users_new",)),
        Rate("reply_rate", "conversations_replied", Unit.SHARE, ("conversations",)),
        Rate("resolution_rate", "conversations_resolved", Unit.SHARE, ("conversations",)),
        Rate("first_response_min", "first_response_s", Unit.MINUTES, ("conversations_replied",)),
        Rate("resolution_h", "resolution_s", Unit.HOURS, ("conversations_resolved",)),
        Rate("csat", "csat_sum", Unit.SCORE, ("csat_answers",), lowest=1, highest=5),
        Rate("sentiment", "sentiment_sum", Unit.SCORE, ("sentiment_rated",), lowest=-1, highest=1),
        Rate("positive_rate", "comments_positive", Unit.SHARE, ("sentiment_rated",)),
        Rate("neutral_rate", "comments_neutral", Unit.SHARE, ("sentiment_rated",)),
        Rate("negative_rate", "comments_negative", Unit.SHARE, ("sentiment_rated",)),
    )
}
"""Every rate whose numerator is derived, by its slug; one that gives the denominator of another stands before it."""

MONEY: Final = frozenset(name for name, measure in MEASURES.items() if measure.unit is Unit.MONEY)
"""The metrics that need a currency."""

_ACCOUNT_DAY = """
    impressions views reads likes comments shares saves wow reposts danmaku watch_time_s completions profile_visits
    link_clicks follows_new follows_lost follows_net delivered push_reads clicks leads conversations
    conversations_replied conversations_resolved messages_in first_response_s resolution_s csat_sum csat_answers
    sentiment_sum sentiment_rated comments_positive comments_neutral comments_negative opportunities
    opportunities_won contacts_new brand_mentions user_posts visits users_new retained_d1 retained_d7 retained_d30
    followers audience_a1 audience_a2 audience_a3 audience_a4 audience_a5 reach readers sharers viewers viewers_new
    viewers_returning customers customers_repeat engaged engaged_returning brand_searchers original_readers visitors
    cover_ctr
"""
_CONTENT = """
    impressions views reads likes comments shares saves wow reposts danmaku watch_time_s completions plays_5s
    bounces_2s profile_visits link_clicks follows_from_post delivered push_reads first_shares share_reads plays_3s
    comments_positive comments_neutral comments_negative sentiment_sum sentiment_rated reach readers sharers
    original_readers brand_searchers cover_ctr
"""
_AD_DAY = """
    spend gmv revenue refund_amount impressions clicks views plays_2s plays_6s completions likes comments shares
    saves follows_new conversions leads orders units new_customers product_impressions product_clicks plays_3s
    plays_p25 plays_p50 plays_p75 engaged_views watch_time_s reposts link_clicks profile_visits deep_conversions
    add_to_cart carts orders_created product_views refunds first_orders first_order_revenue_30d live_enter
    live_watch_time_s live_gifts live_gift_amount live_comments fans_club_joins messages_in conversations reach
    buyers live_viewers shop_visitors seeded seeded_deep live_peak
"""

METRICS: Final[Mapping[Grain, tuple[str, ...]]] = {
    Grain.ACCOUNT_DAY: tuple(_ACCOUNT_DAY.split()),
    Grain.CONTENT: tuple(_CONTENT.split()),
    Grain.AD_DAY: tuple(_AD_DAY.split()),
    Grain.PERIOD: tuple(MEASURES),
    Grain.BREAKDOWN: tuple(MEASURES),
}
"""The metrics that a row of each grain may carry."""


def rates_of(grain: Grain) -> tuple[str, ...]:
    """Return the rates from which a row of this grain can derive a numerator it may carry."""
    carried = frozenset(METRICS[grain])
    return tuple(
        rate.name for rate in RATES.values() if rate.numerator in carried and carried.intersection(rate.denominators)
    )
