"""Sums over contents: lifetime totals to date of what was published in the window, or what happened in the window."""

from collections.abc import Iterable, Sequence

from django.db import connection

from campaigns.metrics import Grain
from campaigns.metrics.columns import columns
from kpis.compute.cells import Bundle, Cell
from kpis.compute.content_readings import happened, lifetime
from kpis.compute.contents_in_scope import CONTENT_ATTRIBUTES, contents_in_scope
from kpis.compute.costs import COST_METRICS
from kpis.compute.question import Basis, Question
from kpis.compute.selecting import MetricSql, numbers_by_start, parameters_of, read_bundles, select_list

_COLUMNS = frozenset(columns(Grain.CONTENT))
_COMPLETE = "FILTER (WHERE {complete})"


def content_cells(question: Question, bundles: Sequence[Bundle]) -> list[Cell]:
    """Sum the contents in scope: one statement, a row an account, bucket and group."""
    if not bundles or not question.scope.accounts:
        return []
    keys = [CONTENT_ATTRIBUTES[key] for key in question.content_keys]
    grouped = "".join(f", {key}" for key in keys)
    read = lifetime if question.basis is Basis.PUBLISHED else happened
    sql = (
        "WITH c AS (SELECT c.id, c.account_id, c.campaign_id, c.creator_id, c.category, c.format, c.published_on,"
        "  c.followers_at_publish FROM campaigns_content c"
        f"  WHERE {contents_in_scope(question.scope)}),"
        f" {read(_needed(bundles), question.time_key)}"
        f" SELECT c.account_id, r.b_start{grouped}, count(*), {select_list(bundles, _metric, days='0')}"
        " FROM r JOIN c ON c.id = r.content_id"
        " LEFT JOIN campaigns_accountday f ON f.account_id = c.account_id AND f.day = c.published_on"
        f" GROUP BY 1, 2{grouped}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters_of(question))
        rows = cursor.fetchall()
    starts = numbers_by_start(question.window.buckets(question.time_key))
    first = 2 + len(keys)
    return [
        Cell(
            account=row[0],
            bucket=starts[row[1]],
            group=tuple(row[2:first]),
            currency="",
            contents=row[first],
            bundles=read_bundles(bundles, row[first + 1 :]),
        )
        for row in rows
    ]


def _needed(bundles: Iterable[Bundle]) -> list[str]:
    return sorted({name for bundle in bundles for name in bundle} & _COLUMNS)


def _metric(name: str) -> MetricSql:
    if name == "contents":
        return MetricSql("r.inside", value=f"count(*) {_COMPLETE}")
    if name in COST_METRICS:
        return MetricSql("true")  # comes from the costs and the ad days
    if name == "followers_at_publish":
        level = "coalesce(c.followers_at_publish, f.followers)"
        return MetricSql(f"{level} IS NOT NULL", value=f"sum({level}) {_COMPLETE}")
    column = f"r.{name}"
    return MetricSql(
        f"{column} IS NOT NULL",
        value=f"sum({column}) {_COMPLETE}",
        largest=f"max({column}) {_COMPLETE}",
        unbased_gain=f"sum({column}) FILTER (WHERE {column}_unbased AND {column} > 0 AND {{complete}})",
        unbased_loss=f"sum({column}) FILTER (WHERE {column}_unbased AND {column} < 0 AND {{complete}})",
        derived=f"bool_or({column}_derived) {_COMPLETE}",
        capped=f"bool_or({column}_capped) {_COMPLETE}",
        overstated=f"bool_or({column}_overstated) {_COMPLETE}",
    )
