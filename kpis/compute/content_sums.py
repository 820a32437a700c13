"""Sums over contents: lifetime totals to date of what was published in the window, or what happened in the window."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from campaigns.metrics import Grain, Kind
from campaigns.metrics.columns import COLUMNS, columns
from kpis.compute.cells import Bundle, Cell
from kpis.compute.costs import COST_METRICS
from kpis.compute.question import Basis, GroupKey, Question, Scope
from kpis.compute.selecting import MetricSql, read_bundles, select_list

_COLUMNS = frozenset(columns(Grain.CONTENT))
_CUMULATIVE = frozenset(COLUMNS[Grain.CONTENT][Kind.CUMULATIVE])
_ATTRIBUTES = {
    GroupKey.CAMPAIGN: "c.campaign_id::text",
    GroupKey.CONTENT: "c.id::text",
    GroupKey.CONTENT_CATEGORY: "c.category",
    GroupKey.FORMAT: "c.format",
    GroupKey.CREATOR: "c.creator_id::text",
}


def content_cells(question: Question, bundles: Sequence[Bundle]) -> list[Cell]:
    """Sum the contents in scope: one statement, a row an account, bucket and group."""
    if not bundles or not question.scope.accounts:
        return []
    needed = sorted({name for bundle in bundles for name in bundle} & _COLUMNS)
    keys = [_ATTRIBUTES[key] for key in question.content_keys]
    published = question.basis is Basis.PUBLISHED
    read = _lifetime(needed) if published else _happened(needed)
    grouped = "".join(f", {key}" for key in keys)
    sql = (
        "WITH buckets(number, b_start, b_end) AS (SELECT * FROM unnest(%(numbers)s::int[], %(starts)s::date[],"
        " %(ends)s::date[])),"
        f" c AS (SELECT * FROM campaigns_content c WHERE {_scope_sql(question.scope)}), r AS ({read})"
        f" SELECT c.account_id, r.number{grouped}, count(*) FILTER (WHERE r.inside), {select_list(bundles, _metric)}"
        " FROM r JOIN c ON c.id = r.content_id"
        " LEFT JOIN campaigns_accountday f ON f.account_id = c.account_id AND f.day = c.published_on"
        f" GROUP BY 1, 2{grouped}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, _given(question))
        rows = cursor.fetchall()
    first = 2 + len(keys)
    return [
        Cell(
            account=row[0],
            bucket=row[1],
            group=tuple(row[2:first]),
            currency="",
            contents=row[first],
            bundles=read_bundles(bundles, row[first + 1 :]),
        )
        for row in rows
    ]


def _given(question: Question) -> dict[str, Any]:
    buckets = question.window.buckets(question.time_key)
    scope = question.scope
    return {
        "numbers": list(range(len(buckets))),
        "starts": [bucket.start for bucket in buckets],
        "ends": [bucket.end for bucket in buckets],
        "accounts": list(scope.accounts),
        "campaign": scope.campaign,
        "content": scope.content,
        "creator": scope.creator,
        "category": scope.content_category,
        "format": scope.format,
    }


def _scope_sql(scope: Scope) -> str:
    conditions = ["c.account_id = ANY(%(accounts)s)"]
    for value, condition in (
        (scope.campaign, "c.campaign_id = %(campaign)s"),
        (scope.content, "c.id = %(content)s"),
        (scope.creator, "c.creator_id = %(creator)s"),
        (scope.content_category, "c.category = %(category)s"),
        (scope.format, "c.format = %(format)s"),
    ):
        if value is not None:
            conditions.append(condition)
    return " AND ".join(conditions)


def _newest(expression: str, name: str, when: str) -> str:
    return f"(array_agg({expression} ORDER BY s.day DESC) FILTER (WHERE s.{name} IS NOT NULL AND {when}))[1]"


def _flags(name: str, when: str) -> str:
    return ", ".join(
        f"{_newest(f'{name!r} = ANY(s.{flags})', name, when)} AS {name}_{flags}" for flags in ("derived", "capped")
    )


def _lifetime(needed: Sequence[str]) -> str:
    """Read the newest stated total of each content published in a bucket."""
    read = "".join(
        f", {_newest(f's.{name}', name, 'true')} AS {name}, false AS {name}_unbased, {_flags(name, 'true')}"
        for name in needed
    )
    return (
        f"SELECT c.id AS content_id, b.number, true AS inside{read} FROM c"
        " JOIN buckets b ON c.published_on BETWEEN b.b_start AND b.b_end"
        " LEFT JOIN campaigns_contentsnapshot s ON s.content_id = c.id GROUP BY c.id, b.number"
    )


def _happened(needed: Sequence[str]) -> str:
    """Read what each content gained in a bucket: its last total there less its last before.

    Without an earlier total the baseline is 0 only for what was published in the bucket; else the gain is at most
    the total. Unique people cannot be taken from each other: they count only for what was published in the bucket.
    """
    inside = "s.day >= b.b_start"
    born = "coalesce(c.published_on >= b.b_start, false)"
    read = ""
    for name in needed:
        last, before = _newest(f"s.{name}", name, inside), _newest(f"s.{name}", name, "s.day < b.b_start")
        if name in _CUMULATIVE:
            value = f"CASE WHEN {born} THEN {last} ELSE {last} - coalesce({before}, 0) END"
            unbased = f"({last} IS NOT NULL AND {before} IS NULL AND NOT {born})"
        else:
            value, unbased = f"CASE WHEN {born} THEN {last} END", "false"
        read += f", {value} AS {name}, {unbased} AS {name}_unbased, {_flags(name, inside)}"
    return (
        "SELECT c.id AS content_id, b.number,"
        f" (coalesce(c.published_on BETWEEN b.b_start AND b.b_end, false)) AS inside{read}"
        " FROM c CROSS JOIN buckets b JOIN campaigns_contentsnapshot s ON s.content_id = c.id AND s.day <= b.b_end"
        " GROUP BY c.id, c.published_on, b.number, b.b_start, b.b_end"
    )


def _metric(name: str) -> MetricSql:
    if name == "contents":
        return MetricSql("count(*) FILTER (WHERE r.inside AND {complete})", "NULL", "0", "false", "false", "true")
    if name in COST_METRICS:
        return MetricSql("NULL", "NULL", "0", "false", "false", "true")  # comes from the costs and the ad days
    if name == "followers_at_publish":
        level = "coalesce(c.followers_at_publish, f.followers)"
        known = f"{level} IS NOT NULL"
        return MetricSql(f"sum({level}) FILTER (WHERE {{complete}})", "NULL", "0", "false", "false", known)
    column = f"r.{name}"
    return MetricSql(
        value=f"sum({column}) FILTER (WHERE {{complete}})",
        largest=f"max({column}) FILTER (WHERE {{complete}})",
        unbased=f"sum({column}) FILTER (WHERE {column}_unbased AND {{complete}})",
        derived=f"bool_or({column}_derived) FILTER (WHERE {{complete}})",
        capped=f"bool_or({column}_capped) FILTER (WHERE {{complete}})",
        known=f"{column} IS NOT NULL",
    )
