"""Sums of account days: flows added, levels taken last, unique people never added."""

from collections.abc import Sequence

from django.db import connection

from campaigns.metrics import Grain, Kind
from campaigns.metrics.columns import COLUMNS
from kpis.compute.cells import Bundle, Cell
from kpis.compute.question import Question
from kpis.compute.selecting import (
    MetricSql,
    bucket_start,
    numbers_by_start,
    parameters_of,
    read_bundles,
    select_list,
)

_LEVELS = frozenset(COLUMNS[Grain.ACCOUNT_DAY][Kind.STOCK])
_COMPLETE = "FILTER (WHERE {complete})"


def account_cells(question: Question, bundles: Sequence[Bundle]) -> list[Cell]:
    """Sum the account days of the window: one statement, a row an account and bucket."""
    if not bundles or not question.scope.accounts:
        return []
    bucket = bucket_start(question.time_key, "d.day")
    needs_start = any("followers_start" in bundle for bundle in bundles)
    sql = (
        f"{_levels_before(bucket) if needs_start else ''} SELECT d.account_id, {bucket} AS b_start,"
        f" {select_list(bundles, _metric, days=f'count(*) {_COMPLETE}')} FROM campaigns_accountday d"
        f"{f' JOIN before ON before.account_id = d.account_id AND before.b_start = {bucket}' if needs_start else ''}"
        " WHERE d.account_id = ANY(%(accounts)s) AND d.day BETWEEN %(start)s AND %(end)s GROUP BY 1, 2"
    )
    starts = numbers_by_start(question.window.buckets(question.time_key))
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters_of(question))
        rows = cursor.fetchall()
    return [
        Cell(account=row[0], bucket=starts[row[1]], group=(), currency="", bundles=read_bundles(bundles, row[2:]))
        for row in rows
    ]


def _levels_before(bucket: str) -> str:
    """Read the last follower count before each bucket; kept apart, so that it is looked up once and not once a day."""
    return (
        "WITH before AS MATERIALIZED (SELECT k.account_id, k.b_start, ("
        "SELECT b.followers FROM campaigns_accountday b WHERE b.account_id = k.account_id AND b.day < k.b_start"
        " AND b.followers IS NOT NULL ORDER BY b.day DESC LIMIT 1) AS followers"
        f" FROM (SELECT DISTINCT d.account_id, {bucket} AS b_start FROM campaigns_accountday d"
        " WHERE d.account_id = ANY(%(accounts)s) AND d.day BETWEEN %(start)s AND %(end)s) k)"
    )


def _metric(name: str) -> MetricSql:
    if name == "followers_start":
        return MetricSql("before.followers IS NOT NULL", value=f"max(before.followers) {_COMPLETE}")
    column = f"d.{name}"
    known = f"{column} IS NOT NULL"
    derived, capped = (f"'{name}' = ANY(d.{flags})" for flags in ("derived", "capped"))
    if name in _LEVELS:
        return MetricSql(known, value=_last(column), derived=_last(derived), capped=_last(capped))
    return MetricSql(
        known,
        value=f"sum({column}) {_COMPLETE}",
        largest=f"max({column}) {_COMPLETE}",
        derived=f"bool_or({derived}) {_COMPLETE}",
        capped=f"bool_or({capped}) {_COMPLETE}",
    )


def _last(expression: str) -> str:
    return f"(array_agg({expression} ORDER BY d.day DESC) {_COMPLETE})[1]"
