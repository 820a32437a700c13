"""Reads contents from Yardstick's own CSV."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from campaigns.readers.account_days import iso_day
from campaigns.readers.content_fields import FORMATS, OTHER, moment_key, shared_keys, title_digest, with_title
from campaigns.readers.days import NotADate, parse_stamp
from campaigns.readers.hashtags import LONGEST, listed
from campaigns.readers.measures import measure
from campaigns.readers.numerals import NotANumber, is_missing, parse_count, parse_seconds
from campaigns.readers.ownership import refuse_foreign
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.rows import ContentRow, Refusal, Row
from campaigns.readers.tables import Record

LABEL_LENGTHS: Final = {"category": 60, "hook": 60, "sound": 200}
"""How long each label of a content may be, in characters."""

_LONGEST_KEY = 500
_ROUNDED = re.compile(r"\d+(?:[.,]\d+)?e\+?\d{1,3}|\d{16,}[.,]0+", re.IGNORECASE | re.ASCII)
"""A number that was kept with fifteen digits: as a power of ten, or with a point behind more digits than that."""
_WHOLE_AS_DECIMAL = re.compile(r"(\d{1,15})\.0+", re.ASCII)
_BETWEEN_TAGS = re.compile(r"[\s#＃,，、]+")
_YES: Final = frozenset({"yes", "true", "1", "y", "是"})
_NO: Final = frozenset({"no", "false", "0", "n", "否"})


def read_contents(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    """Yield a row a content, known by external_id, else by its link, else by format and moment of publishing."""
    columns = sheet.number_columns()

    def key_of(record: Record) -> tuple[str, str]:
        return _natural_key(sheet, record), sheet.cell(record, "title")

    shared = shared_keys((record for record in sheet.records() if not _named(sheet, record)), key_of)

    def read_row(record: Record) -> ContentRow:
        refuse_foreign(sheet, record, context)
        key, title = key_of(record)
        moment = _published(sheet, record)
        published_on = moment.date() if isinstance(moment, datetime) else moment
        captured_on = _captured(sheet, record, context)
        if published_on is not None and published_on > (captured_on or context.captured_on):
            detail = "this is after the day of capture"
            raise sheet.bad("future_day", detail, "published_at", sheet.cell(record, "published_at"))
        measured = measure(record.cells, columns)
        return ContentRow(
            line=record.line,
            external_id=_external_id(sheet, record) or None,
            natural_key=with_title(key, title, shared),
            title=title,
            url=link(sheet, record),
            published_at=moment if isinstance(moment, datetime) else None,
            published_on=published_on,
            format=_format(sheet, record),
            duration_s=length(sheet, record),
            followers_at_publish=_followers(sheet, record),
            captured_on=captured_on,
            values=measured.values,
            derived=frozenset(measured.derived),
            capped=frozenset(measured.capped),
            notices=tuple(measured.notices),
            category=_label(sheet, record, "category"),
            hook=_label(sheet, record, "hook"),
            sound=_label(sheet, record, "sound"),
            hashtags=_hashtags(sheet, record),
            boosted=_boosted(sheet, record),
        )

    return sheet.rows(read_row)


def _named(sheet: Sheet, record: Record) -> bool:
    """Say whether a record has a key of its own, so that its title never matters."""
    return bool(sheet.cell(record, "external_id") or sheet.cell(record, "url"))


def _natural_key(sheet: Sheet, record: Record) -> str:
    key = _external_id(sheet, record) or link(sheet, record)
    if key:
        return key
    moment, title = _published(sheet, record), sheet.cell(record, "title")
    if isinstance(moment, datetime):
        return moment_key(moment, _format(sheet, record))
    if moment is not None and title:
        return f"{moment.isoformat()}|{_format(sheet, record)}|{title_digest(title)}"
    detail = "an id, a link, the second of publishing, or the day of publishing with a title is needed"
    raise sheet.bad("missing_key", detail, "external_id", "")


def _external_id(sheet: Sheet, record: Record) -> str:
    return identifier(sheet, record, "external_id")


def identifier(sheet: Sheet, record: Record, name: str) -> str:
    """Return an id, empty where there is none; raises BadCell for one that a spreadsheet rounded (`7.5E+18`)."""
    raw = sheet.cell(record, name).removeprefix("'")
    if raw.isdigit() and len(raw) <= _LONGEST_KEY:  # nearly every id
        return raw
    if _ROUNDED.fullmatch(raw) is not None:
        detail = "a spreadsheet rounded this id and its last digits are lost; format the column as text"
        raise sheet.bad("damaged_id", detail, name, raw)
    if len(raw) > _LONGEST_KEY:
        raise sheet.bad("damaged_id", f"an id has at most {_LONGEST_KEY} characters", name, raw)
    whole = _WHOLE_AS_DECIMAL.fullmatch(raw)
    return whole[1] if whole else raw


def link(sheet: Sheet, record: Record) -> str:
    """Return the link of a content, empty where there is none; raises BadCell for what is no web address."""
    raw = sheet.cell(record, "url")
    if raw and not raw.casefold().startswith(("https://", "http://")):
        raise sheet.bad("bad_url", "a link begins with https://", "url", raw)
    return raw


def _published(sheet: Sheet, record: Record) -> datetime | date | None:
    raw = sheet.cell(record, "published_at")
    if not raw:
        return None
    try:
        return parse_stamp(raw)
    except NotADate as fault:
        detail = f"{fault}, in the account's own time and without an offset"
        raise sheet.bad("bad_date", detail, "published_at", raw) from None


def _captured(sheet: Sheet, record: Record, context: Context) -> date | None:
    if not sheet.cell(record, "captured_on"):
        return None
    day = iso_day(sheet, record, "captured_on")
    if day > context.captured_on:
        detail = f"this is after the capture on {context.captured_on}"
        raise sheet.bad("future_day", detail, "captured_on", day.isoformat())
    return day


def _format(sheet: Sheet, record: Record) -> str:
    raw = sheet.cell(record, "format").casefold()
    return raw if raw in FORMATS else OTHER


def length(sheet: Sheet, record: Record) -> Decimal | None:
    """Return the length of a content in seconds, None where it is not stated; raises BadCell."""
    raw = sheet.cell(record, "duration_s")
    try:
        numeral = parse_seconds(raw)
    except NotANumber as fault:
        raise sheet.bad("bad_number", str(fault), "duration_s", raw) from None
    if numeral is None:
        return None
    if numeral.value < 0:
        raise sheet.bad("bad_number", "a length cannot be below zero", "duration_s", raw)
    return Decimal(numeral.value)


def _followers(sheet: Sheet, record: Record) -> int | None:
    raw = sheet.cell(record, "followers_at_publish")
    try:
        numeral = parse_count(raw)
    except NotANumber as fault:
        raise sheet.bad("bad_number", str(fault), "followers_at_publish", raw) from None
    if numeral is None:
        return None
    if numeral.value < 0:
        raise sheet.bad("bad_number", "a number of followers cannot be below zero", "followers_at_publish", raw)
    return int(numeral.value)


def _label(sheet: Sheet, record: Record, name: str) -> str:
    raw = sheet.cell(record, name)
    if len(raw) > LABEL_LENGTHS[name]:
        raise sheet.bad("too_long", f"at most {LABEL_LENGTHS[name]} characters are kept", name, raw)
    return raw


def _hashtags(sheet: Sheet, record: Record) -> tuple[str, ...]:
    """Return the hashtags of a cell, whose tags are parted by spaces, commas or signs."""
    raw = sheet.cell(record, "hashtags")
    tags = [tag for tag in _BETWEEN_TAGS.split(raw) if tag]
    longest = max(map(len, tags), default=0)
    if longest > LONGEST:
        raise sheet.bad("too_long", f"a hashtag has at most {LONGEST} characters", "hashtags", raw)
    return listed(tags)


def _boosted(sheet: Sheet, record: Record) -> bool | None:
    raw = sheet.cell(record, "boosted").casefold()
    if is_missing(raw):
        return None
    if raw not in _YES | _NO:
        raise sheet.bad("bad_flag", "yes or no is expected", "boosted", raw)
    return raw in _YES
