"""Reads the Chinese networks' lists of posts, with or without an id of each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from campaigns.readers.canonical_contents import identifier, length, link
from campaigns.readers.content_fields import (
    CHINA,
    chinese_format,
    moment_key,
    published_moment,
    relative_notes,
    shared_keys,
    with_title,
)
from campaigns.readers.measures import measure
from campaigns.readers.ownership import refuse_foreign
from campaigns.readers.profile import Context, Review, Sheet, as_stated
from campaigns.readers.rows import ContentRow, Refusal, Row
from campaigns.readers.tables import Record


def stated_id(sheet: Sheet, record: Record) -> str:
    """Return the id that a record states, empty where the list has none; raises BadCell for a damaged one."""
    return identifier(sheet, record, "external_id")


@dataclass(frozen=True, slots=True)
class _Identity:
    """What tells a post apart: its own id, empty where the list has none, else the moment and the format."""

    own: str
    moment: datetime | None
    form: str
    key: str


def read_posts(
    sheet: Sheet, context: Context, review: Review = as_stated, id_of: Callable[[Sheet, Record], str] = stated_id
) -> Iterator[Row | Refusal]:
    """Yield a row a post, known by `id_of`; without id by second of publishing and format, the title settling ties.

    The key is the one that Yardstick's own CSV gives the same post, so that either file finds the other's. All of
    these networks print China's time whatever the zone of the account; the day stays as printed. Posts of another
    account are refused where the list names whose they are.
    """
    columns = sheet.number_columns()

    def identity_of(record: Record) -> _Identity:
        own, form = id_of(sheet, record), chinese_format(sheet.cell(record, "format"))
        if own and not sheet.cell(record, "published_at"):
            return _Identity(own, None, form, own)
        moment = published_moment(sheet, record, captured_on=context.captured_on)
        return _Identity(own, moment, form, own or moment_key(moment, form))

    def key_of(record: Record) -> tuple[str, str]:
        known = identity_of(record)
        return known.key, "" if known.own else sheet.cell(record, "title")

    shared = shared_keys(sheet.records(), key_of)

    def read_row(record: Record) -> ContentRow:
        refuse_foreign(sheet, record, context)
        known = identity_of(record)
        moment, title = known.moment, sheet.cell(record, "title")
        measured = measure(record.cells, columns)
        review(measured, sheet)
        return ContentRow(
            line=record.line,
            external_id=known.own or None,
            natural_key=with_title(known.key, "" if known.own else title, shared),
            title=title,
            url=link(sheet, record),
            published_at=moment.replace(tzinfo=CHINA) if moment else None,
            published_on=moment.date() if moment else None,
            format=known.form,
            duration_s=length(sheet, record),
            followers_at_publish=None,
            captured_on=None,
            values=measured.values,
            derived=frozenset(measured.derived),
            capped=frozenset(measured.capped),
            notices=(*relative_notes(sheet, record, captured_on=context.captured_on), *measured.notices),
            creator_name=sheet.cell(record, "creator_name"),
            creator_handle=sheet.cell(record, "creator_handle"),
        )

    return sheet.rows(read_row)
