"""Which metrics are columns of which fact table or worked out beside it, and how each adds up there."""

from collections.abc import Mapping
from types import MappingProxyType

from campaigns.metrics.kinds import Grain, Kind


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# The order is the order in which templates list the columns. A metric can be a flow in one table and a lifetime
# total in another: an account's likes of a day against the likes that one video has so far.
COLUMNS: Mapping[Grain, Mapping[Kind, tuple[str, ...]]] = MappingProxyType(
    {
        Grain.ACCOUNT_DAY: MappingProxyType(
            {
                Kind.FLOW: _words(
                    "impressions views reads likes comments shares saves wow reposts danmaku watch_time_s "
                    "completions profile_visits link_clicks follows_new follows_lost follows_net delivered "
                    "push_reads clicks leads conversations conversations_replied conversations_resolved messages_in "
                    "first_response_s resolution_s csat_sum csat_answers sentiment_sum sentiment_rated "
                    "comments_positive comments_neutral comments_negative opportunities opportunities_won "
                    "contacts_new brand_mentions user_posts visits users_new retained_d1 retained_d7 retained_d30",
                ),
                Kind.STOCK: _words("followers audience_a1 audience_a2 audience_a3 audience_a4 audience_a5"),
                Kind.UNIQUE: _words(
                    "reach readers sharers viewers viewers_new viewers_returning customers customers_repeat engaged "
                    "engaged_returning brand_searchers original_readers visitors",
                ),
                Kind.WINDOW: _words("cover_ctr"),
            },
        ),
        Grain.CONTENT: MappingProxyType(
            {
                Kind.CUMULATIVE: _words(
                    "impressions views reads likes comments shares saves wow reposts danmaku watch_time_s "
                    "completions plays_5s bounces_2s profile_visits link_clicks follows_from_post delivered "
                    "push_reads first_shares share_reads plays_3s comments_positive comments_neutral "
                    "comments_negative sentiment_sum sentiment_rated",
                ),
                Kind.UNIQUE: _words("reach readers sharers original_readers brand_searchers"),
                Kind.WINDOW: _words("cover_ctr"),
            },
        ),
        Grain.AD_DAY: MappingProxyType(
            {
                Kind.FLOW: _words(
                    "spend gmv revenue refund_amount impressions clicks views plays_2s plays_6s completions "
                    "likes comments shares saves follows_new conversions leads orders units new_customers "
                    "product_impressions product_clicks plays_3s plays_p25 plays_p50 plays_p75 engaged_views "
                    "watch_time_s reposts link_clicks profile_visits deep_conversions add_to_cart carts "
                    "orders_created product_views refunds first_orders first_order_revenue_30d live_enter "
                    "live_watch_time_s live_gifts live_gift_amount live_comments fans_club_joins "
                    "messages_in conversations",
                ),
                Kind.UNIQUE: _words("reach buyers live_viewers shop_visitors seeded seeded_deep"),
                Kind.PEAK: _words("live_peak"),
            },
        ),
    },
)


# What has no column and is worked out when a formula asks for it. Costs and the agency's own conversions are known by
# day, account, content and campaign alike, so they stand beside any grain.
_BESIDE_ANY_GRAIN: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.FLOW: _words(
            "cost_billed cost_internal cost_total tracked_purchases tracked_signups tracked_leads tracked_downloads "
            "tracked_carts tracked_conversions tracked_revenue tracked_refunds tracked_new_customers "
            "tracked_dm_conversions",
        ),
    },
)
INPUTS: Mapping[Grain, Mapping[Kind, tuple[str, ...]]] = MappingProxyType(
    {
        Grain.ACCOUNT_DAY: MappingProxyType({**_BESIDE_ANY_GRAIN, Kind.STOCK: _words("followers_start")}),
        Grain.CONTENT: MappingProxyType(
            {
                Kind.FLOW: (*_BESIDE_ANY_GRAIN[Kind.FLOW], *_words("contents contents_viral duration_viewed_s")),
                Kind.STOCK: _words("followers_at_publish"),
            },
        ),
        Grain.AD_DAY: _BESIDE_ANY_GRAIN,
    },
)


def columns(grain: Grain) -> tuple[str, ...]:
    """Return the metric columns of a fact table, in the order of the table."""
    return tuple(key for keys in COLUMNS[grain].values() for key in keys)


def kinds_of(key: str) -> Mapping[Grain, Kind]:
    """Return the grains that have this metric as a column or beside them, and how it adds up at each."""
    return MappingProxyType(
        {
            grain: kind
            for grain in Grain
            for by_kind in (COLUMNS[grain], INPUTS[grain])
            for kind, keys in by_kind.items()
            if key in keys
        },
    )
