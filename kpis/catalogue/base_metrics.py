"""Makes a KPI of its own key out of every base metric, so that totals are results too."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from campaigns.metrics import METRICS, Metric
from kpis.catalogue.drafts import READERS
from kpis.catalogue.kpi import ALL_NETWORKS, Basis, Direction, Kpi, KpiClass, KpiGoals
from kpis.catalogue.places import KIND_PLACES, parted
from kpis.formulas import Vocabulary, compile_formula

METRIC_VOCABULARY = Vocabulary(MappingProxyType({key: metric.unit for key, metric in METRICS.items()}))
_REVIEWED = date(2026, 11, 21)

# Counts that impress and tell nothing alone, each with the KPI that gives it meaning.
_VANITY: Mapping[str, tuple[str, ...]] = {
    "views": ("completion_rate", "er_view"),
    "likes": ("er_view",),
    "shares": ("share_rate", "cvr_click"),
    "impressions": ("er_impression", "ctr"),
    "reads": ("er_view",),
    "followers": ("er_follower",),
    "follows_new": ("er_view", "churn_rate"),
    "follows_lost": ("churn_rate",),
    "follows_net": ("er_view",),
    "follows_from_post": ("follow_rate",),
    "gmv": ("roas", "refund_rate"),
    "brand_mentions": ("sentiment",),
    "user_posts": ("sentiment",),
}
_SUPPORTED_GOALS: Mapping[str, tuple[str, ...]] = {
    "awareness": (
        *("impressions", "reach", "views", "reads", "readers", "viewers", "viewers_new", "delivered", "visitors"),
        *("brand_mentions", "user_posts", "product_impressions", "live_enter", "live_viewers", "live_peak"),
        *("audience_a1", "audience_a2"),
    ),
    "engagement": (
        *("likes", "comments", "shares", "saves", "wow", "reposts", "danmaku", "sharers", "watch_time_s"),
        *("completions", "engaged", "engaged_views", "comments_positive", "visits"),
        *("live_comments", "live_gifts", "live_gift_amount", "live_watch_time_s"),
    ),
    "consideration": (
        *("profile_visits", "link_clicks", "clicks", "product_clicks", "product_views", "shop_visitors"),
        *("follows_from_post", "original_readers", "brand_searchers", "conversations", "messages_in", "contacts_new"),
        *("audience_a3", "seeded", "seeded_deep", "opportunities"),
    ),
    "conversion": (
        *("leads", "conversions", "deep_conversions", "orders", "orders_created", "units", "buyers", "customers"),
        *("gmv", "revenue", "new_customers", "first_orders", "first_order_revenue_30d", "add_to_cart", "carts"),
        *("opportunities_won", "audience_a4"),
    ),
    "loyalty": (
        *("followers", "follows_new", "follows_net", "viewers_returning", "customers_repeat", "engaged_returning"),
        *("retained_d1", "retained_d7", "retained_d30", "users_new", "fans_club_joins", "audience_a5"),
        *("conversations_replied", "conversations_resolved", "csat_sum", "csat_answers"),
    ),
}
# A budget, and what says nothing by being more or less.
_BANDED = frozenset({"spend", "comments_neutral", "sentiment_rated"})


def base_kpis() -> Iterator[Kpi]:
    """Yield a KPI for each metric that is stored as a fact; derived inputs serve formulas alone."""
    for metric in METRICS.values():
        if not metric.derived_input:
            yield _base_kpi(metric)


def _base_kpi(metric: Metric) -> Kpi:
    formula = compile_formula(metric.key, METRIC_VOCABULARY)
    networks = [network for network in ALL_NETWORKS if metric.reported_by(network)]
    return Kpi(
        key=metric.key,
        version=1,
        names=metric.names,
        description=metric.description,
        why="A total as the network counts it; other KPIs are built from it.",
        formulas=MappingProxyType(dict.fromkeys(networks, formula)),
        unit=metric.unit,
        direction=_direction(metric),
        goals=KpiGoals(supporting=tuple(goal for goal, keys in _SUPPORTED_GOALS.items() if metric.key in keys)),
        kpi_class=KpiClass.VANITY if metric.key in _VANITY else KpiClass.CONTEXT,
        pair_with=_VANITY.get(metric.key, ()),
        readers=READERS,
        smallest_denominator=None,
        grains=tuple(metric.kinds),
        basis_hint=Basis.OCCURRED,
        source="The network's own count.",
        reviewed=_REVIEWED,
        kind_formulas=MappingProxyType({place: formula for place in KIND_PLACES if metric.reported_by(*parted(place))}),
        network_names=MappingProxyType({str(place): names for place, names in metric.network_names.items()}),
    )


def _direction(metric: Metric) -> Direction:
    if metric.key in _BANDED:
        return Direction.BAND
    return Direction.LOWER if metric.lower_is_better else Direction.HIGHER
