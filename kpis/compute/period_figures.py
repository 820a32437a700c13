"""The vendors' own figures for exactly the asked windows: the only way to a number of unique people."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from django.db import connection

from kpis.compute.question import Question

Figures = Mapping[tuple[UUID, int, str], Decimal]


def period_figures(question: Question, metrics: Sequence[str]) -> Figures:
    """Read the figures by account, bucket number and metric."""
    if not metrics or not question.scope.accounts:
        return {}
    buckets = question.window.buckets(question.time_key)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH buckets(number, b_start, b_end) AS (SELECT * FROM unnest(%s::int[], %s::date[], %s::date[]))"
            " SELECT p.account_id, b.number, p.metric, p.value FROM campaigns_periodfact p"
            ' JOIN buckets b ON p.start = b.b_start AND p."end" = b.b_end'
            " WHERE p.account_id = ANY(%s) AND p.metric = ANY(%s)",
            [
                list(range(len(buckets))),
                [bucket.start for bucket in buckets],
                [bucket.end for bucket in buckets],
                list(question.scope.accounts),
                list(metrics),
            ],
        )
        return {(row[0], row[1], row[2]): row[3] for row in cursor.fetchall()}
