"""Reads the videos of Star Map's orders, whose comments are told by shares of what they say."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from campaigns.readers.canonical_contents import identifier
from campaigns.readers.numerals import NotANumber, Numeral, times
from campaigns.readers.posts import read_posts
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.rows import BadCell, ContentRow, Number, Refusal, Row
from campaigns.readers.tables import Record

ReadShare = Callable[[str], Numeral | None]
"""Reads the share in a cell; raises NotANumber."""

_VIDEO_LINK: Final = re.compile(r"douyin\.com/(?:share/)?(?:video|note)/(\d{15,20})", re.ASCII)
_SENTIMENTS: Final = {
    "positive_share": "comments_positive",
    "neutral_share": "comments_neutral",
    "negative_share": "comments_negative",
}


def read_star_videos(sheet: Sheet, context: Context, read_share: ReadShare) -> Iterator[Row | Refusal]:
    """Yield a row a video under its creator.

    The shares of positive, neutral and negative comments are of all of the video's comments: they become counts of
    them, marked as derived.
    """
    records = {record.line: record for record in sheet.records()}
    for outcome in read_posts(sheet, context, id_of=_video_id):
        if not isinstance(outcome, ContentRow):
            yield outcome
            continue
        try:
            yield _with_sentiment(sheet, records[outcome.line], outcome, read_share)
        except BadCell as bad:
            yield bad.refusal(outcome.line)


def _video_id(sheet: Sheet, record: Record) -> str:
    stated = identifier(sheet, record, "external_id")
    found = _VIDEO_LINK.search(sheet.cell(record, "url"))
    return stated or (found[1] if found else "")


def _with_sentiment(sheet: Sheet, record: Record, row: ContentRow, read_share: ReadShare) -> ContentRow:
    comments = row.values.get("comments")
    shares = {
        metric: share for name, metric in _SENTIMENTS.items() if (share := _share(sheet, record, name, read_share))
    }
    if comments is None or not shares:
        return row
    counts: dict[str, Number] = {metric: times(comments, share.value) for metric, share in shares.items()}
    counts["sentiment_rated"] = comments
    capped = frozenset(counts) if "comments" in row.capped else frozenset()
    return row._replace(
        values={**row.values, **counts}, derived=row.derived | frozenset(counts), capped=row.capped | capped
    )


def _share(sheet: Sheet, record: Record, name: str, read_share: ReadShare) -> Numeral | None:
    raw = sheet.cell(record, name)
    try:
        return read_share(raw)
    except NotANumber as fault:
        raise sheet.bad("bad_number", str(fault), name, raw) from None
