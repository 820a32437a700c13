"""Every base metric: its names, its unit and what exactly it counts."""

from collections.abc import Mapping
from types import MappingProxyType

from campaigns.metrics.columns import columns, kinds_of
from campaigns.metrics.kinds import Grain, Kind, Metric, Unit

__all__ = ["METRICS", "Grain", "Kind", "Metric", "Unit", "columns"]


def _column(  # the arguments are the columns of the table below
    key: str,
    unit: Unit,
    english: str,
    chinese: str,
    description: str,
    *,
    networks: str = "",
    lower_is_better: bool = False,
) -> Metric:
    names = MappingProxyType({"en": english, "zh-Hans": chinese})
    return Metric(key, names, unit, kinds_of(key), frozenset(networks.split()), lower_is_better, description)


def _derived(
    key: str,
    unit: Unit,
    english: str,
    chinese: str,
    description: str,
    *,
    kinds: dict[Grain, Kind],
) -> Metric:
    names = MappingProxyType({"en": english, "zh-Hans": chinese})
    return Metric(key, names, unit, MappingProxyType(kinds), description=description, derived_input=True)


C, P, S, M, R = Unit.COUNT, Unit.PEOPLE, Unit.SECONDS, Unit.MONEY, Unit.RATIO
_PAID_OR_PER_CONTENT = {Grain.CONTENT: Kind.FLOW, Grain.AD_DAY: Kind.FLOW}

_ATTENTION = (
    _column("impressions", C, "Impressions", "曝光量", "Times something was shown."),
    _column("reach", P, "Reach", "触达人数", "Distinct people who were shown something."),
    _column("views", C, "Views", "播放量", "Times a video was started or a note was opened."),
    _column("reads", C, "Reads", "阅读次数", "Times an article or post was read.", networks="wechat weibo"),
    _column("readers", P, "Readers", "阅读人数", "Distinct people who read an article.", networks="wechat"),
    _column("viewers", P, "Viewers", "观看人数", "Distinct people who watched on that day."),
    _column("viewers_new", P, "New viewers", "新观众", "Viewers of that day who had not watched before."),
    _column("viewers_returning", P, "Returning viewers", "回访观众", "Viewers of that day who had watched before."),
    _column("watch_time_s", S, "Watch time", "总播放时长", "Seconds watched, all plays together."),
    _column("completions", C, "Full plays", "完整播放数", "Plays that reached the end."),
    _column(
        "plays_5s",
        C,
        "Plays of 5 seconds or more",
        "5秒播放数",
        "Plays that lasted at least five seconds.",
        networks="douyin xiaohongshu",
    ),
    _column(
        "bounces_2s",
        C,
        "Plays left within 2 seconds",
        "2秒跳出数",
        "Plays that were left within two seconds.",
        networks="douyin xiaohongshu",
        lower_is_better=True,
    ),
    _column("plays_2s", C, "Plays of 2 seconds or more", "2秒播放数", "Ad plays that lasted at least two seconds."),
    _column("plays_6s", C, "Plays of 6 seconds or more", "6秒播放数", "Ad plays that lasted at least six seconds."),
    _column(
        "cover_ctr",
        R,
        "Cover click rate",
        "封面点击率",
        "The network's own share of shown covers that were clicked; views also come from places without a cover.",
        networks="douyin xiaohongshu",
    ),
)
_RESPONSE = (
    _column("likes", C, "Likes", "点赞", "Likes; daily figures are net of likes taken back and may be negative."),
    _column("comments", C, "Comments", "评论", "Comments; daily figures are net of deletions and may be negative."),
    _column("shares", C, "Shares", "分享", "Times something was passed on."),
    _column("saves", C, "Saves", "收藏", "Times something was saved to return to."),
    _column(
        "wow",
        C,
        "Wow (在看)",
        "在看",
        "Recommendations to friends; counted once a person and article.",
        networks="wechat",
    ),
    _column("reposts", C, "Reposts", "转发", "Times a post was reposted.", networks="weibo"),
    _column("danmaku", C, "Bullet comments", "弹幕", "Comments that run across a video."),
    _column("sharers", P, "Sharers", "分享人数", "Distinct people who shared an article.", networks="wechat"),
    _column("first_shares", C, "First shares", "首次分享次数", "Shares by direct recipients.", networks="wechat"),
    _column(
        "share_reads",
        C,
        "Reads from shares",
        "分享产生阅读次数",
        "Reads that came through a share.",
        networks="wechat",
    ),
    _column("profile_visits", C, "Profile visits", "主页访问量", "Visits to the account's page."),
    _column("link_clicks", C, "Link clicks", "链接点击", "Clicks on the link of a profile or an article."),
    _column(
        "delivered",
        P,
        "Delivered",
        "送达人数",
        "Recipients of a push; pushes added up count a person once a push.",
        networks="wechat",
    ),
    _column(
        "push_reads",
        C,
        "Reads from the push",
        "公众号消息阅读次数",
        "Reads that began at the account's own message.",
        networks="wechat",
    ),
)
_FOLLOWERS = (
    _column("followers", P, "Followers", "粉丝总量", "People who follow the account at the end of the day."),
    # A follow is an event, not a person: who leaves and comes back is counted twice, so follows are counts.
    _column("follows_new", C, "New follows", "新增粉丝", "Times the account was followed."),
    _column("follows_lost", C, "Lost follows", "取关粉丝", "Times the account was unfollowed.", lower_is_better=True),
    _column("follows_net", C, "Net follows", "净增粉丝", "New follows less lost follows; may be negative."),
    _column("follows_from_post", C, "Follows from a post", "涨粉", "Follows that the network credits to one content."),
)
_PAID = (
    _column("spend", M, "Spend", "消耗", "Media spend of the day."),
    _column("clicks", C, "Clicks", "点击量", "Clicks on an ad or a link."),
    _column("leads", C, "Leads", "留资数", "Forms sent and contacts left."),
    _column("conversions", C, "Conversions", "转化数", "Conversions as the network attributes them."),
    _column("orders", C, "Orders", "订单数", "Orders paid."),
    _column("units", C, "Units sold", "成交件数", "Pieces sold."),
    _column("buyers", P, "Buyers", "成交人数", "Distinct people who bought."),
    _column("new_customers", P, "New customers", "新客", "People who ordered for the first time, as the vendor tells."),
    _column("gmv", M, "Gross merchandise value", "成交金额", "Amount paid for goods, refunds not taken off."),
    _column("revenue", M, "Attributed revenue", "归因收入", "Revenue that the network attributes to the ad."),
    _column("refund_amount", M, "Refunds", "退款金额", "Amount paid back.", lower_is_better=True),
    _column("product_impressions", C, "Product impressions", "商品曝光", "Times a product was shown."),
    _column("product_clicks", C, "Product clicks", "商品点击", "Clicks on a product."),
)
_DERIVED_INPUTS = (
    _derived(
        "followers_at_publish",
        P,
        "Followers at publish",
        "发布时粉丝数",
        "Followers on the day of publishing, added over the contents.",
        kinds={Grain.CONTENT: Kind.STOCK},
    ),
    _derived(
        "followers_start",
        P,
        "Followers at the start",
        "期初粉丝数",
        "Followers when the window begins.",
        kinds={Grain.ACCOUNT_DAY: Kind.STOCK},
    ),
    _derived(
        "contents",
        C,
        "Contents",
        "作品数",
        "Contents published in the window.",
        kinds={Grain.CONTENT: Kind.FLOW},
    ),
    _derived(
        "cost_billed",
        M,
        "Costs as billed",
        "对客成本",
        "Fees and production as billed to the brand, without media spend.",
        kinds=_PAID_OR_PER_CONTENT,
    ),
    _derived(
        "cost_internal",
        M,
        "Costs, internal",
        "内部成本",
        "Fees and production as paid by the agency, without media spend.",
        kinds=_PAID_OR_PER_CONTENT,
    ),
    _derived(
        "cost_total",
        M,
        "Total cost",
        "总成本",
        "Media spend plus fees and production as billed to the brand.",
        kinds=_PAID_OR_PER_CONTENT,
    ),
)

METRICS: Mapping[str, Metric] = MappingProxyType(
    {metric.key: metric for metric in (*_ATTENTION, *_RESPONSE, *_FOLLOWERS, *_PAID, *_DERIVED_INPUTS)},
)
