"""Reads what contents have besides numbers: moments, formats, links and keys."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta, timezone

from campaigns.readers.days import NotADate, parse_moment
from campaigns.readers.numerals import is_missing
from campaigns.readers.printed_moments import is_relative, parse_listed_moment
from campaigns.readers.profile import Sheet
from campaigns.readers.rows import BadCell, Notice
from campaigns.readers.tables import Record

VIDEO = "video"
IMAGE_TEXT = "image_text"
ARTICLE = "article"
LIVESTREAM = "livestream"
OTHER = "other"
FORMATS = (VIDEO, IMAGE_TEXT, ARTICLE, LIVESTREAM, OTHER)

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The zone that the Chinese networks print; without daylight saving since 1991."""
_ZONE_SLACK = timedelta(days=1)

_CHINESE_FORMATS = (
    ("直播", LIVESTREAM),
    ("图文", IMAGE_TEXT),
    ("图集", IMAGE_TEXT),
    ("图片", IMAGE_TEXT),
    ("文章", ARTICLE),
    ("视频", VIDEO),
)
_DIGEST_LENGTH = 12


def chinese_format(text: str) -> str:
    """Return the format behind a 体裁 cell (`1min-视频`, `图文`); `other` for one that is not known."""
    return next((form for word, form in _CHINESE_FORMATS if word in text), OTHER)


def published_moment(sheet: Sheet, record: Record, *, captured_on: date) -> datetime:
    """Return the naive second of publishing; raises BadCell where it is missing, no moment, or after the capture.

    China's day, which is printed, can be one ahead of the account's, in which the capture is told. A workbook keeps
    midnight as a day without a time: it is that where the column has times. A relative one (`今天 15:30`,
    `02-21 15:30`) is taken from the day of capture.
    """
    raw = sheet.cell(record, "published_at")
    if is_missing(raw):
        raise sheet.bad(
            "missing_key", "without the time of publishing the content cannot be told apart", "published_at", raw
        )
    try:
        moment = parse_listed_moment(raw, now=captured_on) if is_relative(raw) else parse_moment(raw, CHINA)
    except NotADate as fault:
        raise sheet.bad("bad_date", str(fault), "published_at", raw) from None
    if not isinstance(moment, datetime):
        if not sheet.keeps_times:
            raise sheet.bad("bad_date", "the time of day is missing", "published_at", raw)
        moment = datetime.combine(moment, time())
    if moment.date() > captured_on + _ZONE_SLACK:
        raise sheet.bad("future_day", f"this is after the capture on {captured_on}", "published_at", raw)
    return moment


def relative_notes(sheet: Sheet, record: Record, *, captured_on: date) -> tuple[Notice, ...]:
    """Return a notice where the moment of publishing was taken from the day of capture."""
    raw = sheet.cell(record, "published_at")
    if not raw or not is_relative(raw):
        return ()
    detail = f"{raw} was taken from the capture on {captured_on}."
    return (Notice("relative_date", detail, sheet.headers.get("published_at")),)


def shared_keys(records: Iterable[Record], key_of: Callable[[Record], tuple[str, str]]) -> frozenset[str]:
    """Return the keys under which a file lists different titles; `key_of` gives key and title of a record."""
    titles: dict[str, str] = {}
    shared: set[str] = set()
    for record in records:
        try:
            key, title = key_of(record)
        except BadCell:
            continue
        if titles.setdefault(key, title) != title:
            shared.add(key)
    return frozenset(shared)


def moment_key(moment: datetime, form: str) -> str:
    """Return the key of a content that has no id and no link: its second of publishing and its canonical format."""
    return f"{moment.isoformat()}|{form}"


def with_title(key: str, title: str, shared: frozenset[str]) -> str:
    """Return `key`, with a digest of the title where several contents share it."""
    return f"{key}|{title_digest(title)}" if key in shared else key


def title_digest(title: str) -> str:
    """Return a short stable digest of a title."""
    return hashlib.sha256(title.encode()).hexdigest()[:_DIGEST_LENGTH]
