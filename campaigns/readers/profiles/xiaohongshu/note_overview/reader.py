"""Xiaohongshu's single note: its totals; the sheets by day and by hour hold parts of them, which no total is."""

from collections.abc import Iterator

from campaigns.readers.posts import read_posts
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.rows import Refusal, Row, UnreadableFile


def read(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    """Yield a row a note; raises UnreadableFile(`not_totals`) for a note by day or by hour."""
    if "by_day" in sheet.positions:
        detail = (
            f"This is a single note by {sheet.headers['by_day']}. Load the sheet of its totals, or the list of notes."
        )
        raise UnreadableFile("not_totals", detail)
    return read_posts(sheet, context)
