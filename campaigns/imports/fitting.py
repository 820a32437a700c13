"""Takes out the rows that the tables cannot hold, each with its reason, so that none of them stops the whole file."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import models

from campaigns.models import AdUnit, BreakdownFact, Content
from campaigns.readers import AdDayRow, BreakdownRow, ContentRow, PeriodRow, Reading, Refusal, Row
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
        misfit = next(_misfits(row), None)
        if misfit is None:
            kept.append(row)
        else:
            column = headers.get(misfit.column or "", misfit.column)
            refusals.append(replace(misfit.refusal(row.line), column=column))
    return reading if len(kept) == len(reading.rows) else with_rows(reading, kept, refusals)


def with_rows(reading: Reading, rows: list[Row], refusals: list[Refusal]) -> Reading:
    """Give the reading with other rows and refusals, the latter in the order of the file."""
    return replace(reading, rows=tuple(rows), refusals=tuple(sorted(refusals, key=lambda refusal: refusal.line)))


def _misfits(row: Row) -> Iterator[BadCell]:
    for name, text, limit in _texts(row):
        if len(text) > limit:
            yield BadCell("too_long", f"{name}: at most {limit} characters are kept.", name, text)
    for name, number in _too_large(row):
        yield BadCell("out_of_range", f"{name}: the number is too large to be true.", name, str(number))
    if isinstance(row, ContentRow) and row.duration_s is not None and row.duration_s > LONGEST_DURATION_S:
        yield BadCell("out_of_range", "duration_s: nothing lasts that long.", "duration_s", str(row.duration_s))


def _texts(row: Row) -> Iterator[tuple[str, str, int]]:
    match row:
        case ContentRow():
            yield "external_id", row.external_id or "", _room(Content, "external_id")
        case AdDayRow():
            for name in ("source", "external_id", "parent_external_id", "ad_account"):
                yield name, getattr(row, name) or "", _room(AdUnit, name)
        case BreakdownRow():
            for name in ("dimension", "bucket"):
                yield name, getattr(row, name), _room(BreakdownFact, name)
        case _:
            return


def _too_large(row: Row) -> list[tuple[str, int | Decimal]]:
    if isinstance(row, PeriodRow | BreakdownRow):
        numbers: Mapping[str, int | Decimal] = {"value": row.value}
    elif isinstance(row, ContentRow) and row.followers_at_publish is not None:
        numbers = {**row.values, "followers_at_publish": row.followers_at_publish}
    else:
        numbers = row.values
    return [(name, number) for name, number in numbers.items() if not -LARGEST <= number <= LARGEST]


@lru_cache
def _room(model: type[models.Model], name: str) -> int:
    field: Any = model._meta.get_field(name)
    return int(field.max_length)
