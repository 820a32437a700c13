"""Reads breakdowns: a bucket's days by account, and which dimensions are in use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from kpis.breakdowns.adding import BucketDays
from kpis.breakdowns.question import BreakdownQuestion
from kpis.compute.question import Window

_BUCKETS = """
WITH f AS MATERIALIZED (
    SELECT account_id, day, bucket, value, captured_on FROM campaigns_breakdownfact
    WHERE account_id = ANY(%(accounts)s) AND day BETWEEN %(start)s AND %(end)s
    AND dimension = %(dimension)s AND metric = %(metric)s AND value IS NOT NULL
), a AS (SELECT account_id, max(day) AS last_day, count(DISTINCT day) AS days FROM f GROUP BY 1)
SELECT f.account_id, f.bucket, a.days, count(*), sum(f.value), max(f.value),
    max(f.value) FILTER (WHERE f.day = a.last_day), a.last_day, max(f.captured_on),
    max(f.captured_on) FILTER (WHERE f.day = a.last_day)
FROM f JOIN a USING (account_id) GROUP BY f.account_id, f.bucket, a.days, a.last_day
"""
_DIMENSIONS = """
SELECT dimension, metric, count(DISTINCT bucket), count(DISTINCT account_id), min(day), max(day)
FROM campaigns_breakdownfact
WHERE account_id = ANY(%(accounts)s) AND day BETWEEN %(start)s AND %(end)s AND value IS NOT NULL
GROUP BY 1, 2 ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Read:
    """One account's days of a dimension: how many there are, and each bucket's."""

    days: int
    buckets: Mapping[str, BucketDays]


@dataclass(frozen=True, slots=True)
class DimensionUse:
    """One metric of one dimension that some account states."""

    dimension: str
    metric: str
    buckets: int
    accounts: int
    first_day: date
    last_day: date


def read_buckets(question: BreakdownQuestion) -> dict[UUID, Read]:
    """Read every bucket of every account in one statement; accounts that state nothing are left out."""
    if not question.accounts:
        return {}
    asked = {**_within(question.accounts, question.window), "dimension": question.dimension, "metric": question.metric}
    found: dict[UUID, tuple[int, dict[str, BucketDays]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_BUCKETS, asked)
        for account, bucket, stated, *of_bucket in cursor.fetchall():
            found.setdefault(account, (stated, {}))[1][bucket] = BucketDays(*of_bucket)
    return {account: Read(*read) for account, read in found.items()}


def dimensions_in_use(accounts: Sequence[UUID], window: Window) -> list[DimensionUse]:
    """Read which dimensions the accounts state, and for which metrics: one statement."""
    if not accounts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_DIMENSIONS, _within(accounts, window))
        return [DimensionUse(*row) for row in cursor.fetchall()]


def _within(accounts: Sequence[UUID], window: Window) -> dict[str, Any]:
    return {"accounts": list(accounts), "start": window.start, "end": window.end}
