"""Files of several networks, written as their backends write them, for days around today."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

DOUYIN_DAILY = {"likes": "作品点赞", "views": "播放量", "comments": "作品评论"}


def days_ago(count: int) -> date:
    """Give a day before today in UTC, the zone of the tests' accounts."""
    return datetime.now(UTC).date() - timedelta(days=count)


def days_between(first: date, last: date) -> list[date]:
    """Give every day of a span."""
    return [first + timedelta(days=at) for at in range((last - first).days + 1)]


def douyin_daily(metric: str, days: Iterable[date]) -> bytes:
    """Write a one-metric file of Douyin's creator centre."""
    lines = [f"日期,{DOUYIN_DAILY[metric]}", *(f"{day.isoformat()},{7 + at}" for at, day in enumerate(days))]
    return "\r\n".join(lines).encode("utf-8-sig")


def tiktok_overview(days: Iterable[date]) -> bytes:
    """Write TikTok Studio's Overview.csv, whose days have no year."""
    header = "Date,Video Views,Profile Views,Likes,Comments,Shares"
    lines = [header, *(f"{day:%B} {day.day},{100 + at},10,5,1,1" for at, day in enumerate(days))]
    return "\n".join(lines).encode()
