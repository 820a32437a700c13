"""Sums of account days: flows added, whole months from the roll-up; levels taken last; people kept apart."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import connection

from campaigns.metrics import METRICS, Grain, Kind
from campaigns.metrics.columns import COLUMNS
from campaigns.metrics.stated import names_of_bits, stated_bits
from kpis.compute.cells import Alike, Bundle, Cell, Reading
from kpis.compute.question import Question
from kpis.compute.selecting import (
    Measure,
    Way,
    bucket_start,
    listed,
    numbers_by_start,
    parameters_of,
    read_aggregates,
)
from kpis.compute.whole_months import ACCOUNT_DAYS, rows_of_window, whole_months

LEVELS = frozenset(COLUMNS[Grain.ACCOUNT_DAY][Kind.STOCK]) | {"followers_start"}
FLOWS = frozenset(COLUMNS[Grain.ACCOUNT_DAY][Kind.FLOW])
STALE_AFTER = 31
"""Days after which a follower count says nothing of the followers when a window begins."""
_ACCOUNTS = "SELECT unnest(%(accounts)s::uuid[])"
_WAYS = {
    Kind.FLOW: Way.ADDED,
    Kind.STOCK: Way.LAST,
    Kind.UNIQUE: Way.ALONE,
    Kind.WINDOW: Way.ALONE,
    Kind.RATIO: Way.ALONE,
    Kind.PEAK: Way.HIGHEST,
    Kind.CUMULATIVE: Way.LAST,
}


def account_cells(question: Question, bundles: Sequence[Bundle]) -> list[Cell]:
    """Sum the account days of the window: one statement for flows over the roll-up, one for all else."""
    if not bundles or not question.scope.accounts:
        return []
    whole = whole_months(question)
    flows = [bundle for bundle in bundles if bundle <= FLOWS] if whole else []
    rest = [bundle for bundle in bundles if not (whole and bundle <= FLOWS)]
    read: dict[tuple[UUID, int], list[Reading]] = defaultdict(list)
    for asked, rolled_up in ((flows, True), (rest, False)):
        if asked:
            names = frozenset(name for bundle in asked for name in bundle)
            for place, alike in _read(question, names, rolled_up=rolled_up).items():
                read[place].append(Reading(names, alike))
    empty = Cell(question.scope.accounts[0], 0, (), "", levels=LEVELS)
    return [
        replace(empty, account=account, bucket=bucket, readings=tuple(readings), _totals={})
        for (account, bucket), readings in read.items()
    ]


def _read(question: Question, names: frozenset[str], *, rolled_up: bool) -> dict[tuple[UUID, int], list[Alike]]:
    measures = [_measure(name) for name in sorted(names)]
    bucket = bucket_start(question, "d.day")
    columns = sorted(names - {"followers_start"})
    needs_start = "followers_start" in names
    bits = stated_bits([measure.column for measure in measures])
    last_day = ["max(d.day)"] if names & LEVELS else ["NULL"]
    aggregates = [aggregate for measure in measures for aggregate in measure.aggregates()]
    sql = (
        f"{_levels_before(bucket) if needs_start else ''}"
        f" SELECT {listed(['d.account_id', f'{bucket} AS b_start', 'd.derived', 'd.capped'], bits)},"
        f" {listed(['sum(d.rows)'], last_day, aggregates)}"
        f" FROM ({rows_of_window(question, ACCOUNT_DAYS, columns, rolled_up=rolled_up, owners=_ACCOUNTS)}) d"
        f"{f' JOIN before ON before.account_id = d.account_id AND before.b_start = {bucket}' if needs_start else ''}"
        f" GROUP BY {', '.join(str(number) for number in range(1, 5 + len(bits)))}"
    )
    starts = numbers_by_start(question)
    keys = [measure.name for measure in measures]
    found: dict[tuple[UUID, int], list[Alike]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters_of(question))
        for row in cursor.fetchall():
            stated = names_of_bits(keys, row[4 : 4 + len(bits)])
            if stated:
                found[row[0], starts[row[1]]].append(_alike(row, stated, measures, 4 + len(bits)))
    return found


def _alike(row: Sequence[Any], stated: frozenset[str], measures: Sequence[Measure], at: int) -> Alike:
    aggregates = read_aggregates(measures, stated, row[at + 2 :])
    return Alike(
        stated=stated,
        rows=int(row[at]),
        days=int(row[at]),
        last_day=row[at + 1],
        values=aggregates.values,
        largest=aggregates.largest,
        derived=frozenset(row[2]),
        capped=frozenset(row[3]),
    )


def _measure(name: str) -> Measure:
    if name == "followers_start":
        return Measure(name, "before.followers", Way.HIGHEST)
    return Measure(name, f"d.{name}", _WAYS[METRICS[name].kinds[Grain.ACCOUNT_DAY]])


def _levels_before(bucket: str) -> str:
    """Read the last follower count before each bucket; kept apart, so that it is looked up once and not once a day."""
    return (
        "WITH before AS MATERIALIZED (SELECT k.account_id, k.b_start, ("
        "SELECT b.followers FROM campaigns_accountday b WHERE b.account_id = k.account_id AND b.day < k.b_start"
        f" AND b.day >= k.b_start - {STALE_AFTER} AND b.followers IS NOT NULL ORDER BY b.day DESC LIMIT 1) AS followers"
        f" FROM (SELECT DISTINCT d.account_id, {bucket} AS b_start FROM campaigns_accountday d"
        " WHERE d.account_id = ANY(%(accounts)s) AND d.day BETWEEN %(start)s AND %(end)s) k)"
    )
