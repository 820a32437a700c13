"""Who an account's people are and where they come from: numbers of a day cut by a dimension."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from clients.networks import Network
from kpis.demo.exports.tables import Cell, ExportFile, csv_bytes
from kpis.demo.stories import Story

HEADER = ("day", "dimension", "bucket", "metric", "value")
DAYS_CUT = 28
TERRITORIES: Mapping[Network, Mapping[str, float]] = {
    Network.TIKTOK: {"DE": 0.41, "US": 0.22, "GB": 0.14, "SG": 0.11, "other": 0.12},
    Network.DOUYIN: {"广东": 0.24, "江苏": 0.19, "浙江": 0.17, "四川": 0.12, "other": 0.28},
}
SEGMENTS = {"18-24": 0.34, "25-34": 0.38, "35-44": 0.18, "45+": 0.10}
SOURCES = {"for_you": 0.68, "search": 0.12, "profile": 0.11, "following": 0.09}
PRODUCTS = {"starter": 0.46, "bestseller": 0.38, "gift_set": 0.16}
HOURS = dict(enumerate((*[1] * 6, *[2] * 5, *[4] * 7, *[7] * 4, *[3] * 2)))
SECONDS = range(0, 31, 3)
SECOND_BY_SECOND = 0.94  # of those who watch a second, who watch the next


def breakdowns(story: Story) -> ExportFile:
    """Give the last four weeks by territory, hour, source, segment, product, and second of the videos."""
    last_day = max(story.days)
    rows: list[list[Cell]] = []
    for offset in range(DAYS_CUT):
        day = last_day - timedelta(days=offset)
        rows += [[day.isoformat(), *cut] for cut in _cuts(story, day)]
    return ExportFile("breakdowns.csv", csv_bytes(HEADER, rows), last_day + timedelta(days=1))


def _cuts(story: Story, day: date) -> Iterator[list[Cell]]:
    views, followers = story.days[day]["views"], story.days[day]["followers"]
    clicks = int(story.care[day]["link_clicks"])
    hours = {str(hour): weight / sum(HOURS.values()) for hour, weight in HOURS.items()}
    yield from _cut("territory", "views", views, TERRITORIES[story.plan.network])
    yield from _cut("hour", "views", views, hours)
    yield from _cut("source", "views", views, SOURCES)
    yield from _cut("segment", "followers", followers, SEGMENTS)
    yield from _cut("product", "link_clicks", clicks, PRODUCTS)
    yield from _cut("retention_second", "views", views, {str(each): SECOND_BY_SECOND**each for each in SECONDS})


def _cut(dimension: str, metric: str, whole: float, shares: Mapping[str, float]) -> Iterator[list[Cell]]:
    for bucket, share in shares.items():
        yield [dimension, bucket, metric, int(whole * share)]
