"""WeChat's traffic: the line of all channels is the account's day; a channel's own line is a part of it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from campaigns.readers.account_days import account_day_row, judge_finished, stated_day
from campaigns.readers.printed_days import days_by_line
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.rows import AccountDayRow, Notice, Refusal, Row
from campaigns.readers.tables import Record

ALL_CHANNELS: Final = "全部"
PARTS: Final = "wechat.articles.traffic_channels"


def read(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    """Yield a row a day; lines of single channels are told on it, and refused where their day has no whole."""
    columns = sheet.number_columns()
    days = days_by_line(sheet, "day", context)
    whole, parts = _days(sheet, days)

    def read_row(record: Record) -> AccountDayRow:
        day = stated_day(sheet, record, days)
        if not _is_whole(sheet, record):
            detail = f"the day has no line of {ALL_CHANNELS}; export all channels, or load the file as {PARTS}"
            raise sheet.bad("part_without_whole", detail, "channel", sheet.cell(record, "channel"))
        row = account_day_row(record, day, columns, judge_finished(sheet, "day", day, context))
        return row._replace(notices=(*row.notices, *_left_out(parts.get(day, 0))))

    told = {
        record.line for record in sheet.records() if not _is_whole(sheet, record) and days.get(record.line) in whole
    }
    return (outcome for outcome in sheet.rows(read_row) if outcome.line not in told)


def _days(sheet: Sheet, days: Mapping[int, date | None]) -> tuple[set[date], dict[date, int]]:
    """Return the days that have a line of all channels, and how many lines of single channels each day has."""
    whole: set[date] = set()
    parts: dict[date, int] = {}
    for record in sheet.records():
        day = days.get(record.line)
        if day is not None and _is_whole(sheet, record):
            whole.add(day)
        elif day is not None:
            parts[day] = parts.get(day, 0) + 1
    return whole, parts


def _is_whole(sheet: Sheet, record: Record) -> bool:
    return sheet.cell(record, "channel") == ALL_CHANNELS


def _left_out(lines: int) -> tuple[Notice, ...]:
    if not lines:
        return ()
    detail = f"The day's {lines} lines of single channels are parts of this one; load the file as {PARTS} to have them."
    return (Notice("channels_left_out", detail, None),)
