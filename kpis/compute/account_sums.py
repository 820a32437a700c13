"""Sums of account days: flows added, levels taken last, unique people never added."""

from collections.abc import Sequence

from django.db import connection

from campaigns.metrics import Grain, Kind
from campaigns.metrics.columns import COLUMNS
from kpis.compute.cells import Bundle, Cell
from kpis.compute.question import GroupKey, Question
from kpis.compute.selecting import MetricSql, read_bundles, select_list

_LEVELS = frozenset(COLUMNS[Grain.ACCOUNT_DAY][Kind.STOCK])
_BUCKETS = {
    None: "%(start)s::date",
    GroupKey.DAY: "d.day",
    GroupKey.WEEK: "greatest(date_trunc('week', d.day)::date, %(start)s::date)",
    GroupKey.MONTH: "greatest(date_trunc('month', d.day)::date, %(start)s::date)",
}


def account_cells(question: Question, bundles: Sequence[Bundle]) -> list[Cell]:
    """Sum the account days of the window: one statement, a row an account and bucket."""
    if not bundles or not question.scope.accounts:
        return []
    bucket = _BUCKETS[question.time_key]
    sql = (
        f"SELECT d.account_id, {bucket} AS bucket, {select_list(bundles, _metric)}"
        " FROM campaigns_accountday d LEFT JOIN LATERAL ("
        "   SELECT b.followers FROM campaigns_accountday b WHERE b.account_id = d.account_id"
        f"  AND b.day < {bucket} AND b.followers IS NOT NULL ORDER BY b.day DESC LIMIT 1"
        f") before ON {_needs_start(bundles)}"
        " WHERE d.account_id = ANY(%(accounts)s) AND d.day BETWEEN %(start)s AND %(end)s GROUP BY 1, 2"
    )
    window = question.window
    starts = {each.start: number for number, each in enumerate(window.buckets(question.time_key))}
    given = {"accounts": list(question.scope.accounts), "start": window.start, "end": window.end}
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        rows = cursor.fetchall()
    return [
        Cell(account=row[0], bucket=starts[row[1]], group=(), currency="", bundles=read_bundles(bundles, row[2:]))
        for row in rows
    ]


def _needs_start(bundles: Sequence[Bundle]) -> str:
    return "true" if any("followers_start" in bundle for bundle in bundles) else "false"


def _metric(name: str) -> MetricSql:
    if name == "followers_start":
        level = "max(before.followers) FILTER (WHERE {complete})"
        return MetricSql(level, "NULL::numeric", "0", "false", "false", "before.followers IS NOT NULL")
    column = f"d.{name}"
    flagged = f"bool_or('{name}' = ANY(d.{{flags}})) FILTER (WHERE {{{{complete}}}})"
    last = f"(array_agg({column} ORDER BY d.day DESC) FILTER (WHERE {{complete}}))[1]"
    return MetricSql(
        value=last if name in _LEVELS else f"sum({column}) FILTER (WHERE {{complete}})",
        largest=f"max({column}) FILTER (WHERE {{complete}})",
        unbased="0",
        derived=flagged.format(flags="derived"),
        capped=flagged.format(flags="capped"),
        known=f"{column} IS NOT NULL",
    )
