"""Reads paid media and commerce from Yardstick's own CSV."""

from collections.abc import Iterator
from typing import Final

from campaigns.readers.account_days import iso_day, judge_finished
from campaigns.readers.canonical_contents import identifier
from campaigns.readers.measures import measure
from campaigns.readers.ownership import refuse_foreign
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.row_currency import row_currency
from campaigns.readers.rows import AdDayRow, Refusal, Row
from campaigns.readers.tables import Record

LEVELS: Final = ("campaign", "ad_group", "ad", "creative", "placement", "shop", "live_room")


def read_ad_days(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    """Yield a row an ad unit and day."""
    columns = sheet.number_columns()

    def read_row(record: Record) -> AdDayRow:
        refuse_foreign(sheet, record, context)
        day = iso_day(sheet, record, "day")
        notes = judge_finished(sheet, "day", day, context)
        measured = measure(record.cells, columns)
        code, _ = row_currency(sheet, record, measured)
        return AdDayRow(
            line=record.line,
            day=day,
            source=_needed(sheet, record, "source"),
            external_id=identifier(sheet, record, "external_id") or _needed(sheet, record, "external_id"),
            level=_level(sheet, record),
            name=sheet.cell(record, "name"),
            parent_external_id=identifier(sheet, record, "parent_external_id") or None,
            ad_account=identifier(sheet, record, "ad_account"),
            currency=code,
            values=measured.values,
            derived=frozenset(measured.derived),
            capped=frozenset(measured.capped),
            notices=(*notes, *measured.notices),
            vendor_campaign_id=identifier(sheet, record, "vendor_campaign_id"),
            vendor_campaign_name=sheet.cell(record, "vendor_campaign_name"),
        )

    return sheet.rows(read_row)


def _needed(sheet: Sheet, record: Record, name: str) -> str:
    raw = sheet.cell(record, name)
    if not raw:
        raise sheet.bad("missing_key", "this must be stated", name, raw)
    return raw


def ad_unit_named(sheet: Sheet, record: Record) -> tuple[str, str, str]:
    """Return source, id and level of the ad unit that a record names, empty where it names none; raises BadCell."""
    external_id = identifier(sheet, record, "external_id")
    if not external_id:
        return "", "", ""
    return _needed(sheet, record, "source"), external_id, _level(sheet, record) if sheet.cell(record, "level") else ""


def _level(sheet: Sheet, record: Record) -> str:
    level = _needed(sheet, record, "level").casefold()
    if level not in LEVELS:
        raise sheet.bad("unknown_level", f"one of {', '.join(LEVELS)} is expected", "level", level)
    return level
