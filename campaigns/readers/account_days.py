"""Reads an account's days from files that print each date in full."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from campaigns.readers.days import NotADate, parse_iso_day
from campaigns.readers.measures import NumberColumn, measure
from campaigns.readers.numerals import is_missing
from campaigns.readers.printed_days import days_by_line, why_not
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.rows import AccountDayRow, Notice, Refusal, Row
from campaigns.readers.tables import Record


def read_account_days(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    """Yield a row a day; the day of capture itself is taken with a notice."""
    columns = sheet.number_columns()
    days = days_by_line(sheet, "day", context)

    def read_row(record: Record) -> AccountDayRow:
        day = stated_day(sheet, record, days)
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


def stated_day(sheet: Sheet, record: Record, days: Mapping[int, date | None]) -> date:
    """Return the day of a record among `days_by_line`; raises BadCell where the file prints none or nonsense."""
    day = days.get(record.line)
    if day is not None:
        return day
    raw = sheet.cell(record, "day")
    if is_missing(raw):
        raise sheet.bad("missing_key", "the day is missing", "day", raw)
    raise sheet.bad("bad_date", why_not(raw), "day", raw)


def judge_finished(sheet: Sheet, name: str, day: date, context: Context) -> tuple[Notice, ...]:
    """Return a notice where `day` was not over at the capture; raises BadCell for a day after it."""
    if day > context.captured_on:
        raise sheet.bad("future_day", f"this is after the capture on {context.captured_on}", name, day.isoformat())
    if day == context.captured_on:
        header = sheet.headers.get(name, name)
        return (Notice("day_not_over", "The day of capture itself was not over yet; its numbers will grow.", header),)
    return ()
