"""Fees and production in a window: each cost spread evenly over its days, in its currency, by what it is linked to."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from kpis.compute.contents_in_scope import CONTENT_ATTRIBUTES, PAID_CONTENTS, each_hashtag
from kpis.compute.converting import RATES, converted, currency_of, is_converted
from kpis.compute.question import GroupKey, Question
from kpis.compute.selecting import parameters_of

_ATTRIBUTES = CONTENT_ATTRIBUTES | {
    GroupKey.BRAND: "k.brand_id::text",
    GroupKey.ACCOUNT: "c.account_id::text",
    GroupKey.NETWORK: "a.network",
    GroupKey.CAMPAIGN: "coalesce(k.campaign_id, c.campaign_id)::text",
    GroupKey.CONTENT: "k.content_id::text",
    GroupKey.CREATOR: "coalesce(k.creator_id, c.creator_id)::text",
}


@dataclass(frozen=True, slots=True)
class CostSum:
    """Costs of one group, bucket and currency. A side that no cost states is None."""

    group: tuple[str | None, ...]  # values of the question's keys other than time, in their order
    bucket: int
    currency: str
    billed: Decimal | None
    internal: Decimal | None
    converted_from: frozenset[str] = frozenset()


def cost_sums(question: Question, brands: tuple[UUID, ...]) -> list[CostSum]:
    """Add the costs that fall into the window; a cost of 10 days with 3 in the window counts for three tenths.

    In a wanted currency each day's part is converted at the rate of its day.
    """
    keys = [_ATTRIBUTES[key] for key in question.group_by if key in _ATTRIBUTES]
    grouped = "".join(f", {key}" for key in keys)
    first, last = "greatest(k.start, b.b_start)", 'least(k."end", b.b_end)'
    spans = ""
    if question.currency:
        spans = f" LEFT JOIN spans x ON x.currency = k.currency AND x.from_day <= {last} AND x.until_day >= {first}"
        first, last = f"greatest({first}, x.from_day)", f"least({last}, x.until_day)"
    share = f'({last} - {first} + 1) / (k."end" - k.start + 1)'
    billed, internal = (f"sum({converted(question, f'k.{side} * {share}')})" for side in ("billed", "internal"))
    sql = (
        f"WITH {f'{RATES}, ' if question.currency else ''}buckets(number, b_start, b_end) AS ("
        "SELECT * FROM unnest(%(numbers)s::int[], %(starts)s::date[], %(ends)s::date[]))"
        f" SELECT b.number, k.currency, {is_converted(question)} AS converted, {billed}, {internal}{grouped}"
        f' FROM campaigns_cost k JOIN buckets b ON k.start <= b.b_end AND k."end" >= b.b_start{spans}'
        " LEFT JOIN campaigns_content c ON c.id = k.content_id"
        f" LEFT JOIN clients_networkaccount a ON a.id = c.account_id{each_hashtag(question.group_by)}"
        f" WHERE {_scope_sql(question)} GROUP BY 1, 2, 3{grouped}"
    )
    buckets = question.buckets
    given = parameters_of(question) | {
        "numbers": list(range(len(buckets))),
        "starts": [bucket.start for bucket in buckets],
        "ends": [bucket.end for bucket in buckets],
        "brands": list(brands),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [_cost_sum(question, row) for row in cursor.fetchall()]


def _cost_sum(question: Question, row: Sequence[Any]) -> CostSum:
    number, stated, changed, billed, internal, *group = row
    currency, former = currency_of(question, stated, changed=changed)
    return CostSum(tuple(group), number, currency, billed, internal, former)


def _scope_sql(question: Question) -> str:
    scope = question.scope
    conditions = ["k.brand_id = ANY(%(brands)s)"]
    for value, condition in (
        (scope.account or scope.network, "c.account_id = ANY(%(accounts)s)"),
        (scope.campaign, "coalesce(k.campaign_id, c.campaign_id) = %(campaign)s"),
        (scope.content, "k.content_id = %(content)s"),
        (scope.creator, "coalesce(k.creator_id, c.creator_id) = %(creator)s"),
        (scope.content_category, "c.category = %(category)s"),
        (scope.format, "c.format = %(format)s"),
        (scope.hook, "c.hook = %(hook)s"),
        (scope.sound, "c.sound = %(sound)s"),
        (scope.hashtag, "c.hashtags @> ARRAY[%(hashtag)s]::varchar[]"),
        (scope.paid, PAID_CONTENTS.get(scope.paid or "", "false")),
    ):
        if value is not None:
            conditions.append(condition)
    return " AND ".join(conditions)
