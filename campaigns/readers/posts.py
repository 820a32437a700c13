"""Reads lists of posts that have no id: Douyin's works and Xiaohongshu's notes."""

from collections.abc import Iterator

from campaigns.readers.content_fields import (
    CHINA,
    chinese_format,
    moment_key,
    published_moment,
    shared_keys,
    with_title,
)
from campaigns.readers.measures import measure
from campaigns.readers.profile import Context, Review, Sheet, as_stated
from campaigns.readers.rows import ContentRow, Refusal, Row
from campaigns.readers.tables import Record


def read_posts(sheet: Sheet, context: Context, review: Review = as_stated) -> Iterator[Row | Refusal]:
    """Yield a row a post of a list without ids: its key is second of publishing and format, the title settling ties.

    The key is the one that Yardstick's own CSV gives the same post, so that either file finds the other's. Both
    networks print China's time whatever the zone of the account; the day stays as printed.
    """
    columns = sheet.number_columns()

    def key_of(record: Record) -> tuple[str, str]:
        moment = published_moment(sheet, record, captured_on=context.captured_on)
        form = chinese_format(sheet.cell(record, "format"))
        return moment_key(moment, form), sheet.cell(record, "title")

    shared = shared_keys(sheet.records(), key_of)

    def read_row(record: Record) -> ContentRow:
        key, title = key_of(record)
        moment = published_moment(sheet, record, captured_on=context.captured_on)
        measured = measure(record.cells, columns)
        review(measured, sheet)
        return ContentRow(
            line=record.line,
            external_id=None,
            natural_key=with_title(key, title, shared),
            title=title,
            url="",
            published_at=moment.replace(tzinfo=CHINA),
            published_on=moment.date(),
            format=chinese_format(sheet.cell(record, "format")),
            duration_s=None,
            followers_at_publish=None,
            captured_on=None,
            values=measured.values,
            derived=frozenset(measured.derived),
            capped=frozenset(measured.capped),
            notices=tuple(measured.notices),
        )

    return sheet.rows(read_row)
