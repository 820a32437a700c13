"""Takes out the rows that the tables cannot hold, each with its reason, so that none of them stops the whole file."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, assert_never

from django.db import models

from campaigns.models import AdUnit, BreakdownFact, Content
from campaigns.readers import AccountDayRow, AdDayRow, BreakdownRow, ContentRow, PeriodRow, Reading, Refusal, Row
from campaigns.readers.rows import BadCell

LARGEST = 10**15
"""Far above any network's figure, and a month of such days still fits into a column."""
LONGEST_DURATION_S = Decimal(10**8)


def fitting(reading: Reading) -> Reading:
    """Give the reading without the rows whose texts are too long or whose numbers are too large to be kept."""
    headers = {name: header for header, name in reading.columns.items()}
    kept: list[Row] = []
    refusals = list(reading.refusals)
    for row in reading.rows:
        misfit = _misfit(row)
        if misfit is None:
            kept.append(row)
        else:
            column = headers.get(misfit.column or "", misfit.column)
            refusals.append(replace(misfit.refusal(row.line), column=column))
    return reading if len(kept) == len(reading.rows) else with_rows(reading, kept, refusals)


def with_rows(reading: Reading, rows: list[Row], refusals: list[Refusal]) -> Reading:
    """Give the reading with other rows and refusals, the latter in the order of the file."""
    return replace(reading, rows=tuple(rows), refusals=tuple(sorted(refusals, key=lambda refusal: refusal.line)))


def _misfit(row: Row) -> BadCell | None:
    """Find the first cell of a row that there is no room for."""
    for name, room in _ROOMS.get(type(row), ()):
        text = getattr(row, name)
        if text is not None and len(text) > room:
            return BadCell("too_long", f"{name}: at most {room} characters are kept.", name, text)
    numbers = _numbers(row)
    if numbers and max(map(abs, numbers.values())) > LARGEST:
        name, number = next((name, number) for name, number in numbers.items() if abs(number) > LARGEST)
        return BadCell("out_of_range", f"{name}: the number is too large to be true.", name, str(number))
    if isinstance(row, ContentRow) and row.duration_s is not None and row.duration_s > LONGEST_DURATION_S:
        return BadCell("out_of_range", "duration_s: nothing lasts that long.", "duration_s", str(row.duration_s))
    return None


def _numbers(row: Row) -> Mapping[str, Any]:
    match row:
        case AdDayRow() | AccountDayRow():
            return row.values
        case ContentRow() if row.followers_at_publish is not None:
            return {**row.values, "followers_at_publish": row.followers_at_publish}
        case ContentRow():
            return row.values
        case PeriodRow() | BreakdownRow():
            return {"value": row.value}
    assert_never(row)


def _rooms(model: type[models.Model], *names: str) -> list[tuple[str, int]]:
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    return [(field.name, field.max_length) for field in fields]


_ROOMS: Mapping[type[Any], list[tuple[str, int]]] = {
    ContentRow: _rooms(Content, "external_id"),
    AdDayRow: _rooms(AdUnit, "source", "external_id", "parent_external_id", "vendor_campaign_id", "ad_account"),
    BreakdownRow: _rooms(BreakdownFact, "dimension", "bucket"),
}
"""The texts of each kind of row that are kept as they are, with the most characters that there is room for."""
