"""Reads WeChat's lists, whose posts are dated by day at best: articles of official accounts, videos of Channels."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import parse_qs, urlsplit

from campaigns.readers.canonical_contents import identifier, length, link
from campaigns.readers.content_fields import ARTICLE, CHINA, chinese_format, title_digest
from campaigns.readers.days import NotADate
from campaigns.readers.measures import Measured, measure
from campaigns.readers.numerals import is_missing
from campaigns.readers.ownership import refuse_foreign
from campaigns.readers.printed_moments import is_relative, parse_listed_moment
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.rows import ContentRow, Notice, Refusal, Row
from campaigns.readers.table_dates import DateFormat, parse_table_date
from campaigns.readers.tables import Record

_SHORT_LINK: Final = re.compile(r"/s/([\w-]{8,64})", re.ASCII)
_ZONE_SLACK: Final = timedelta(days=1)

PostReview = Callable[[Measured, Sheet, Record], None]
"""Judges what the numbers of one row mean together; may add what they give or notices."""


def _as_stated(_measured: Measured, _sheet: Sheet, _record: Record) -> None:
    """Nothing to judge."""


@dataclass(frozen=True, slots=True)
class _Post:
    """What a line says of a post besides its numbers."""

    external_id: str
    key: str
    moment: datetime | date | None
    captured: datetime | None
    notices: tuple[Notice, ...]


def dated_posts(review: PostReview = _as_stated) -> Callable[[Sheet, Context], Iterator[Row | Refusal]]:
    """Return the reader of a list with a row a post, its totals to date.

    A post is known by its id, else by its link, else by the day of publishing, format and title. Times are China's; a
    relative one (`今天 15:30`) is taken from the moment at which the line was read, which the profile's attribute
    `captured_at` states, else from the day of capture.
    """

    def read(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
        columns = sheet.number_columns()

        def read_row(record: Record) -> ContentRow:
            refuse_foreign(sheet, record, context)
            post = _post(sheet, record, context)
            measured = measure(record.cells, columns)
            review(measured, sheet, record)
            moment = post.moment
            return ContentRow(
                line=record.line,
                external_id=post.external_id or None,
                natural_key=post.key,
                title=sheet.cell(record, "title"),
                url=link(sheet, record),
                published_at=moment.replace(tzinfo=CHINA) if isinstance(moment, datetime) else None,
                published_on=moment.date() if isinstance(moment, datetime) else moment,
                format=_format(sheet, record),
                duration_s=length(sheet, record),
                followers_at_publish=None,
                captured_on=None if post.captured is None else min(post.captured.date(), context.captured_on),
                values=measured.values,
                derived=frozenset(measured.derived),
                capped=frozenset(measured.capped),
                notices=(*post.notices, *measured.notices),
            )

        return sheet.rows(read_row)

    return read


def article_id(url: str) -> str:
    """Return what tells an article apart in its link: `mid_idx` of a long one, a short one's token, else nothing."""
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    if asked.get("mid") and asked.get("idx"):
        return f"{asked['mid'][0]}_{asked['idx'][0]}"
    short = _SHORT_LINK.fullmatch(parts.path)
    return short[1] if short else ""


def _post(sheet: Sheet, record: Record, context: Context) -> _Post:
    captured = _captured(sheet, record, context)
    moment, notices = _published(sheet, record, captured, context)
    url = link(sheet, record)
    external_id = identifier(sheet, record, "external_id") or article_id(url)
    key = external_id or url or _key(sheet, record, moment)
    return _Post(external_id, key, moment, captured, notices)


def _key(sheet: Sheet, record: Record, moment: datetime | date | None) -> str:
    title = sheet.cell(record, "title")
    if moment is None or not title:
        detail = "an id, a link, or the day of publishing with a title is needed"
        raise sheet.bad("missing_key", detail, "title" if moment else "published_at", title if moment else "")
    day = moment.date() if isinstance(moment, datetime) else moment
    return f"{day.isoformat()}|{_format(sheet, record)}|{title_digest(title)}"


def _format(sheet: Sheet, record: Record) -> str:
    raw = sheet.cell(record, "format")
    return chinese_format(raw) if raw else ARTICLE


def _captured(sheet: Sheet, record: Record, context: Context) -> datetime | None:
    """Return when a line was read, in China's time; raises BadCell for a moment after the capture."""
    raw = sheet.cell(record, "captured_at")
    if is_missing(raw):
        return None
    try:
        found = parse_table_date(raw, DateFormat.AUTO)
    except NotADate as fault:
        raise sheet.bad("bad_date", str(fault), "captured_at", raw) from None
    if not isinstance(found, datetime):
        raise sheet.bad("bad_date", "the time of day is missing", "captured_at", raw)
    moment = found if found.tzinfo is None else found.astimezone(CHINA).replace(tzinfo=None)
    if moment.date() > context.captured_on + _ZONE_SLACK:
        raise sheet.bad("future_day", f"this is after the capture on {context.captured_on}", "captured_at", raw)
    return moment


def _published(
    sheet: Sheet, record: Record, captured: datetime | None, context: Context
) -> tuple[datetime | date | None, tuple[Notice, ...]]:
    raw = sheet.cell(record, "published_at")
    if is_missing(raw):
        return None, ()
    now = captured or context.captured_on
    try:
        moment = parse_listed_moment(raw, now=now)
    except NotADate as fault:
        raise sheet.bad("bad_date", str(fault), "published_at", raw) from None
    day = moment.date() if isinstance(moment, datetime) else moment
    if day > context.captured_on + _ZONE_SLACK:
        raise sheet.bad("future_day", f"this is after the capture on {context.captured_on}", "published_at", raw)
    if captured is None and is_relative(raw):
        detail = f"{raw} was taken from the capture on {context.captured_on}: {day}."
        return moment, (Notice("relative_date", detail, sheet.headers["published_at"]),)
    return moment, ()


read_dated_posts: Final = dated_posts()
