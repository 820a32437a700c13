"""Sums of paid media and commerce, and of the costs beside them; money stays in its currency."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from kpis.compute.cells import Bundle, Cell
from kpis.compute.costs import COST_METRICS
from kpis.compute.question import GroupKey, Question, Scope
from kpis.compute.selecting import MetricSql, read_bundles, select_list

_ATTRIBUTES = {
    GroupKey.CAMPAIGN: "u.campaign_id::text",
    GroupKey.CONTENT: "u.content_id::text",
    GroupKey.CONTENT_CATEGORY: "c.category",
    GroupKey.FORMAT: "c.format",
    GroupKey.CREATOR: "c.creator_id::text",
}


def ad_cells(question: Question, bundles: Sequence[Bundle]) -> list[Cell]:
    """Sum the ad days in scope: one statement, a row an account, bucket, currency and group."""
    if not bundles or not question.scope.accounts:
        return []
    keys = [_ATTRIBUTES[key] for key in question.content_keys]
    grouped = "".join(f", {key}" for key in keys)
    sql = (
        "WITH buckets(number, b_start, b_end) AS (SELECT * FROM unnest(%(numbers)s::int[], %(starts)s::date[],"
        " %(ends)s::date[]))"
        f" SELECT u.account_id, b.number, u.currency{grouped}, {select_list(bundles, _metric)}"
        " FROM campaigns_adunit u LEFT JOIN campaigns_content c ON c.id = u.content_id"
        " JOIN campaigns_adday d ON d.ad_unit_id = u.id JOIN buckets b ON d.day BETWEEN b.b_start AND b.b_end"
        f" WHERE {_scope_sql(question.scope)} GROUP BY 1, 2, 3{grouped}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, _given(question))
        rows = cursor.fetchall()
    first = 3 + len(keys)
    return [
        Cell(
            account=row[0],
            bucket=row[1],
            currency=row[2],
            group=tuple(row[3:first]),
            bundles=read_bundles(bundles, row[first:]),
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
    conditions = ["u.account_id = ANY(%(accounts)s)"]
    for value, condition in (
        (scope.campaign, "u.campaign_id = %(campaign)s"),
        (scope.content, "u.content_id = %(content)s"),
        (scope.creator, "c.creator_id = %(creator)s"),
        (scope.content_category, "c.category = %(category)s"),
        (scope.format, "c.format = %(format)s"),
    ):
        if value is not None:
            conditions.append(condition)
    return " AND ".join(conditions)


def _metric(name: str) -> MetricSql:
    if name in COST_METRICS:
        return MetricSql("NULL", "NULL", "0", "false", "false", "true")  # comes from the costs and the spend
    column = f"d.{name}"
    flagged = f"bool_or('{name}' = ANY(d.{{flags}})) FILTER (WHERE {{{{complete}}}})"
    return MetricSql(
        value=f"sum({column}) FILTER (WHERE {{complete}})",
        largest=f"max({column}) FILTER (WHERE {{complete}})",
        unbased="0",
        derived=flagged.format(flags="derived"),
        capped=flagged.format(flags="capped"),
        known=f"{column} IS NOT NULL",
    )
