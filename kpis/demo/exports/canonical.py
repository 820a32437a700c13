"""Yardstick's own CSVs, for what the networks show and do not export: WeChat, Weibo, paid media, monthly reach."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from clients.networks import Network
from kpis.demo.exports.tables import Cell, ExportFile, csv_bytes
from kpis.demo.plans import AdPlan
from kpis.demo.stories import Post, Story

CONTENT_METRICS = {
    Network.WECHAT: (
        *("reads", "readers", "delivered", "push_reads", "first_shares", "share_reads"),
        *("likes", "comments", "saves", "shares", "wow"),
    ),
    Network.WEIBO: ("reads", "likes", "comments", "reposts", "link_clicks"),
}
DAY_METRICS = {
    Network.WECHAT: (
        *("reads", "readers", "likes", "comments", "saves", "shares", "wow", "delivered", "push_reads"),
        *("follows_new", "follows_lost", "follows_net", "followers"),
    ),
    Network.WEIBO: (
        *("reads", "likes", "comments", "reposts", "link_clicks"),
        *("follows_new", "follows_lost", "follows_net", "followers"),
    ),
    Network.XIAOHONGSHU: (
        *("impressions", "views", "likes", "comments", "saves", "shares"),
        *("follows_new", "follows_lost", "follows_net", "followers"),
    ),
}
AD_GROUPS = ("Prospecting", "Retargeting")
AD_COLUMNS = (
    *("day", "source", "external_id", "level", "name", "ad_account", "currency"),
    *("spend", "impressions", "clicks", "conversions", "orders", "units", "buyers", "gmv", "revenue", "refund_amount"),
)
REACH_SHARE = 0.46  # of a month's views or reads; nobody can tell it from the days


def account_days(story: Story) -> ExportFile:
    """Give the daily figures that the network shows on its pages."""
    metrics = DAY_METRICS[story.plan.network]
    rows: list[list[Cell]] = [
        [day.isoformat(), *(values[metric] for metric in metrics)] for day, values in story.days.items()
    ]
    return ExportFile("account-days.csv", csv_bytes(["day", *metrics], rows), _morning(story))


def contents(story: Story) -> ExportFile:
    """Give the contents' totals, a line a content and week."""
    metrics = CONTENT_METRICS[story.plan.network]
    header = ["external_id", "url", "title", "published_at", "format", "followers_at_publish", "captured_on", *metrics]
    rows: list[list[Cell]] = [
        [*_known_by(story, post), capture.isoformat(), *(_total(story, post, metric, capture) for metric in metrics)]
        for capture in story.captures()
        for post in story.posts
        if post.moment.date() < capture
    ]
    return ExportFile("contents.csv", csv_bytes(header, rows), _morning(story))


def monthly_reach(story: Story) -> ExportFile:
    """Give the vendor's own reach of each whole calendar month in the story."""
    base = "reads" if "reads" in story.days[max(story.days)] else "views"
    rows: list[list[Cell]] = [
        ["reach", start.isoformat(), end.isoformat(), int(REACH_SHARE * sum(_between(story, base, start, end)))]
        for start, end in _whole_months(min(story.days), max(story.days))
    ]
    return ExportFile("monthly-reach.csv", csv_bytes(["metric", "start", "end", "value"], rows), _morning(story))


def ad_days(agency: str, plan: AdPlan, currency: str, *, first_day: date, last_day: date) -> ExportFile:
    """Give paid media and the orders credited to it: two ad groups, a line a day each."""
    rng = Random(f"{agency}/{plan.source}")  # noqa: S311 - made-up numbers, no secret
    rows: list[list[Cell]] = [
        _ad_day(rng, plan, currency, number, first_day + timedelta(days=offset))
        for number, _ in enumerate(AD_GROUPS)
        for offset in range((last_day - first_day).days + 1)
    ]
    return ExportFile(f"{plan.source}.csv", csv_bytes(AD_COLUMNS, rows), last_day + timedelta(days=1))


def _ad_day(rng: Random, plan: AdPlan, currency: str, number: int, day: date) -> list[Cell]:
    def near(value: float, spread: float = 0.15) -> float:
        return value * rng.lognormvariate(0, spread)

    spend = near(plan.spend * (0.7, 0.3)[number])
    impressions = int(spend / near(plan.cpm) * 1000)
    clicks = int(impressions * near(plan.click_rate))
    orders = int(clicks * near(plan.order_rate * (0.85, 1.5)[number], 0.25))
    worth = orders * near(plan.basket, 0.08)
    return [
        *(day.isoformat(), plan.source, f"179000000000000{number + 1}", "ad_group", AD_GROUPS[number]),
        *("7000000000000001", currency, f"{spend:.2f}", impressions, clicks, orders, orders),
        *(int(orders * 1.3), int(orders * 0.97), f"{worth * 1.08:.2f}", f"{worth:.2f}", f"{worth * 0.04:.2f}"),
    ]


def _known_by(story: Story, post: Post) -> list[Cell]:
    external_id = f"{story.plan.handle}-{post.number:04d}"
    return [
        external_id,
        f"https://{story.plan.network}.example/{external_id}",
        post.title,
        f"{post.moment:%Y-%m-%d %H:%M:%S}",
        post.format,
        story.followers_on(post.moment.date()),
    ]


def _total(story: Story, post: Post, metric: str, capture: date) -> int:
    if metric == "delivered":
        return int(story.followers_on(post.moment.date()) * 0.97)
    return post.total(metric, capture - timedelta(days=1))


def _morning(story: Story) -> date:
    return max(story.days) + timedelta(days=1)


def _between(story: Story, metric: str, start: date, end: date) -> Iterator[int]:
    return (values[metric] for day, values in story.days.items() if start <= day <= end)


def _whole_months(first_day: date, last_day: date) -> Iterator[tuple[date, date]]:
    start = (first_day.replace(day=1) + timedelta(days=32)).replace(day=1) if first_day.day > 1 else first_day
    while True:
        following = (start + timedelta(days=32)).replace(day=1)
        if following > last_day + timedelta(days=1):
            return
        yield start, following - timedelta(days=1)
        start = following
