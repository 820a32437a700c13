"""Takes out the rows that the tables cannot hold, each with its reason, so that none of them stops the whole file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import models

from campaigns.models import AdUnit, BreakdownFact, Content
from campaigns.readers import AdDayRow, BreakdownRow, ContentRow, Grain, PeriodRow, Reading, Refusal, Row
from campaigns.readers.rows import LARGEST, BadCell

LONGEST_DURATION_S = Decimal(10**8)


def fitting(reading: Reading) -> Reading:
    """Give the reading without the rows whose texts are too long or whose numbers are too large to be kept."""
    if _all_fit(reading):
        return reading
    headers = {name: header for header, name in reading.columns.items()}
    kept: list[Row] = []
    refusals = list(reading.refusals)
    too_long = cache(_too_long)  # the rows of one ad unit share their texts
    for row in reading.rows:
        misfit = misfit_of(row, too_long)
        if misfit is None:
            kept.append(row)
        else:
            column = headers.get(misfit.column or "", misfit.column)
            refusals.append(replace(misfit.refusal(row.line), column=column))
    return with_rows(reading, kept, refusals)


def with_rows(reading: Reading, rows: list[Row], refusals: list[Refusal]) -> Reading:
    """Give the reading with other rows and refusals, the latter in the order of the file."""
    return replace(reading, rows=tuple(rows), refusals=tuple(sorted(refusals, key=lambda refusal: refusal.line)))


def _all_fit(reading: Reading) -> bool:
    """Tell of days, which come by the ten thousand, whether there is room for all: where in doubt, say no."""
    texts = set(map(_TEXTS[AdDayRow], reading.units_said))
    of_days = reading.grain in {Grain.ACCOUNT_DAY, Grain.AD_DAY}
    return reading.bounded and of_days and not any(_too_long(AdDayRow, each) for each in texts)


def _too_long(kind: type[Any], texts: tuple[str | None, ...]) -> BadCell | None:
    """Find the first text that is too long for its column."""
    for (name, room), text in zip(_ROOMS[kind], texts, strict=True):
        if text is not None and len(text) > room:
            return BadCell("too_long", f"{name}: at most {room} characters are kept.", name, text)
    return None


def misfit_of(row: Row, too_long: Callable[..., BadCell | None] = _too_long) -> BadCell | None:
    """Find the first cell of a row that there is no room for."""
    texts = _TEXTS.get(type(row))
    misfit = texts and too_long(type(row), texts(row))
    if misfit:
        return misfit
    numbers = _numbers(row)
    if numbers and max(map(abs, numbers.values())) > LARGEST:
        name, number = next((name, number) for name, number in numbers.items() if abs(number) > LARGEST)
        return BadCell.too_large(name, name, number)
    if isinstance(row, ContentRow) and row.duration_s is not None and row.duration_s > LONGEST_DURATION_S:
        return BadCell("out_of_range", "duration_s: nothing lasts that long.", "duration_s", str(row.duration_s))
    return None


def _numbers(row: Row) -> Mapping[str, Any]:
    if isinstance(row, (PeriodRow, BreakdownRow)):
        return {"value": row.value}
    if isinstance(row, ContentRow) and row.followers_at_publish is not None:
        return {**row.values, "followers_at_publish": row.followers_at_publish}
    return row.values


def _rooms(model: type[models.Model], *names: str) -> list[tuple[str, int]]:
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    return [(field.name, field.max_length) for field in fields]


def _all_of(names: Sequence[str]) -> Callable[[Any], tuple[str | None, ...]]:
    first, *others = names
    return attrgetter(*names) if others else lambda row: (getattr(row, first),)


_ROOMS: Mapping[type[Any], list[tuple[str, int]]] = {
    ContentRow: _rooms(Content, "external_id"),
    AdDayRow: _rooms(AdUnit, "source", "external_id", "parent_external_id", "vendor_campaign_id", "ad_account"),
    PeriodRow: _rooms(AdUnit, "source", "external_id"),
    BreakdownRow: _rooms(BreakdownFact, "dimension", "bucket"),
}
"""The texts of each kind of row that are kept as they are, with the most characters that there is room for."""
_TEXTS = {kind: _all_of([name for name, _ in rooms]) for kind, rooms in _ROOMS.items()}
