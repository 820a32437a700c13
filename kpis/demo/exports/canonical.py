"""Yardstick's own CSVs, for what networks show and do not export: accounts' days, contents of WeChat and Weibo."""

from datetime import date, timedelta

from clients.networks import AccountKind, Network
from kpis.demo.exports.more_contents import COMMENT_METRICS, tagged_contents
from kpis.demo.exports.tables import Cell, ExportFile, csv_bytes
from kpis.demo.plans import AccountPlan
from kpis.demo.stories import Story

CHANNELS = (
    *("impressions", "views", "likes", "comments", "shares", "watch_time_s", "completions", "plays_3s"),
    *("profile_visits", "link_clicks", "follows_from_post", "reach"),
)
CHANNELS_DAYS = ("views", "likes", "comments", "shares", "profile_visits", "follows_new", "follows_lost", "follows_net")
CONTENT_METRICS = {
    Network.WECHAT: (
        *("reads", "readers", "delivered", "push_reads", "first_shares", "share_reads"),
        *("likes", "comments", "saves", "shares", "wow", "completions", "watch_time_s", "sharers"),
        *("original_readers", "link_clicks", "follows_from_post"),
    ),
    Network.WEIBO: (
        *("impressions", "reads", "likes", "comments", "reposts", "link_clicks", "views", "watch_time_s"),
        *("completions", "plays_3s", "profile_visits", "reach"),
    ),
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


def account_days(story: Story) -> ExportFile:
    """Give the daily figures that the network shows on its pages."""
    metrics = _day_metrics(story.plan)
    rows: list[list[Cell]] = [
        [day.isoformat(), *(values[metric] for metric in metrics)] for day, values in story.days.items()
    ]
    return ExportFile("account-days.csv", csv_bytes(["day", *metrics], rows), _morning(story))


def service_days(story: Story) -> ExportFile:
    """Give what the desk, the shop and listening tools tell of each day."""
    metrics = list(story.care[max(story.care)])
    rows: list[list[Cell]] = [
        [day.isoformat(), *(values[metric] for metric in metrics)] for day, values in story.care.items()
    ]
    return ExportFile("service-days.csv", csv_bytes(["day", *metrics], rows), _morning(story))


def contents(story: Story, brand: str) -> ExportFile:
    """Give the contents' totals, a line a content and week."""
    metrics = CHANNELS if story.plan.kind is AccountKind.CHANNELS else CONTENT_METRICS[story.plan.network]
    return tagged_contents(story, brand, (*metrics, *COMMENT_METRICS), story.captures(), name="contents.csv")


def _day_metrics(plan: AccountPlan) -> tuple[str, ...]:
    return (*CHANNELS_DAYS, "followers") if plan.kind is AccountKind.CHANNELS else DAY_METRICS[plan.network]


def _morning(story: Story) -> date:
    return max(story.days) + timedelta(days=1)
