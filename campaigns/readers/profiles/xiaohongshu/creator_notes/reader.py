"""Xiaohongshu's list of notes: a note of the same day prints an exposure of 0 until the figure is computed."""

from collections.abc import Iterator

from campaigns.readers.measures import Measured
from campaigns.readers.posts import read_posts
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.rows import Notice, Refusal, Row


def _doubt_impressions(measured: Measured, sheet: Sheet) -> None:
    """Note an exposure of 0 beside real views."""
    if measured.values.get("impressions") == 0 and measured.values.get("views", 0) > 0:
        detail = "There are views without any exposure: the exposure was not computed yet."
        measured.notices.append(Notice("impressions_not_computed", detail, sheet.headers["impressions"]))


def read(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    """Yield a row a note."""
    return read_posts(sheet, context, _doubt_impressions)
