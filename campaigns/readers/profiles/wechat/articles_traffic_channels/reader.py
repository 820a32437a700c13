"""WeChat's traffic by channel: the reads of a channel and day; the line of all channels is no part."""

from collections.abc import Iterator
from typing import Final

from campaigns.readers.account_days import judge_finished, stated_day
from campaigns.readers.buckets import bucket_row
from campaigns.readers.printed_days import days_by_line
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.rows import BreakdownRow, Refusal, Row
from campaigns.readers.tables import Record
from campaigns.readers.total_rows import TOTAL_ROW

ALL_CHANNELS: Final = "全部"


def read(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    """Yield a row a channel and day."""
    columns = sheet.number_columns()
    days = days_by_line(sheet, "day", context)

    def read_row(record: Record) -> BreakdownRow:
        channel = sheet.cell(record, "bucket")
        if channel == ALL_CHANNELS:
            detail = (
                "The line of all channels is their sum; loaded without naming a kind of file it is the account's day"
            )
            raise sheet.bad(TOTAL_ROW, detail, "bucket", channel)
        day = stated_day(sheet, record, days)
        notes = judge_finished(sheet, "day", day, context)
        dimension = sheet.cell(record, "dimension")
        return bucket_row(sheet, record, columns, day=day, dimension=dimension, notes=notes)

    return sheet.rows(read_row)
