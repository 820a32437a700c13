"""Sums of paid media and commerce; money stays in its currency."""

from collections.abc import Sequence

from django.db import connection

from kpis.compute.cells import Bundle, Cell
from kpis.compute.contents_in_scope import AD_UNIT_ATTRIBUTES, ad_units_in_scope
from kpis.compute.costs import COST_METRICS
from kpis.compute.question import Question
from kpis.compute.selecting import (
    MetricSql,
    bucket_start,
    numbers_by_start,
    parameters_of,
    read_bundles,
    select_list,
)

_COMPLETE = "FILTER (WHERE {complete})"


def ad_cells(question: Question, bundles: Sequence[Bundle]) -> list[Cell]:
    """Sum the ad days in scope: one statement, a row an account, bucket, currency and group."""
    if not bundles or not question.scope.accounts:
        return []
    keys = [AD_UNIT_ATTRIBUTES[key] for key in question.content_keys]
    grouped = "".join(f", {key}" for key in keys)
    sql = (
        f"SELECT u.account_id, {bucket_start(question.time_key, 'd.day')} AS b_start, u.currency{grouped},"
        f" {select_list(bundles, _metric, days=f'count(DISTINCT d.day) {_COMPLETE}')}"
        " FROM campaigns_adunit u LEFT JOIN campaigns_content c ON c.id = u.content_id"
        " JOIN campaigns_adday d ON d.ad_unit_id = u.id AND d.day BETWEEN %(start)s AND %(end)s"
        f" WHERE {ad_units_in_scope(question.scope)} GROUP BY 1, 2, 3{grouped}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters_of(question))
        rows = cursor.fetchall()
    starts = numbers_by_start(question.window.buckets(question.time_key))
    first = 3 + len(keys)
    return [
        Cell(
            account=row[0],
            bucket=starts[row[1]],
            currency=row[2],
            group=tuple(row[3:first]),
            bundles=read_bundles(bundles, row[first:]),
        )
        for row in rows
    ]


def _metric(name: str) -> MetricSql:
    if name in COST_METRICS:
        return MetricSql("true")  # comes from the costs and the spend
    column = f"d.{name}"
    return MetricSql(
        f"{column} IS NOT NULL",
        value=f"sum({column}) {_COMPLETE}",
        largest=f"max({column}) {_COMPLETE}",
        derived=f"bool_or('{name}' = ANY(d.derived)) {_COMPLETE}",
        capped=f"bool_or('{name}' = ANY(d.capped)) {_COMPLETE}",
    )
