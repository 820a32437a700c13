"""Loads what a reader understood: one COPY, one comparison, one UPDATE and one INSERT."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, assert_never
from uuid import UUID, uuid4

from campaigns.imports.ad_metrics import add_stated
from campaigns.imports.ad_units import ad_unit_key, ad_units_for
from campaigns.imports.closed_periods import refuse_closed_days
from campaigns.imports.contents import content_key, contents_for
from campaigns.imports.origins import source_of
from campaigns.imports.previewing import Foreseen, foresee
from campaigns.imports.rollup import days_of, recount
from campaigns.imports.staging import StagedRow, last_of_each_key, stage
from campaigns.imports.statistics import count_if_grown
from campaigns.imports.tables import fact_table
from campaigns.imports.upsert import find_news, keep_revisions, mask_older, write_facts
from campaigns.models import Import
from campaigns.progress import UNWATCHED, Stage, Watch
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

STEPS = 5  # revisions, comparison, facts, roll-ups, outcomes: about equally long


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of each line: new, changed, unchanged, duplicate; of a preview also what it foresees.

    `stated` names the columns that the lines state, in the order in which the revisions hold them.
    """

    outcomes: dict[int, str] = field(default_factory=dict)
    foreseen: Foreseen | None = None
    stated: tuple[str, ...] = ()


def load(upload: Import, reading: Reading, *, write: bool, watch: Watch = UNWATCHED) -> Loaded:
    """Load a reading for the import's account; without `write` tell what a load would do, and change nothing.

    Of two rows with one key the last wins and the others are `duplicate`. The account's lock is held. Raises
    PeriodClosed where a published report states what would change.
    """
    owners = _owners(upload, reading, write=write, watch=watch)
    ordered = sorted(_staged(upload, reading, owners))
    winners = last_of_each_key(ordered)
    # An owner that does not exist yet has no facts, and no id to compare by in a preview.
    unborn = {row.line for row in winners if row.owner in owners.stand_ins} if owners.stand_ins else set()
    born = [row for row in winners if row.line not in unborn] if unborn else winners
    first = winners[0].values if winners else ()  # most rows state the same in the same order, which is written faster
    table = fact_table(reading.grain).stating((*first, *sorted(set().union(*(row.values for row in winners)))))
    stage(table, born, watch=watch)
    watch.reached(Stage.STORING, 0, STEPS)
    if write:
        keep_revisions(table, upload_id=upload.id, captured_on=upload.captured_on, source=source_of(reading))
        watch.reached(Stage.STORING, 1, STEPS)
    if _newer_stands(upload, reading.grain):
        mask_older(table, captured_on=upload.captured_on)
    ids = {owner: UUID(owner) for owner in {row.owner for row in born}}
    news = find_news(table, ids)
    watch.reached(Stage.STORING, 2, STEPS)
    if write:
        refuse_closed_days(table, list(news))
        write_facts(table, captured_on=upload.captured_on)
        watch.reached(Stage.STORING, 3, STEPS)
        recount(reading.grain, days_of((ids[row.owner], row.day) for row in born if row.line in news))
        if reading.grain is Grain.AD_DAY:
            add_stated(upload.account_id, table.values)
        count_if_grown(reading.grain, new=sum(1 for outcome in news.values() if outcome == "new"))
    watch.reached(Stage.STORING, 4, STEPS)
    outcomes = _outcomes(ordered, winners, news | dict.fromkeys(unborn, "new"))
    foreseen = None if write else foresee(upload, reading, table, told=news, unborn=unborn)
    return Loaded(outcomes, foreseen, tuple(table.values))


def _outcomes(rows: Sequence[StagedRow], winners: Sequence[StagedRow], news: Mapping[int, str]) -> dict[int, str]:
    """Tell what becomes of each line, given the lines that bring news."""
    outcomes = dict.fromkeys([row.line for row in winners], "unchanged")
    outcomes.update(news)
    if len(winners) < len(rows):
        outcomes = dict.fromkeys([row.line for row in rows], "duplicate") | outcomes
    return outcomes


def _newer_stands(upload: Import, grain: Grain) -> bool:
    """Tell whether a newer capture was loaded already; revisions of long years need not be searched where none was."""
    committed = Import.objects.filter(account=upload.account_id, state="committed", grain=grain)
    return committed.filter(captured_on__gt=upload.captured_on).exists()


class _Owners(dict[Any, str]):
    """Ids as text by what rows call their owners; one that does not exist yet gets an id that stands in for it."""

    def __init__(self, known: Mapping[Any, UUID]) -> None:
        super().__init__({key: str(owner) for key, owner in known.items()})
        self.stand_ins: set[str] = set()

    def __missing__(self, key: Any) -> str:
        owner = self[key] = str(uuid4())
        self.stand_ins.add(owner)
        return owner


def _owners(upload: Import, reading: Reading, *, write: bool, watch: Watch) -> _Owners:
    known: Mapping[Any, UUID] = {}
    if reading.grain is Grain.CONTENT:
        contents = (row for row in reading.rows if isinstance(row, ContentRow))
        known = contents_for(upload, contents, write=write, watch=watch)
    elif reading.grain in {Grain.AD_DAY, Grain.PERIOD}:
        known = ad_units_for(upload.account, reading, campaign=upload.campaign, write=write)
    return _Owners(known)


def _staged(upload: Import, reading: Reading, owners: _Owners) -> Iterator[StagedRow]:
    """Stage rows under their contents or ad units; narrow rows stand under the account."""
    account = str(upload.account_id)
    return (_staged_row(row, upload.captured_on, account, owners) for row in reading.rows)


def _staged_row(row: Row, captured_on: date, account: str, owners: _Owners) -> StagedRow:
    match row:
        case AdDayRow():
            owner = owners[row.source, row.external_id]
            return StagedRow(owner, row.day, (), row.line, row.values, row.derived, row.capped)
        case AccountDayRow():
            return StagedRow(account, row.day, (), row.line, row.values, row.derived, row.capped)
        case ContentRow():
            day = row.captured_on or captured_on
            return StagedRow(owners[content_key(row)], day, (), row.line, row.values, row.derived, row.capped)
        case PeriodRow():
            values = {"value": row.value} | ({"currency": row.currency} if row.currency else {})
            scope = owners[ad_unit_key(row)] if row.external_id else ""
            return _narrow(account, row.start, row.line, (row.metric, str(row.end), scope), values)
        case BreakdownRow():
            return _narrow(account, row.day, row.line, (row.dimension, row.bucket, row.metric), {"value": row.value})
    assert_never(row)


def _narrow(account: str, day: date, line: int, rest: tuple[str, ...], values: Mapping[str, Any]) -> StagedRow:
    return StagedRow(account, day, rest, line, values, frozenset(), frozenset())
