"""Reads an account's days from files that leave the year out, as TikTok Studio does in the user's own language."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from campaigns.readers.measures import Measured, measure
from campaigns.readers.printed_days import days_by_line, why_not
from campaigns.readers.profile import Context, Review, Sheet, as_stated
from campaigns.readers.rows import AccountDayRow, Notice, Refusal, Row
from campaigns.readers.tables import Record

_STALE_DAYS: Final = 350
"""Past this a wrong capture date is likelier than an export left lying for a year."""


def yearless_days(review: Review) -> Callable[[Sheet, Context], Iterator[Row | Refusal]]:
    """Return the reader of a file with a row a day; `review` judges what the numbers of a row mean together."""

    def read(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
        day_of = days_by_line(sheet, "day", context)
        newest = max((day for day in day_of.values() if day is not None), default=None)
        columns = sheet.number_columns()

        def read_row(record: Record) -> AccountDayRow:
            day = finished_day(sheet, record, day_of[record.line], context)
            measured = measure(record.cells, columns)
            review(measured, sheet)
            if day == newest:
                _doubt_stale(measured, day, context)
            return AccountDayRow(
                record.line,
                day,
                measured.values,
                frozenset(measured.derived),
                frozenset(measured.capped),
                tuple(measured.notices),
            )

        return sheet.rows(read_row)

    return read


def finished_day(sheet: Sheet, record: Record, day: date | None, context: Context) -> date:
    """Return the day of a row; raises BadCell for one that does not exist or was not over at the capture."""
    raw = sheet.cell(record, "day")
    if not raw:
        raise sheet.bad("missing_key", "the day is missing", "day", raw)
    if day is None:
        raise sheet.bad("bad_date", why_not(raw), "day", raw)
    if day >= context.captured_on:
        detail = f"{day} was not over on {context.captured_on}, when the file was captured"
        raise sheet.bad("future_day", detail, "day", raw)
    return day


def _doubt_stale(measured: Measured, day: date, context: Context) -> None:
    age = (context.captured_on - day).days
    if age > _STALE_DAYS and context.export_year is None:
        detail = f"The file ends {age} days before its capture; check captured_on or state export_year."
        measured.notices.append(Notice("year_uncertain", detail, None))


def unknown_zeros(total: str, parts: tuple[str, ...]) -> Review:
    """Return a review that drops the zeros which Studio prints beside a total that it calls `undefined`."""

    def review(measured: Measured, sheet: Sheet) -> None:
        if total in measured.values or total not in sheet.positions:
            return
        for part in parts:
            if measured.values.get(part) == 0:
                del measured.values[part]
                detail = f"{sheet.headers[total]} is unknown, so this 0 is no measurement."
                measured.notices.append(Notice("not_measured", detail, sheet.headers[part]))

    return review


read_yearless_days: Final = yearless_days(as_stated)
