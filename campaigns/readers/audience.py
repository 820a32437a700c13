"""Reads how an audience is made up: one bucket of a dimension a row, on a printed day or on that of the capture."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from campaigns.readers.numerals import NotANumber, Numeral, parse_count, parse_share
from campaigns.readers.printed_days import days_by_line
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.rows import BreakdownRow, Refusal, Row
from campaigns.readers.tables import Record
from campaigns.readers.yearless_days import finished_day

SHARE = "share"


def read_audience(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    """Yield one bucket a row; dimension and metric are the profile's, the number a count or, as `share`, a part of 1.

    Without a column of days the file is a picture of the day of capture.
    """
    days = days_by_line(sheet, "day", context) if "day" in sheet.positions else {}

    def read_row(record: Record) -> BreakdownRow:
        day = finished_day(sheet, record, days[record.line], context) if days else context.captured_on
        bucket = sheet.cell(record, "bucket")
        if not bucket:
            raise sheet.bad("missing_key", "this must be stated", "bucket", bucket)
        dimension, metric = sheet.cell(record, "dimension"), sheet.cell(record, "metric")
        return BreakdownRow(record.line, day, dimension, bucket, metric, _value(sheet, record, day), ())

    return sheet.rows(read_row)


def _value(sheet: Sheet, record: Record, day: date) -> Decimal:
    """Return the number of a row; raises BadCell where there is none."""
    name = SHARE if SHARE in sheet.positions else "value"
    raw = sheet.cell(record, name)
    try:
        numeral: Numeral | None = parse_share(raw) if name == SHARE else parse_count(raw)
    except NotANumber as fault:
        raise sheet.bad("bad_number", str(fault), name, raw) from None
    if numeral is None:
        raise sheet.bad("missing_value", f"there is no number of {day}", name, raw)
    if numeral.value < 0:
        raise sheet.bad("bad_number", "this cannot be below zero", name, raw)
    return Decimal(numeral.value)
