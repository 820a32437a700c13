"""Which metrics are columns of which fact table, and how each adds up there."""

from collections.abc import Mapping
from types import MappingProxyType

from campaigns.metrics.kinds import Grain, Kind


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# The order is the order of the database columns. A metric can be a flow in one table and a lifetime
# total in another: an account's likes of a day against the likes that one video has so far.
COLUMNS: Mapping[Grain, Mapping[Kind, tuple[str, ...]]] = MappingProxyType(
    {
        Grain.ACCOUNT_DAY: MappingProxyType(
            {
                Kind.FLOW: _words(
                    "impressions views reads likes comments shares saves wow reposts danmaku watch_time_s "
                    "completions profile_visits link_clicks follows_new follows_lost follows_net delivered "
                    "push_reads clicks leads",
                ),
                Kind.STOCK: _words("followers"),
                Kind.UNIQUE: _words("reach readers sharers viewers viewers_new viewers_returning"),
                Kind.WINDOW: _words("cover_ctr"),
            },
        ),
        Grain.CONTENT: MappingProxyType(
            {
                Kind.CUMULATIVE: _words(
                    "impressions views reads likes comments shares saves wow reposts danmaku watch_time_s "
                    "completions plays_5s bounces_2s profile_visits link_clicks follows_from_post delivered "
                    "push_reads first_shares share_reads",
                ),
                Kind.UNIQUE: _words("reach readers sharers"),
                Kind.WINDOW: _words("cover_ctr"),
            },
        ),
        Grain.AD_DAY: MappingProxyType(
            {
                Kind.FLOW: _words(
                    "spend gmv revenue refund_amount impressions clicks views plays_2s plays_6s completions "
                    "likes comments shares saves follows_new conversions leads orders units new_customers "
                    "product_impressions product_clicks",
                ),
                Kind.UNIQUE: _words("reach buyers"),
            },
        ),
    },
)


def columns(grain: Grain) -> tuple[str, ...]:
    """Return the metric columns of a fact table, in the order of the table."""
    return tuple(key for keys in COLUMNS[grain].values() for key in keys)


def kinds_of(key: str) -> Mapping[Grain, Kind]:
    """Return the grains that have this metric as a column, and how it adds up at each."""
    return MappingProxyType(
        {grain: kind for grain, by_kind in COLUMNS.items() for kind, keys in by_kind.items() if key in keys},
    )
