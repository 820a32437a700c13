"""TikTok Studio's files: a mark in front, every cell quoted, days without a year."""

from collections.abc import Sequence
from datetime import date, timedelta

from tests.exports.tables import Cell, Rows, csv_bytes, xlsx_bytes

OVERVIEW = ("Date", "Video Views", "Profile Views", "Likes", "Comments", "Shares")
CONTENT = (
    "Time",
    "Video title",
    "Video link",
    "Post time",
    "Total likes",
    "Total comments",
    "Total shares",
    "Total views",
)
FOLLOWER_HISTORY = ("Date", "Followers", "Difference in followers from previous day")
VIEWERS = ("Date", "Total Viewers", "New Viewers", "Returning Viewers")

_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def printed(day: date) -> str:
    """Return a day as Studio prints it in English."""
    return f"{_MONTHS[day.month - 1]} {day.day}"


def days_back(last: date, count: int) -> list[date]:
    """Return the `count` days that end on `last`, oldest first."""
    return [last - timedelta(days=back) for back in reversed(range(count))]


def studio_csv(header: Sequence[str], rows: Rows) -> bytes:
    """Return any of the files as Studio writes CSV."""
    return csv_bytes(header, rows, quote_all=True, encoding="utf-8-sig")


def overview_rows(last: date, count: int) -> list[list[Cell]]:
    """Return daily rows whose views are 100, 101, ... and whose comments are -1 on every tenth day."""
    return [
        [printed(day), str(100 + number), "3", "7", "-1" if number % 10 == 9 else "2", "1"]
        for number, day in enumerate(days_back(last, count))
    ]


def overview_csv(last: date, count: int) -> bytes:
    """Return an Overview.csv that ends on `last`."""
    return studio_csv(OVERVIEW, overview_rows(last, count))


def overview_xlsx(last: date, count: int) -> bytes:
    """Return an Overview.xlsx that ends on `last`."""
    return xlsx_bytes(OVERVIEW, overview_rows(last, count), sheet="Overview")


def video_id(second: int) -> str:
    """Return an id whose upper half is the UTC second of publishing."""
    return str((second << 32) + 0x9ABC)


def video_link(handle: str, second: int, kind: str = "video") -> str:
    """Return the link that Content.csv prints for a video."""
    return f"https://www.tiktok.com/@{handle}/{kind}/{video_id(second)}"
