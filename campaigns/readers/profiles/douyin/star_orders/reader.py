"""Star Map's videos of orders: known by the id of the video or its link, comments counted by what they say."""

from collections.abc import Iterator

from campaigns.readers.numerals import parse_share
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.rows import Refusal, Row
from campaigns.readers.star_videos import read_star_videos


def read(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    """Yield a row a video; shares are percent text or fractions."""
    return read_star_videos(sheet, context, parse_share)
