"""Reads Yardstick's own long CSVs, which name the metric in a column: periods and breakdowns."""

import re
from collections.abc import Iterator
from decimal import Decimal

from campaigns.readers.account_days import iso_day, judge_finished
from campaigns.readers.canonical_ads import ad_unit_named
from campaigns.readers.measures import Measured, NumberColumn, measure
from campaigns.readers.ownership import refuse_foreign
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.row_currency import row_currency
from campaigns.readers.rows import BreakdownRow, PeriodRow, Refusal, Row
from campaigns.readers.tables import Record
from campaigns.readers.vocabulary import MEASURES, Measure, Unit

_DIMENSION = re.compile(r"[a-z][a-z0-9_]{0,62}", re.ASCII)


def read_periods(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    """Yield the vendor's own figures for whole periods, of the account or of one of its ad units."""

    def read_row(record: Record) -> PeriodRow:
        refuse_foreign(sheet, record, context)
        meaning = _metric(sheet, record)
        start, end = iso_day(sheet, record, "start"), iso_day(sheet, record, "end")
        if end < start:
            raise sheet.bad("bad_period", f"the period ends before it starts on {start}", "end", end.isoformat())
        notes = judge_finished(sheet, "end", end, context)
        measured = _measured(sheet, record, meaning)
        value = Decimal(measured.values[meaning.metric])
        code = row_currency(sheet, record, measured)[0] if meaning.unit is Unit.MONEY else None
        source, external_id, level = ad_unit_named(sheet, record)
        notes = (*notes, *measured.notices)
        return PeriodRow(record.line, meaning.metric, start, end, value, code, notes, source, external_id, level)

    return sheet.rows(read_row)


def read_breakdowns(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    """Yield one bucket of a dimension a row."""

    def read_row(record: Record) -> BreakdownRow:
        refuse_foreign(sheet, record, context)
        day = iso_day(sheet, record, "day")
        notes = judge_finished(sheet, "day", day, context)
        meaning = _metric(sheet, record)
        bucket = sheet.cell(record, "bucket")
        if not bucket:
            raise sheet.bad("missing_key", "this must be stated", "bucket", bucket)
        measured = _measured(sheet, record, meaning)
        value, notices = Decimal(measured.values[meaning.metric]), (*notes, *measured.notices)
        return BreakdownRow(record.line, day, _dimension(sheet, record), bucket, meaning.metric, value, notices)

    return sheet.rows(read_row)


def _metric(sheet: Sheet, record: Record) -> Measure:
    raw = sheet.cell(record, "metric")
    if not raw:
        raise sheet.bad("missing_key", "this must be stated", "metric", raw)
    meaning = MEASURES.get(raw.casefold())
    if meaning is None:
        raise sheet.bad("unknown_metric", "there is no such metric", "metric", raw)
    return meaning


def _dimension(sheet: Sheet, record: Record) -> str:
    raw = sheet.cell(record, "dimension").casefold()
    if not raw:
        raise sheet.bad("missing_key", "this must be stated", "dimension", raw)
    if _DIMENSION.fullmatch(raw) is None:
        raise sheet.bad("bad_dimension", "a name of letters, digits and _ is expected", "dimension", raw)
    return raw


def _measured(sheet: Sheet, record: Record, meaning: Measure) -> Measured:
    header = sheet.headers["value"]
    measured = measure(record.cells, [NumberColumn(sheet.positions["value"], header, meaning)])
    if meaning.metric not in measured.values:
        raise sheet.bad(
            "missing_value", "the value is missing; leave the row out", "value", sheet.cell(record, "value")
        )
    if measured.capped:
        raise sheet.bad("bad_number", "an exact figure is expected", "value", sheet.cell(record, "value"))
    return measured
