"""Conversions in a window: orders by the day of the purchase, refunds by their own day, money in its currency."""

from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from uuid import UUID

from django.db import connection

from campaigns.attribution.conversion import COUNTED
from kpis.compute.contents_in_scope import CONTENT_ATTRIBUTES, each_hashtag
from kpis.compute.question import TIME_KEYS, GroupKey, Question
from kpis.compute.selecting import bucket_start, numbers_by_start, parameters_of

_CAMPAIGN = "coalesce(k.campaign_id, c.campaign_id)"
_ACCOUNT = "coalesce(c.account_id, k.account_id)"
_CREATOR = "coalesce(k.creator_id, c.creator_id)"
_ATTRIBUTES = CONTENT_ATTRIBUTES | {
    GroupKey.BRAND: "k.brand_id::text",
    GroupKey.ACCOUNT: f"{_ACCOUNT}::text",
    GroupKey.NETWORK: "a.network",
    GroupKey.CAMPAIGN: f"{_CAMPAIGN}::text",
    GroupKey.CONTENT: "k.content_id::text",
    GroupKey.CREATOR: f"{_CREATOR}::text",
}
_PURCHASE = "k.event = 'purchase'"
_SUMS = MappingProxyType(
    {
        "tracked_purchases": f"count(*) FILTER (WHERE happened AND {_PURCHASE})",
        "tracked_signups": "count(*) FILTER (WHERE happened AND k.event = 'sign_up')",
        "tracked_leads": "count(*) FILTER (WHERE happened AND k.event = 'lead')",
        "tracked_downloads": "count(*) FILTER (WHERE happened AND k.event = 'download')",
        "tracked_carts": "count(*) FILTER (WHERE happened AND k.event = 'add_to_cart')",
        "tracked_conversions": "count(*) FILTER (WHERE happened)",
        "tracked_revenue": f"sum(k.amount) FILTER (WHERE happened AND {_PURCHASE})",
        "tracked_refunds": "sum(paid_back)",
        "tracked_new_customers": f"count(*) FILTER (WHERE happened AND {_PURCHASE} AND k.new_customer)",
        "tracked_dm_conversions": "count(*) FILTER (WHERE happened AND k.path LIKE 'dm%%')",
    }
)
TRACKED_MONEY = frozenset({"tracked_revenue", "tracked_refunds"})
TRACKED_METRICS = frozenset(_SUMS)


@dataclass(frozen=True, slots=True)
class ConversionSum:
    """Conversions of one group, bucket and currency: each count and amount by its metric's key.

    A conversion without a value is in the row of no currency (an empty text), so counts are added over currencies and
    money is not. None is an amount that no row states; a count is never None.
    """

    group: tuple[str | None, ...]  # values of the question's keys other than time, in their order
    bucket: int
    currency: str
    totals: MappingProxyType[str, Decimal | None]


def conversion_sums(question: Question, brands: tuple[UUID, ...]) -> list[ConversionSum]:
    """Add what the conversions of the brands state in the window, in one statement.

    A purchase counts while it is paid or refunded, on the day it was paid; a refund counts on its own day and leaves
    the purchase and its revenue (gross) where they are. Pending and cancelled ones count nowhere.
    """
    keys = [_ATTRIBUTES[key] for key in question.group_by if key not in TIME_KEYS]
    grouped = "".join(f", {key}" for key in keys)
    sql = (
        f"SELECT {bucket_start(question, 'k.on_day')} AS b_start, k.currency, {', '.join(_SUMS.values())}{grouped}"
        f" FROM ({_happenings()}) k LEFT JOIN campaigns_content c ON c.id = k.content_id"
        f" LEFT JOIN clients_networkaccount a ON a.id = {_ACCOUNT}{each_hashtag(question.group_by)}"
        f" WHERE {_scope_sql(question)} GROUP BY 1, 2{grouped}"
    )
    given = parameters_of(question) | {"brands": list(brands), "counted": list(COUNTED)}
    starts = numbers_by_start(question)
    first = 2 + len(_SUMS)
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [
            ConversionSum(
                bucket=starts[row[0]],
                currency=row[1],
                totals=MappingProxyType({name: _decimal(row[2 + at]) for at, name in enumerate(_SUMS)}),
                group=tuple(row[first:]),
            )
            for row in cursor.fetchall()
        ]


def _happenings() -> str:
    """Write what happened in the window: conversions on their day, and refunds on theirs."""
    of_brands = "o.brand_id = ANY(%(brands)s) AND o.status = ANY(%(counted)s)"
    return (
        "SELECT o.*, o.day AS on_day, true AS happened, NULL::numeric AS paid_back FROM campaigns_conversion o"
        f" WHERE {of_brands} AND o.day BETWEEN %(start)s AND %(end)s"
        " UNION ALL SELECT o.*, r.day, false, r.amount FROM campaigns_conversionrefund r"
        " JOIN campaigns_conversion o ON o.id = r.conversion_id"
        f" WHERE {of_brands} AND r.day BETWEEN %(start)s AND %(end)s"
    )


def _scope_sql(question: Question) -> str:
    scope = question.scope
    conditions = ["true"]
    for value, condition in (
        (scope.account or scope.network, f"{_ACCOUNT} = ANY(%(accounts)s)"),
        (scope.campaign, f"{_CAMPAIGN} = %(campaign)s"),
        (scope.content, "k.content_id = %(content)s"),
        (scope.creator, f"{_CREATOR} = %(creator)s"),
        (scope.content_category, "c.category = %(category)s"),
        (scope.format, "c.format = %(format)s"),
        (scope.hook, "c.hook = %(hook)s"),
        (scope.sound, "c.sound = %(sound)s"),
        (scope.hashtag, "c.hashtags @> ARRAY[%(hashtag)s]::varchar[]"),
        (scope.paid, f"({_ATTRIBUTES[GroupKey.PAID]}) = %(paid)s"),
    ):
        if value is not None:
            conditions.append(condition)
    return " AND ".join(conditions)


def _decimal(value: int | Decimal | None) -> Decimal | None:
    return Decimal(value) if isinstance(value, int) else value
