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


C, P, S, M, R, X = Unit.COUNT, Unit.PEOPLE, Unit.SECONDS, Unit.MONEY, Unit.RATIO, Unit.SCORE
_BESIDE_ANY = {Grain.ACCOUNT_DAY: Kind.FLOW, Grain.CONTENT: Kind.FLOW, Grain.AD_DAY: Kind.FLOW}

_ATTENTION = (
    _column("impressions", C, "Impressions", "曝光量", "Times something was shown."),
    _column("reach", P, "Reach", "触达人数", "Distinct people who were shown something."),
    _column("views", C, "Views", "播放量", "Times a video was started or a note was opened."),
    _column("reads", C, "Reads", "阅读次数", "Times an article or post was read.", networks="wechat weibo"),
    _column(
        "readers",
        P,
        "Readers",
        "阅读人数",
        "Distinct people who read an article or a note.",
        networks="wechat xiaohongshu",
    ),
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
_ADDED = (
    _column(
        "plays_3s",
        C,
        "Plays of 3 seconds or more",
        "3秒播放数",
        "Plays or note views that lasted at least three seconds.",
    ),
    _column("plays_p25", C, "Plays to a quarter", "播放至25%", "Ad plays that reached a quarter of the video."),
    _column("plays_p50", C, "Plays to half", "播放至50%", "Ad plays that reached half of the video."),
    _column(
        "plays_p75", C, "Plays to three quarters", "播放至75%", "Ad plays that reached three quarters of the video."
    ),
    _column("engaged_views", C, "Engaged views", "有效播放数", "Ad plays that the network calls engaged."),
    _column(
        "original_readers",
        P,
        "Readers of the linked page",
        "阅读原文人数",
        "Distinct readers who opened the page behind an article.",
        networks="wechat",
    ),
    _column(
        "brand_searchers", P, "Brand searchers", "回搜人数", "Distinct people who searched for the brand after reading."
    ),
    _column(
        "sentiment_sum",
        X,
        "Sum of sentiment scores",
        "情感得分合计",
        "Scores of the rated comments, added; may be negative.",
    ),
    _column("sentiment_rated", C, "Comments rated", "已评定评论数", "Comments whose sentiment was rated."),
    _column("comments_positive", C, "Positive comments", "正面评论数", "Rated comments that speak well."),
    _column(
        "comments_neutral", C, "Neutral comments", "中性评论数", "Rated comments that speak neither well nor badly."
    ),
    _column(
        "comments_negative",
        C,
        "Negative comments",
        "负面评论数",
        "Rated comments that speak badly.",
        lower_is_better=True,
    ),
    _column("conversations", C, "Conversations", "私信会话数", "Threads of direct messages opened."),
    _column("conversations_replied", C, "Conversations replied to", "已回复会话数", "Threads that got an answer."),
    _column("conversations_resolved", C, "Conversations resolved", "已解决会话数", "Threads whose matter was settled."),
    _column("messages_in", C, "Messages received", "收到私信数", "Direct messages received."),
    _column(
        "first_response_s",
        S,
        "Time to first response, added",
        "首次响应时长合计",
        "Seconds to the first answer, added over the conversations replied to.",
        lower_is_better=True,
    ),
    _column(
        "resolution_s",
        S,
        "Time to resolution, added",
        "解决时长合计",
        "Seconds to the resolution, added over the conversations resolved.",
        lower_is_better=True,
    ),
    _column("csat_sum", X, "Satisfaction points", "满意度得分合计", "Points of the satisfaction answers, added."),
    _column("csat_answers", C, "Satisfaction answers", "满意度评价数", "Answers to the question how satisfied one is."),
    _column("opportunities", C, "Opportunities", "商机数", "Sales opportunities opened."),
    _column("opportunities_won", C, "Opportunities won", "赢单数", "Sales opportunities that were won."),
    _column("contacts_new", C, "Contacts added", "新增企微好友", "Contacts added in WeCom.", networks="wechat"),
    _column("brand_mentions", C, "Brand mentions", "品牌提及数", "Posts and comments of others that name the brand."),
    _column(
        "user_posts", C, "User posts", "用户自发内容数", "Contents about the brand that users published on their own."
    ),
    _column("visits", C, "Visits", "访问次数", "Visits to the mini program.", networks="wechat"),
    _column("visitors", P, "Visitors", "访问人数", "Distinct people who visited the mini program.", networks="wechat"),
    _column(
        "users_new",
        C,
        "New users",
        "新增用户",
        "People who visited the mini program for the first time.",
        networks="wechat",
    ),
    _column(
        "retained_d1",
        C,
        "Back after 1 day",
        "次日留存用户",
        "New users of the day who came back one day later.",
        networks="wechat",
    ),
    _column(
        "retained_d7",
        C,
        "Back after 7 days",
        "7日留存用户",
        "New users of the day who came back seven days later.",
        networks="wechat",
    ),
    _column(
        "retained_d30",
        C,
        "Back after 30 days",
        "30日留存用户",
        "New users of the day who came back thirty days later.",
        networks="wechat",
    ),
    _column("customers", P, "Customers", "购买用户数", "Distinct people who bought."),
    _column("customers_repeat", P, "Repeat customers", "复购用户数", "Distinct people who bought more than once."),
    _column("engaged", P, "Engaged people", "互动人数", "Distinct people who interacted."),
    _column(
        "engaged_returning",
        P,
        "Returning engaged people",
        "重复互动人数",
        "Distinct people who interacted and had done so before.",
    ),
    _column("audience_a1", P, "Audience A1, aware", "A1 了解人群", "People who saw the brand.", networks="douyin"),
    _column(
        "audience_a2", P, "Audience A2, attracted", "A2 吸引人群", "People who interacted lightly.", networks="douyin"
    ),
    _column("audience_a3", P, "Audience A3, asking", "A3 种草人群", "People who interacted deeply.", networks="douyin"),
    _column("audience_a4", P, "Audience A4, acting", "A4 行动人群", "People who bought.", networks="douyin"),
    _column(
        "audience_a5", P, "Audience A5, advocating", "A5 拥护人群", "People who follow or buy again.", networks="douyin"
    ),
    _column("deep_conversions", C, "Deep conversions", "深度转化数", "Conversions of the second, deeper goal."),
    _column("add_to_cart", C, "Additions to cart", "加购次数", "Times a product was put into a cart."),
    _column("carts", C, "Carts opened", "购物车数", "Carts that held a product."),
    _column("orders_created", C, "Orders created", "下单数", "Orders placed, paid or not."),
    _column("product_views", C, "Product page views", "商品访问量", "Visits to a product's page."),
    _column("refunds", C, "Refunded orders", "退款订单数", "Orders that were refunded.", lower_is_better=True),
    _column("first_orders", C, "First orders", "首单数", "First orders of new customers."),
    _column(
        "first_order_revenue_30d",
        M,
        "30-day revenue of first orders",
        "首单用户30天成交金额",
        "What new customers spent within 30 days.",
    ),
    _column("shop_visitors", P, "Shop visitors", "进店人数", "Distinct people who visited the shop."),
    _column("seeded", P, "People seeded", "种草人数", "Distinct people who became interested.", networks="xiaohongshu"),
    _column(
        "seeded_deep",
        P,
        "People deeply seeded",
        "深度种草人数",
        "Distinct people who became deeply interested.",
        networks="xiaohongshu",
    ),
    _column("live_enter", C, "Entries into the live room", "直播间进入次数", "Times the live room was entered."),
    _column("live_viewers", P, "Live viewers", "直播观看人数", "Distinct people who watched the live room."),
    _column(
        "live_peak", P, "Most viewers at one time", "最高在线人数", "The most people in the live room at one time."
    ),
    _column(
        "live_watch_time_s",
        S,
        "Live watch time",
        "直播观看时长",
        "Seconds watched in the live room, all viewers together.",
    ),
    _column("live_gifts", C, "Gifts", "送礼次数", "Gifts sent in the live room."),
    _column("live_gift_amount", M, "Worth of gifts", "送礼金额", "What the gifts sent are worth."),
    _column("live_comments", C, "Live comments", "直播评论数", "Comments in the live room."),
    _column(
        "fans_club_joins", C, "Fan club joins", "加入粉丝团次数", "Times the fan club was joined in the live room."
    ),
)
_DERIVED_INPUTS = (
    _derived(
        "tracked_dm_conversions",
        C,
        "Tracked conversions from messages",
        "自有追踪私信转化数",
        "Reported conversions whose path begins with a direct message.",
        kinds=_BESIDE_ANY,
    ),
    _derived(
        "tracked_new_customers",
        C,
        "Tracked new customers",
        "自有追踪新客数",
        "Reported purchases by people who had not bought before.",
        kinds=_BESIDE_ANY,
    ),
    _derived(
        "tracked_refunds",
        M,
        "Tracked refunds",
        "自有追踪退款",
        "Value of the purchases reported to the product as refunded.",
        kinds=_BESIDE_ANY,
    ),
    _derived(
        "tracked_revenue",
        M,
        "Tracked revenue",
        "自有追踪收入",
        "Value of the paid purchases reported to the product.",
        kinds=_BESIDE_ANY,
    ),
    _derived(
        "tracked_conversions",
        C,
        "Tracked conversions",
        "自有追踪转化数",
        "Conversions of every type reported to the product.",
        kinds=_BESIDE_ANY,
    ),
    _derived(
        "tracked_carts",
        C,
        "Tracked additions to cart",
        "自有追踪加购数",
        "Additions to cart reported to the product.",
        kinds=_BESIDE_ANY,
    ),
    _derived(
        "tracked_downloads",
        C,
        "Tracked downloads",
        "自有追踪下载数",
        "Downloads reported to the product.",
        kinds=_BESIDE_ANY,
    ),
    _derived(
        "tracked_leads", C, "Tracked leads", "自有追踪线索数", "Leads reported to the product.", kinds=_BESIDE_ANY
    ),
    _derived(
        "tracked_signups",
        C,
        "Tracked sign-ups",
        "自有追踪注册数",
        "Sign-ups reported to the product.",
        kinds=_BESIDE_ANY,
    ),
    _derived(
        "tracked_purchases",
        C,
        "Tracked purchases",
        "自有追踪购买数",
        "Purchases reported to the product, refunded ones left out.",
        kinds=_BESIDE_ANY,
    ),
    _derived(
        "duration_viewed_s",
        S,
        "Length of what was viewed",
        "播放内容总时长",
        "Views times length, added over the contents.",
        kinds={Grain.CONTENT: Kind.FLOW},
    ),
    _derived(
        "contents_viral",
        C,
        "Viral notes",
        "爆文数",
        "Notes with at least 1,000 interactions.",
        kinds={Grain.CONTENT: Kind.FLOW},
    ),
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
        kinds=_BESIDE_ANY,
    ),
    _derived(
        "cost_internal",
        M,
        "Costs, internal",
        "内部成本",
        "Fees and production as paid by the agency, without media spend.",
        kinds=_BESIDE_ANY,
    ),
    _derived(
        "cost_total",
        M,
        "Total cost",
        "总成本",
        "Media spend plus fees and production as billed to the brand.",
        kinds=_BESIDE_ANY,
    ),
)

METRICS: Mapping[str, Metric] = MappingProxyType(
    {metric.key: metric for metric in (*_ATTENTION, *_RESPONSE, *_FOLLOWERS, *_PAID, *_ADDED, *_DERIVED_INPUTS)},
)
