"""Reads an account's days from files that print each date in full."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from campaigns.readers.days import NotADate, parse_iso_day, parse_stamp
from campaigns.readers.measures import NumberColumn, measure
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.rows import AccountDayRow, Notice, Refusal, Row
from campaigns.readers.tables import Record


def read_account_days(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    """Yield a row a day; the day of capture itself is taken with a notice."""
    columns = sheet.number_columns()

    def read_row(record: Record) -> AccountDayRow:
        day = printed_full_day(sheet, record, "day")
        return account_day_row(record, day, columns, judge_finished(sheet, "day", day, context))

    return sheet.rows(read_row)


def account_day_row(
    record: Record, day: date, columns: Iterable[NumberColumn], notes: tuple[Notice, ...]
) -> AccountDayRow:
    """Return the row of one day with what its number columns state; raises BadCell."""
    measured = measure(record.cells, columns)
    return AccountDayRow(
        record.line,
        day,
        measured.values,
        frozenset(measured.derived),
        frozenset(measured.capped),
        (*notes, *measured.notices),
    )


def iso_day(sheet: Sheet, record: Record, name: str) -> date:
    """Return the ISO day in a column that must hold one; raises BadCell."""
    raw = sheet.cell(record, name)
    if not raw:
        raise sheet.bad("missing_key", "the day is missing", name, raw)
    try:
        return parse_iso_day(raw)
    except NotADate as fault:
        raise sheet.bad("bad_date", str(fault), name, raw) from None


def printed_full_day(sheet: Sheet, record: Record, name: str) -> date:
    """Return the day in a column that prints it as `2026-03-14`, `2026/3/14` or `2026年3月14日`; raises BadCell."""
    raw = sheet.cell(record, name)
    if not raw:
        raise sheet.bad("missing_key", "the day is missing", name, raw)
    try:
        moment = parse_stamp(raw)
    except NotADate as fault:
        raise sheet.bad("bad_date", str(fault), name, raw) from None
    return moment.date() if isinstance(moment, datetime) else moment


def judge_finished(sheet: Sheet, name: str, day: date, context: Context) -> tuple[Notice, ...]:
    """Return a notice where `day` was not over at the capture; raises BadCell for a day after it."""
    if day > context.captured_on:
        raise sheet.bad("future_day", f"this is after the capture on {context.captured_on}", name, day.isoformat())
    if day == context.captured_on:
        header = sheet.headers.get(name, name)
        return (Notice("day_not_over", "The day of capture itself was not over yet; its numbers will grow.", header),)
    return ()
