"""The vendors' own figures for exactly the asked windows: the only way to a number of unique people over days."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from campaigns.metrics import METRICS, Grain, Kind
from kpis.compute.accounts import AccountFacts
from kpis.compute.cells import Cell
from kpis.compute.question import Question
from kpis.compute.selecting import uuid_array
from kpis.compute.sheets import Bundle
from kpis.compute.totals import Total, figure

Place = tuple[UUID, int, tuple[str | None, ...]]  # account, bucket number, group
Figures = Mapping[Place, Mapping[str, Total]]  # by place, by metric
NEVER_ADDED = frozenset({Kind.UNIQUE, Kind.WINDOW})
BUCKETS = (
    "buckets(number, b_start, b_end) AS ("
    "SELECT * FROM unnest(%(numbers)s::int[], %(starts)s::date[], %(ends)s::date[]))"
)


def without_never_added(bundle: Bundle, grain: Grain) -> Bundle:
    """Give the part of a bundle that the days of a grain can add up."""
    return frozenset(name for name in bundle if METRICS[name].kinds.get(grain) not in NEVER_ADDED)


def bucket_parameters(question: Question) -> dict[str, Any]:
    """Give the parameters that `BUCKETS` takes."""
    buckets = question.buckets
    return {
        "numbers": list(range(len(buckets))),
        "starts": [bucket.start for bucket in buckets],
        "ends": [bucket.end for bucket in buckets],
    }


def account_figures(question: Question, metrics: Sequence[str]) -> Figures:
    """Read the figures of whole accounts."""
    if not metrics or not question.scope.accounts or not question.of_whole_accounts:
        return {}
    found: dict[Place, dict[str, Total]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {BUCKETS} SELECT p.account_id, b.number, p.metric, p.value FROM campaigns_periodfact p"
            ' JOIN buckets b ON p.start = b.b_start AND p."end" = b.b_end'
            " WHERE p.account_id = ANY(%(accounts)s) AND p.scope = '' AND p.metric = ANY(%(metrics)s)"
            " AND p.value IS NOT NULL",
            bucket_parameters(question) | {"accounts": uuid_array(question.scope.accounts), "metrics": list(metrics)},
        )
        for account, number, metric, value in cursor.fetchall():
            found.setdefault((account, number, ()), {})[metric] = figure(value)
    return found


def with_figures(cells: Iterable[Cell], figures: Figures, accounts: Mapping[UUID, AccountFacts]) -> list[Cell]:
    """Give each place's figures to its cell, making one where its days state nothing at all.

    Of cells of several currencies the first has them for all: figures are no money.
    """
    by_place: dict[Place, list[Cell]] = {}
    for cell in cells:
        by_place.setdefault((cell.account.id, cell.bucket, cell.group), []).append(cell)
    for place, stated in figures.items():
        account, bucket, group = place
        there = by_place.setdefault(place, [Cell(accounts[account], bucket, group)])
        there[0].figures = stated
    return [cell for there in by_place.values() for cell in there]
