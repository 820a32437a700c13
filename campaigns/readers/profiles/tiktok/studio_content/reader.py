"""TikTok Studio's Content export: lifetime totals per video, the id standing only in the link."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from campaigns.readers.content_fields import IMAGE_TEXT, VIDEO
from campaigns.readers.days import NotADate, parse_any_day
from campaigns.readers.measures import measure
from campaigns.readers.ownership import is_foreign
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.rows import ContentRow, Notice, Refusal, Row
from campaigns.readers.tables import Record
from campaigns.readers.years import latest_on_or_before, nearest

_LINK = re.compile(
    r"https?://(?:[\w-]+\.)?tiktok\.com/@(?P<handle>[^/?#]*)/(?P<kind>video|photo)/(?P<id>\d{6,20})(?:[/?#].*)?",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)
_FORMATS: Final = {"video": VIDEO, "photo": IMAGE_TEXT}
_ZONE_SLACK = timedelta(days=1)
"""The account's own day is at most this far from the day in UTC."""


@dataclass(frozen=True, slots=True)
class _Link:
    """A content's link, taken apart; `day` is its publishing day in UTC."""

    handle: str
    format: str
    external_id: str
    day: date


def _link(sheet: Sheet, record: Record) -> _Link:
    raw = sheet.cell(record, "url")
    match = _LINK.fullmatch(raw)
    if match is None:
        detail = "a link like https://www.tiktok.com/@name/video/7527622792666152961 is expected: it holds the id"
        raise sheet.bad("missing_key", detail, "url", raw)
    # The upper half of a TikTok id is the second of publishing (equal for 10,102 of 10,102 rows of a public data set).
    moment = datetime.fromtimestamp(int(match["id"]) >> 32, tz=UTC)
    return _Link(match["handle"], _FORMATS[match["kind"].lower()], match["id"], moment.date())


def _captured_day(sheet: Sheet, record: Record, context: Context) -> date | None:
    """Return the day of export that the file prints, None where it prints none; never after the capture."""
    raw = sheet.cell(record, "captured_on")
    if not raw:
        return None
    try:
        printed = parse_any_day(raw)
    except NotADate as fault:
        raise sheet.bad("bad_date", str(fault), "captured_on", raw) from None
    if isinstance(printed, date):
        day: date | None = printed
    elif context.export_year is not None:
        day = printed.in_year(context.export_year)
    else:
        day = latest_on_or_before(printed, context.captured_on + _ZONE_SLACK)
    if day is None:
        raise sheet.bad("bad_date", f"{context.export_year} has no such day", "captured_on", raw)
    if day > context.captured_on + _ZONE_SLACK:
        raise sheet.bad("future_day", f"this is after the capture on {context.captured_on}", "captured_on", raw)
    return min(day, context.captured_on)


def _published_day(sheet: Sheet, record: Record, link: _Link, context: Context) -> tuple[date, Notice | None]:
    """Return the printed day in the year of the id, and a notice where the two do not belong together."""
    raw = sheet.cell(record, "published_on")
    header = sheet.headers.get("published_on")
    if not raw:
        return link.day, Notice("publish_day_from_id", "No day is printed; the id's day in UTC is taken.", header)
    try:
        printed = parse_any_day(raw)
    except NotADate as fault:
        raise sheet.bad("bad_date", str(fault), "published_on", raw) from None
    day = printed if isinstance(printed, date) else nearest(printed, link.day)
    if day > context.captured_on + _ZONE_SLACK:
        raise sheet.bad("future_day", f"this is after the capture on {context.captured_on}", "published_on", raw)
    if abs(day - link.day) > _ZONE_SLACK:
        return day, Notice(
            "publish_day_disagrees", f"The id was made on {link.day} (UTC), the file prints {raw}.", header
        )
    return day, None


def read(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    """Yield a row a video; its id and publishing year come from its link."""
    columns = sheet.number_columns()

    def read_row(record: Record) -> ContentRow:
        link = _link(sheet, record)
        if is_foreign(link.handle, context):
            detail = f"the link belongs to @{link.handle}, not to @{(context.handle or '').removeprefix('@')}"
            raise sheet.bad("foreign_account", detail, "url", sheet.cell(record, "url"))
        published_on, doubt = _published_day(sheet, record, link, context)
        measured = measure(record.cells, columns)
        if doubt is not None:
            measured.notices.append(doubt)
        return ContentRow(
            line=record.line,
            external_id=link.external_id,
            natural_key=link.external_id,
            title=sheet.cell(record, "title"),
            url=sheet.cell(record, "url"),
            published_at=None,
            published_on=published_on,
            format=link.format,
            duration_s=None,
            followers_at_publish=None,
            captured_on=_captured_day(sheet, record, context),
            values=measured.values,
            derived=frozenset(measured.derived),
            capped=frozenset(measured.capped),
            notices=tuple(measured.notices),
        )

    return sheet.rows(read_row)
