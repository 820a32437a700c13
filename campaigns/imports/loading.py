"""Loads what a reader understood: one COPY, one comparison, one UPDATE and one INSERT."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, assert_never
from uuid import UUID, uuid4

from campaigns.imports.ad_units import ad_unit_key, ad_units_for
from campaigns.imports.closed_periods import refuse_closed_days
from campaigns.imports.contents import content_key, contents_for
from campaigns.imports.origins import source_of
from campaigns.imports.rollup import recount
from campaigns.imports.staging import StagedRow, stage
from campaigns.imports.tables import fact_table
from campaigns.imports.upsert import find_news, keep_revisions, mask_older, write_facts
from campaigns.models import Import
from campaigns.readers import (
    AccountDayRow,
    AdDayRow,
    BreakdownRow,
    ContentRow,
    Grain,
    PeriodRow,
    Reading,
    Row,
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of each line: new, changed, unchanged, duplicate."""

    outcomes: dict[int, str] = field(default_factory=dict)

    def count(self, outcome: str) -> int:
        """Count the lines of one outcome."""
        return sum(1 for each in self.outcomes.values() if each == outcome)


def load(upload: Import, reading: Reading, *, write: bool) -> Loaded:
    """Load a reading for the import's account; without `write` tell what a load would do, and change nothing.

    Of two rows with one key the last wins and the others are `duplicate`. The account's lock is held. Raises
    PeriodClosed where a published report states what would change.
    """
    rows, unknown_owners = _staged(upload, reading, write=write)
    last = {row.key: row for row in rows}
    winners = {row.line for row in last.values()}
    outcomes = {row.line: "duplicate" for row in rows if row.line not in winners}
    # An owner that does not exist yet has no facts, and no id to compare by in a preview.
    unborn = {row.line: "new" for row in last.values() if row.owner in unknown_owners}
    table = fact_table(reading.grain).stating({name for row in last.values() for name in row.values})
    born = [row for row in last.values() if row.line not in unborn]
    stage(table, born)
    if write:
        keep_revisions(table, upload_id=upload.id, captured_on=upload.captured_on, source=source_of(reading))
    if _newer_stands(upload, reading.grain):
        mask_older(table, captured_on=upload.captured_on)
    news = find_news(table)
    outcomes |= dict.fromkeys((row.line for row in born), "unchanged") | news | unborn
    if write:
        refuse_closed_days(table, list(news))
        write_facts(table, captured_on=upload.captured_on)
        recount(reading.grain, ((row.owner, row.day) for row in last.values() if outcomes[row.line] != "unchanged"))
    return Loaded(outcomes=outcomes)


def _newer_stands(upload: Import, grain: Grain) -> bool:
    """Tell whether a newer capture was loaded already; revisions of long years need not be searched where none was."""
    committed = Import.objects.filter(account=upload.account_id, state="committed", grain=grain)
    return committed.filter(captured_on__gt=upload.captured_on).exists()


def _staged(upload: Import, reading: Reading, *, write: bool) -> tuple[list[StagedRow], set[UUID]]:
    """Give the rows with their owners, and which of these ids only stand in for owners that a load would make."""
    owners = _owners(upload, reading, write=write)
    stand_ins: dict[Any, UUID] = {}
    staged = []
    for row in reading.rows:
        key = _owner_key(row)
        owner = None if key is None else owners.get(key) or stand_ins.setdefault(key, uuid4())
        staged.append(_staged_row(row, upload, owner))
    return staged, set(stand_ins.values())


def _owners(upload: Import, reading: Reading, *, write: bool) -> dict[Any, UUID]:
    def only(kind: type[Any]) -> Iterable[Any]:
        return (row for row in reading.rows if isinstance(row, kind))

    if reading.grain is Grain.CONTENT:
        return dict(contents_for(upload, only(ContentRow), write=write))
    if reading.grain is Grain.AD_DAY:
        return dict(ad_units_for(upload.account, only(AdDayRow), campaign=upload.campaign, write=write))
    if reading.grain is Grain.PERIOD:
        named = (row for row in only(PeriodRow) if row.external_id)
        return dict(ad_units_for(upload.account, named, campaign=upload.campaign, write=write))
    return {}


def _owner_key(row: Row) -> str | tuple[str, str] | None:
    if isinstance(row, ContentRow):
        return content_key(row)
    if isinstance(row, AdDayRow) or (isinstance(row, PeriodRow) and row.external_id):
        return ad_unit_key(row)
    return None


def _staged_row(row: Row, upload: Import, found: UUID | None) -> StagedRow:
    """Stage a row under the content or ad unit that was `found` for it; narrow rows stand under the account."""
    none: frozenset[str] = frozenset()
    owner = found or upload.account_id
    match row:
        case ContentRow():
            day = row.captured_on or upload.captured_on
            return StagedRow(row.line, owner, day, (), row.values, row.derived, row.capped)
        case AccountDayRow() | AdDayRow():
            return StagedRow(row.line, owner, row.day, (), row.values, row.derived, row.capped)
        case PeriodRow():
            values = {"value": row.value} | ({"currency": row.currency} if row.currency else {})
            rest: tuple[Any, ...] = (row.metric, row.end, str(found or ""))
            return StagedRow(row.line, upload.account_id, row.start, rest, values, none, none)
        case BreakdownRow():
            rest = (row.dimension, row.bucket, row.metric)
            return StagedRow(row.line, owner, row.day, rest, {"value": row.value}, none, none)
    assert_never(row)
