"""Reads paid media and commerce from Yardstick's own CSV."""

from collections.abc import Iterator
from typing import Final

from apikit.currencies import CURRENCIES
from campaigns.readers.account_days import iso_day, judge_finished
from campaigns.readers.canonical_contents import identifier
from campaigns.readers.measures import measure
from campaigns.readers.ownership import refuse_foreign
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.rows import AdDayRow, Refusal, Row
from campaigns.readers.tables import Record
from campaigns.readers.vocabulary import MEASURES, Unit

LEVELS: Final = ("campaign", "ad_group", "ad", "creative", "placement", "shop", "live_room")


def read_ad_days(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    """Yield a row an ad unit and day."""
    columns = sheet.number_columns()

    def read_row(record: Record) -> AdDayRow:
        refuse_foreign(sheet, record, context)
        day = iso_day(sheet, record, "day")
        notes = judge_finished(sheet, "day", day, context)
        measured = measure(record.cells, columns)
        holds_money = any(MEASURES[metric].unit is Unit.MONEY for metric in measured.values)
        return AdDayRow(
            line=record.line,
            day=day,
            source=_needed(sheet, record, "source"),
            external_id=identifier(sheet, record, "external_id") or _needed(sheet, record, "external_id"),
            level=_level(sheet, record),
            name=sheet.cell(record, "name"),
            parent_external_id=identifier(sheet, record, "parent_external_id") or None,
            ad_account=identifier(sheet, record, "ad_account"),
            currency=currency(sheet, record, needed=holds_money),
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


def currency(sheet: Sheet, record: Record, *, needed: bool) -> str:
    """Return the ISO 4217 code of a record, empty where it is blank and not `needed`; raises BadCell."""
    raw = sheet.cell(record, "currency")
    if not raw and not needed:
        return ""
    if raw not in CURRENCIES:
        raise sheet.bad("bad_currency", "money needs a currency code like CNY, EUR or USD", "currency", raw)
    return raw
