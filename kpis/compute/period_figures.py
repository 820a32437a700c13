"""The vendors' own figures for exactly the asked windows: the only way to a number of unique people over days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from django.db import connection

from campaigns.metrics import METRICS, Grain, Kind
from kpis.compute.cells import Bundle, BundleTotals, Cell, Total
from kpis.compute.question import Question

Figures = Mapping[tuple[UUID, int], Mapping[str, Decimal]]  # by account and bucket number, by metric
NEVER_ADDED = frozenset({Kind.UNIQUE, Kind.WINDOW})


def without_never_added(bundle: Bundle) -> Bundle:
    """Give the part of a bundle that account days can add up."""
    return frozenset(name for name in bundle if METRICS[name].kinds.get(Grain.ACCOUNT_DAY) not in NEVER_ADDED)


def period_figures(question: Question, metrics: Sequence[str]) -> Figures:
    """Read the figures of whole accounts by account and bucket number, then by metric."""
    if not metrics or not question.scope.accounts or not question.scope.whole_accounts or question.content_keys:
        return {}
    buckets = question.buckets
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH buckets(number, b_start, b_end) AS (SELECT * FROM unnest(%s::int[], %s::date[], %s::date[]))"
            " SELECT p.account_id, b.number, p.metric, p.value FROM campaigns_periodfact p"
            ' JOIN buckets b ON p.start = b.b_start AND p."end" = b.b_end'
            " WHERE p.account_id = ANY(%s) AND p.metric = ANY(%s) AND p.value IS NOT NULL",
            [
                list(range(len(buckets))),
                [bucket.start for bucket in buckets],
                [bucket.end for bucket in buckets],
                list(question.scope.accounts),
                list(metrics),
            ],
        )
        found: dict[tuple[UUID, int], dict[str, Decimal]] = {}
        for account, number, metric, value in cursor.fetchall():
            found.setdefault((account, number), {})[metric] = value
    return found


def with_figures(cells: Iterable[Cell], figures: Figures) -> list[Cell]:
    """Give each account's figures to its cell of that bucket, making one where its days state nothing at all."""
    by_place = {(cell.account, cell.bucket): cell for cell in cells}
    for (account, number), stated in figures.items():
        cell = by_place.get((account, number)) or Cell(account, number, (), "")
        by_place[account, number] = replace(cell, figures=stated, _totals={})
    return list(by_place.values())


def with_figure_totals(cell: Cell, bundle: Bundle, days: int) -> BundleTotals:
    """Give a bundle's totals with the vendor's figures in them, or as the days state it where these do not suffice.

    Figures stand where account days cannot speak: for unique people, and for windows that days do not cover. What a
    bundle needs beside the figures is taken from the days as it stands there.
    """
    daily, figures = cell.bundle(bundle), cell.figures
    if not figures:
        return daily
    added = without_never_added(bundle)
    if added != bundle and bundle - added <= set(figures):
        rest = cell.bundle(added) if added else BundleTotals(days, days, {})
        people = {name: _single(figures[name]) for name in bundle - added}
        return BundleTotals(rest.rows, rest.days, {**rest.totals, **people})
    if daily.days < days and bundle <= set(figures) and all(_is_flow(name) for name in bundle):
        return BundleTotals(days, days, {name: _single(figures[name]) for name in bundle})
    return daily


def _is_flow(name: str) -> bool:
    return METRICS[name].kinds.get(Grain.ACCOUNT_DAY) is Kind.FLOW


def _single(value: Decimal) -> Total:
    return Total(value=value, largest=value)
