"""Reads one pushed fact into the row that a file of its grain would give."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, assert_never
from zoneinfo import ZoneInfo

from campaigns.attribution.members import Fault
from campaigns.imports.fitting import misfit_of
from campaigns.pushes.numbers import Numbers, read_numbers
from campaigns.pushes.stated import Stated
from campaigns.readers.canonical_ads import LEVELS
from campaigns.readers.canonical_contents import LABEL_LENGTHS
from campaigns.readers.content_fields import FORMATS, OTHER, moment_key, title_digest
from campaigns.readers.hashtags import listed
from campaigns.readers.rows import (
    AccountDayRow,
    AdDayRow,
    BreakdownRow,
    ContentRow,
    Grain,
    Notice,
    PeriodRow,
    Row,
)
from campaigns.readers.vocabulary import MONEY

_EVERY = ("grain", "account", "captured_on", "values")
_FLAGS = ("derived", "capped")
_AD_UNIT = ("source", "external_id", "level", "currency")
_LABELS_OF_UNITS = ("parent_external_id", "ad_account", "name", "vendor_campaign_id", "vendor_campaign_name")
MEMBERS: Final[Mapping[Grain, frozenset[str]]] = {
    Grain.ACCOUNT_DAY: frozenset((*_EVERY, *_FLAGS, "day")),
    Grain.CONTENT: frozenset(
        (
            *_EVERY,
            *_FLAGS,
            *("content", "external_id", "url", "title", "published_at", "format", "duration_s"),
            *("followers_at_publish", "category", "hook", "sound", "hashtags", "boosted"),
        )
    ),
    Grain.AD_DAY: frozenset(
        (*_EVERY, *_FLAGS, *_AD_UNIT, *_LABELS_OF_UNITS, "day"),
    ),
    Grain.PERIOD: frozenset((*_EVERY, *_AD_UNIT, "start", "end")),
    Grain.BREAKDOWN: frozenset((*_EVERY, "day", "dimension", "bucket")),
}
"""What a fact of each grain may state; `content`, `captured_on` and `account` are read by whoever knows them."""
_DIMENSION = re.compile(r"[a-z][a-z0-9_]{0,62}", re.ASCII)
_DAY_NOT_OVER = Notice("day_not_over", "The day of capture itself was not over yet; its numbers will grow.", "day")


@dataclass(frozen=True, slots=True)
class KnownContent:
    """A content that a fact names by our id: what its rows are recognised by."""

    key: str
    external_id: str


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known about a fact beside what it says: its place in the request, when it was read, where."""

    line: int
    captured_on: date
    zone: ZoneInfo
    content: KnownContent | None = None


def read_fact(grain: Grain, said: Mapping[str, Any], known: Circumstances, faults: list[Fault]) -> Row | None:
    """Give the row of a fact, None where it has faults, which are noted."""
    before = len(faults)
    stated = Stated(said, faults)
    stated.only(MEMBERS[grain])
    numbers = read_numbers(grain, said, faults)
    row = _row(grain, stated, numbers, known)
    misfit = row and misfit_of(row)
    if misfit:
        stated.fault(misfit.column or "", misfit.code, misfit.detail)
    return row if len(faults) == before else None


def _row(grain: Grain, stated: Stated, numbers: Numbers, known: Circumstances) -> Row | None:
    match grain:
        case Grain.ACCOUNT_DAY:
            return _account_day(stated, numbers, known)
        case Grain.CONTENT:
            return _content(stated, numbers, known)
        case Grain.AD_DAY:
            return _ad_day(stated, numbers, known)
        case Grain.PERIOD:
            return _period(stated, numbers, known)
        case Grain.BREAKDOWN:
            return _breakdown(stated, numbers, known)
    assert_never(grain)


def _account_day(stated: Stated, numbers: Numbers, known: Circumstances) -> Row | None:
    day = stated.day("day")
    notices = _finished(stated, "day", day, numbers, known)
    if day is None:
        return None
    return AccountDayRow(known.line, day, numbers.values, numbers.derived, numbers.capped, notices)


def _ad_day(stated: Stated, numbers: Numbers, known: Circumstances) -> Row | None:
    day = stated.day("day")
    notices = _finished(stated, "day", day, numbers, known)
    source, external_id = stated.needed("source"), stated.needed("external_id")
    level = stated.word("level", LEVELS, "unknown_level")
    currency = stated.currency(needed=not MONEY.isdisjoint(numbers.values))
    parent, ad_account, name, vendor_campaign_id, vendor_campaign_name = map(stated.text, _LABELS_OF_UNITS)
    if day is None:
        return None
    return AdDayRow(
        line=known.line,
        day=day,
        source=source,
        external_id=external_id,
        level=level,
        name=name,
        parent_external_id=parent or None,
        ad_account=ad_account,
        currency=currency,
        values=numbers.values,
        derived=numbers.derived,
        capped=numbers.capped,
        notices=notices,
        vendor_campaign_id=vendor_campaign_id,
        vendor_campaign_name=vendor_campaign_name,
    )


def _content(stated: Stated, numbers: Numbers, known: Circumstances) -> Row | None:
    moment = stated.moment("published_at")
    at = moment if isinstance(moment, datetime) else None
    local = at.astimezone(known.zone).replace(tzinfo=None) if at is not None and at.tzinfo else at
    published_on = moment if local is None else local.date()
    if published_on is not None and published_on > known.captured_on:
        stated.fault("published_at", "future_day", f"This is after the capture on {known.captured_on}.")
    form = stated.word("format", FORMATS, "unknown_format", needed=False) or OTHER
    title, external_id, url = stated.text("title"), stated.text("external_id"), stated.text("url")
    if url and not url.casefold().startswith(("https://", "http://")):
        stated.fault("url", "bad_url", "A link begins with https://.")
    key = known.content.key if known.content else external_id or url or _natural_key(local, published_on, form, title)
    if not key and not stated.get("published_at") and not stated.get("content"):
        detail = "Name the content: content, external_id, url, the second of publishing, or its day with a title."
        stated.fault("external_id", "missing_key", detail)
    duration, followers = stated.number("duration_s"), stated.number("followers_at_publish")
    if followers is not None and followers != int(followers):
        stated.fault("followers_at_publish", "bad_number", "A whole number is expected.")
    return ContentRow(
        line=known.line,
        external_id=(known.content.external_id if known.content else external_id) or None,
        natural_key=key,
        title=title,
        url=url,
        published_at=at,
        published_on=published_on,
        format=form,
        duration_s=None if duration is None else Decimal(duration),
        followers_at_publish=None if followers is None else int(followers),
        captured_on=known.captured_on,
        values=numbers.values,
        derived=numbers.derived,
        capped=numbers.capped,
        notices=numbers.notices,
        category=_label(stated, "category"),
        hook=_label(stated, "hook"),
        sound=_label(stated, "sound"),
        hashtags=listed(tag.lstrip("#＃") for tag in stated.words("hashtags")),
        boosted=stated.flag("boosted"),
    )


def _period(stated: Stated, numbers: Numbers, known: Circumstances) -> Row | None:
    start, end = stated.day("start"), stated.day("end")
    if start is not None and end is not None and end < start:
        stated.fault("end", "bad_period", f"The period ends before it starts on {start}.")
    notices = _finished(stated, "end", end, numbers, known)
    metric = _only_metric(stated, numbers)
    external_id, source = stated.text("external_id"), stated.text("source")
    if external_id and not source:
        stated.fault("source", "missing_key", "This must be stated with external_id.")
    level = stated.word("level", LEVELS, "unknown_level", needed=False)
    currency = stated.currency(needed=metric in MONEY)
    if start is None or end is None or not metric:
        return None
    value = Decimal(numbers.values[metric])
    return PeriodRow(
        known.line, metric, start, end, value, currency or None, notices, source, external_id, level if source else ""
    )


def _breakdown(stated: Stated, numbers: Numbers, known: Circumstances) -> Row | None:
    day = stated.day("day")
    notices = _finished(stated, "day", day, numbers, known)
    dimension, bucket = stated.needed("dimension"), stated.needed("bucket")
    if dimension and _DIMENSION.fullmatch(dimension) is None:
        stated.fault("dimension", "bad_dimension", "A name of small letters, digits and _ is expected.")
    metric = _only_metric(stated, numbers)
    if day is None or not metric:
        return None
    return BreakdownRow(known.line, day, dimension, bucket, metric, Decimal(numbers.values[metric]), notices)


def _natural_key(moment: datetime | None, day: date | None, form: str, title: str) -> str:
    if moment is not None:
        return moment_key(moment, form)
    return f"{day.isoformat()}|{form}|{title_digest(title)}" if day is not None and title else ""


def _label(stated: Stated, name: str) -> str:
    text = stated.text(name)
    if len(text) > LABEL_LENGTHS[name]:
        stated.fault(name, "too_long", f"At most {LABEL_LENGTHS[name]} characters are kept.")
    return text


def _only_metric(stated: Stated, numbers: Numbers) -> str:
    """Give the one metric of a fact that is a single figure, blank where there is not just one."""
    if len(numbers.values) > 1:
        stated.fault("values", "several_metrics", "A fact of this grain is one figure: send a fact a metric.")
        return ""
    return next(iter(numbers.values), "")


def _finished(
    stated: Stated, name: str, day: date | None, numbers: Numbers, known: Circumstances
) -> tuple[Notice, ...]:
    """Give the notices of a row, one more where its day was not over at the capture; a later day is a fault."""
    if day is None or day < known.captured_on:
        return numbers.notices
    if day > known.captured_on:
        stated.fault(name, "future_day", f"This is after the capture on {known.captured_on}.")
    return (_DAY_NOT_OVER, *numbers.notices)
