"""The vendors' own figures for exactly the asked windows: the only way to a number of unique people over days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from campaigns.metrics import METRICS, Grain, Kind
from kpis.compute.cells import Bundle, BundleTotals, Cell, Total
from kpis.compute.question import Question
from kpis.compute.selecting import uuid_array

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
    if not metrics or not question.scope.accounts or not question.scope.whole_accounts or question.content_keys:
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
            found.setdefault((account, number, ()), {})[metric] = single(value)
    return found


def with_figures(cells: Iterable[Cell], figures: Figures) -> list[Cell]:
    """Give each place's figures to its cell, making one where its days state nothing at all.

    Where a place has cells of several currencies, figures are of none of them.
    """
    by_place: dict[Place, list[Cell]] = {}
    for cell in cells:
        by_place.setdefault((cell.account, cell.bucket, cell.group), []).append(cell)
    for place, stated in figures.items():
        there = by_place.setdefault(place, [Cell(*place, "")])
        if len(there) == 1:
            by_place[place] = [replace(there[0], figures=stated, _totals={})]
    return [cell for there in by_place.values() for cell in there]


def with_figure_totals(cell: Cell, bundle: Bundle, grain: Grain, days: int) -> BundleTotals:
    """Give a bundle's totals with the vendor's figures in them, or as the days state it where these do not suffice.

    Figures stand where days cannot speak: for unique people, and for windows that days do not cover. What a bundle
    needs beside the figures is taken from the days as it stands there.
    """
    daily, figures = cell.bundle(bundle), cell.figures
    if not figures:
        return daily
    added = without_never_added(bundle, grain)
    if added != bundle and bundle - added <= set(figures):
        rest = cell.bundle(added) if added else BundleTotals(days, days, {})
        people = {name: figures[name] for name in bundle - added}
        return BundleTotals(rest.rows, rest.days, {**rest.totals, **people})
    if daily.days < days and bundle <= set(figures) and all(_is_flow(name, grain) for name in bundle):
        return BundleTotals(days, days, {name: figures[name] for name in bundle})
    return daily


def _is_flow(name: str, grain: Grain) -> bool:
    return METRICS[name].kinds.get(grain) is Kind.FLOW


def single(value: Decimal) -> Total:
    """Give a figure that stands alone."""
    return Total(value=value, largest=value)
