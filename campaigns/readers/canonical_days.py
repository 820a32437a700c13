"""Reads an account's days from Yardstick's own CSV."""

from collections.abc import Iterator

from campaigns.readers.account_days import account_day_row, iso_day, judge_finished
from campaigns.readers.ownership import refuse_foreign
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.rows import AccountDayRow, Refusal, Row
from campaigns.readers.tables import Record


def read_own_days(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    """Yield a row a day; the day is ISO, and a row may name its account."""
    columns = sheet.number_columns()

    def read_row(record: Record) -> AccountDayRow:
        refuse_foreign(sheet, record, context)
        day = iso_day(sheet, record, "day")
        return account_day_row(record, day, columns, judge_finished(sheet, "day", day, context))

    return sheet.rows(read_row)
