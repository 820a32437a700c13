"""Yardstick's own CSV of contents: what the networks' lists leave out, and what the agency says of each content."""

from datetime import date, timedelta

from clients.networks import Network
from kpis.demo.exports.tables import Cell, ExportFile, csv_bytes
from kpis.demo.exports.tiktok import video_id
from kpis.demo.moods import mood
from kpis.demo.stories import Post, Story

RECENT = 9  # captures: the last whole month and four weeks, whatever day it is
TAGS = ("category", "hook", "sound", "hashtags", "boosted")
KNOWN_BY = ("external_id", "title", "published_at", "format", "duration_s", "followers_at_publish")
COMMENT_METRICS = tuple(mood(0, 1))
ADDED = {
    Network.TIKTOK: (
        *("impressions", "saves", "watch_time_s", "completions", "plays_3s", "profile_visits", "link_clicks"),
        *("follows_from_post", "reach"),
    ),
    Network.DOUYIN: ("impressions", "plays_3s", "link_clicks", "reach"),
    Network.XIAOHONGSHU: (
        *("completions", "plays_3s", "plays_5s", "bounces_2s", "link_clicks", "profile_visits", "reach", "readers"),
        "brand_searchers",
    ),
}
"""What the list of each network does not hold."""

SHARES = {
    "impressions": 3.1,
    "saves": 0.0042,
    "profile_visits": 0.011,
    "link_clicks": 0.0045,
    "follows_from_post": 0.0016,
    "reach": 0.78,
    "readers": 0.78,
    "brand_searchers": 0.018,
    "sharers": 0.011,
    "original_readers": 0.035,
}
"""Shares of views, or of reads where there are none, for what a post's story does not tell."""


def more_of_contents(story: Story, brand: str) -> ExportFile:
    """Give for the last weeks' captures what the network's own list leaves out."""
    metrics = (*ADDED[story.plan.network], *COMMENT_METRICS)
    return tagged_contents(story, brand, metrics, story.captures()[-RECENT:], name="contents-more.csv")


def tagged_contents(
    story: Story, brand: str, metrics: tuple[str, ...], captures: list[date], *, name: str
) -> ExportFile:
    """Give a line a content and capture, with its tags where somebody has tagged it already."""
    rows: list[list[Cell]] = [
        [
            *known_by(story, post),
            *_tags(story, brand, post),
            capture.isoformat(),
            *(total(story, post, metric, capture - timedelta(days=1)) for metric in metrics),
        ]
        for capture in captures
        for post in story.posts
        if post.moment.date() < capture
    ]
    header = [*KNOWN_BY, *TAGS, "captured_on", *metrics]
    return ExportFile(name, csv_bytes(header, rows), max(story.days) + timedelta(days=1))


def known_by(story: Story, post: Post) -> list[Cell]:
    """Give what tells a content from others, and its followers of the day."""
    return [
        _external_id(story, post),
        post.title,
        f"{post.moment:%Y-%m-%d %H:%M:%S}",
        post.format,
        post.duration_s if post.format == "video" else "",
        story.followers_on(post.moment.date()),
    ]


def total(story: Story, post: Post, metric: str, seen: date) -> Cell:
    """Give a total at the end of a day, as the post's story tells it or as it usually is."""
    if metric == "delivered":
        return int(story.followers_on(post.moment.date()) * 0.97)
    if metric in COMMENT_METRICS:
        return mood(post.total("comments", seen), story.plan.response)[metric]
    if metric in post.lifetime:
        return post.total(metric, seen)
    return int(SHARES[metric] * max(post.total("views", seen), post.total("reads", seen)))


def _external_id(story: Story, post: Post) -> Cell:
    match story.plan.network:
        case Network.TIKTOK:
            return str(video_id(post))
        case Network.DOUYIN | Network.XIAOHONGSHU:
            return ""  # their lists know contents by the second of publishing
        case _:
            return f"{story.plan.handle}-{post.number:04d}"


def _tags(story: Story, brand: str, post: Post) -> list[Cell]:
    boosted = "yes" if post.boosted else "no"
    if story.waits_to_be_tagged(post):
        return ["", "", "", "", boosted]
    hashtags = f"#{brand.split(maxsplit=1)[0].lower()} #{post.category}"
    return [post.category, post.hook, post.sound if post.format == "video" else "", hashtags, boosted]
