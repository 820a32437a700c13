"""Douyin's live rooms: a unit a room, known by its id or else by when it began, on the day it began."""

from collections.abc import Iterator
from datetime import datetime

from campaigns.readers.account_days import judge_finished
from campaigns.readers.canonical_contents import identifier
from campaigns.readers.days import NotADate, parse_stamp
from campaigns.readers.measures import measure
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.row_currency import row_currency
from campaigns.readers.rows import AdDayRow, Refusal, Row
from campaigns.readers.tables import Record


def read(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    """Yield a row a live room."""
    columns = sheet.number_columns()

    def read_row(record: Record) -> AdDayRow:
        began = _began(sheet, record)
        notes = judge_finished(sheet, "started_at", began.date(), context)
        measured = measure(record.cells, columns)
        code, _ = row_currency(sheet, record, measured)
        return AdDayRow(
            line=record.line,
            day=began.date(),
            source=sheet.cell(record, "source"),
            external_id=identifier(sheet, record, "external_id") or began.isoformat(),
            level=sheet.cell(record, "level"),
            name=sheet.cell(record, "name"),
            parent_external_id=None,
            ad_account="",
            currency=code,
            values=measured.values,
            derived=frozenset(measured.derived),
            capped=frozenset(measured.capped),
            notices=(*notes, *measured.notices),
        )

    return sheet.rows(read_row)


def _began(sheet: Sheet, record: Record) -> datetime:
    raw = sheet.cell(record, "started_at")
    if not raw:
        raise sheet.bad("missing_key", "without its beginning the room's day is not known", "started_at", raw)
    try:
        moment = parse_stamp(raw)
    except NotADate as fault:
        raise sheet.bad("bad_date", str(fault), "started_at", raw) from None
    if not isinstance(moment, datetime):
        raise sheet.bad("bad_date", "the time of day is missing", "started_at", raw)
    return moment
