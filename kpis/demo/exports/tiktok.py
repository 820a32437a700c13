"""TikTok Studio's files: every cell quoted, days without a year, contents known by their link."""

import calendar
from collections.abc import Iterator
from datetime import UTC, date, timedelta

from kpis.demo.exports.tables import Cell, ExportFile, csv_bytes
from kpis.demo.stories import Post, Story

OVERVIEW = {
    "Video Views": "views",
    "Profile Views": "profile_visits",
    "Likes": "likes",
    "Comments": "comments",
    "Shares": "shares",
}
FOLLOWERS = {"Followers": "followers", "Difference in followers from previous day": "follows_net"}
VIEWERS = {"Total Viewers": "viewers", "New Viewers": "viewers_new", "Returning Viewers": "viewers_returning"}
DAILY = {"Overview.csv": OVERVIEW, "FollowerHistory.csv": FOLLOWERS, "Viewers.csv": VIEWERS}
CONTENT = {"Total likes": "likes", "Total comments": "comments", "Total shares": "shares", "Total views": "views"}


def studio_files(story: Story) -> Iterator[ExportFile]:
    """Give the three daily files of the last morning, and one of contents with a line a content and week."""
    morning = max(story.days) + timedelta(days=1)
    for name, columns in DAILY.items():
        rows: list[list[Cell]] = [
            [_printed(day), *(values[metric] for metric in columns.values())] for day, values in story.days.items()
        ]
        yield ExportFile(name, _studio_csv(["Date", *columns], rows), morning)
    header = ["Time", "Video title", "Video link", "Post time", *CONTENT]
    yield ExportFile("Content.csv", _studio_csv(header, list(_content_rows(story))), morning)


def _content_rows(story: Story) -> Iterator[list[Cell]]:
    for capture in story.captures():
        seen = capture - timedelta(days=1)
        for post in story.posts:
            if post.moment.date() <= seen:
                link = f"https://www.tiktok.com/@{story.plan.handle}/video/{video_id(post)}"
                totals = [post.total(metric, seen) for metric in CONTENT.values()]
                yield [_printed(capture), post.title, link, _printed(post.moment.date()), *totals]


def video_id(post: Post) -> int:
    """Give an id as TikTok makes them: the second of publishing in the upper half."""
    return (int(post.moment.replace(tzinfo=UTC).timestamp()) << 32) + post.number


def _printed(day: date) -> str:
    return f"{calendar.month_name[day.month]} {day.day}"


def _studio_csv(header: list[str], rows: list[list[Cell]]) -> bytes:
    return csv_bytes(header, [[str(cell) for cell in row] for row in rows], quote_all=True, encoding="utf-8-sig")
