"""Conversions in a window: orders by the day of the purchase, refunds by their own day, money in its currency."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import connection

from campaigns.attribution.conversion import COUNTED
from kpis.compute.contents_in_scope import CONTENT_ATTRIBUTES, each_hashtag
from kpis.compute.converting import converted, currency_of, is_converted, rate_of_day, rates_first
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
_PURCHASE = "happened AND k.event = 'purchase'"


def _count(happened: str, *, stated: str = "") -> str:
    """Write a count that is NULL where no conversion states it: none that was sent is not the same as none at all."""
    counted = f"count(*) FILTER (WHERE {happened})"
    return f"CASE WHEN count(*) FILTER (WHERE {stated or happened}) > 0 THEN {counted} END"


_COUNTS = MappingProxyType(
    {
        "tracked_purchases": _count(_PURCHASE),
        "tracked_signups": _count("happened AND k.event = 'sign_up'"),
        "tracked_leads": _count("happened AND k.event = 'lead'"),
        "tracked_downloads": _count("happened AND k.event = 'download'"),
        "tracked_carts": _count("happened AND k.event = 'add_to_cart'"),
        "tracked_conversions": _count("happened"),
        "tracked_new_customers": _count(
            f"{_PURCHASE} AND k.new_customer", stated=f"{_PURCHASE} AND k.new_customer IS NOT NULL"
        ),
        "tracked_dm_conversions": _count("happened AND k.path LIKE 'dm%%'", stated="happened AND k.path <> ''"),
    }
)
# A count of what some conversions do not state may be as much greater, a sum of money by nobody knows how much.
_UNSTATED = MappingProxyType(
    {
        "tracked_revenue": f"count(*) FILTER (WHERE {_PURCHASE} AND k.amount IS NULL)",
        "tracked_new_customers": f"count(*) FILTER (WHERE {_PURCHASE} AND k.new_customer IS NULL)",
        "tracked_dm_conversions": "count(*) FILTER (WHERE happened AND k.path = '')",
    }
)


def _amounts(question: Question) -> dict[str, str]:
    """Write the sums of money, in the currency that is wanted."""
    paid, back = (converted(question, f"k.{name}") for name in ("amount", "paid_back"))
    return {
        "tracked_revenue": f"sum({paid}) FILTER (WHERE {_PURCHASE})",
        # Who has orders of a known worth and no refund paid nothing back.
        "tracked_refunds": f"coalesce(sum({back}), sum(0 * k.amount) FILTER (WHERE {_PURCHASE}))",
    }


_DAYS = ("o.day", "r.day")
TRACKED_MONEY = frozenset({"tracked_revenue", "tracked_refunds"})
TRACKED_METRICS = frozenset(_COUNTS) | TRACKED_MONEY


@dataclass(frozen=True, slots=True)
class ConversionSum:
    """Conversions of one group, bucket and currency: each count and amount by its metric's key.

    A conversion without a value is in the row of no currency (an empty text), so counts are added over currencies and
    money is not. None is what no conversion of the row states; `unstated` says how many of those that might state a
    metric do not.
    """

    group: tuple[str | None, ...]  # values of the question's keys other than time, in their order
    bucket: int
    currency: str
    account: UUID | None  # that of the content or of the conversion itself
    totals: MappingProxyType[str, Decimal | None]
    unstated: MappingProxyType[str, int] = field(default_factory=lambda: MappingProxyType({}))
    converted_from: frozenset[str] = frozenset()


def conversion_sums(question: Question, brands: tuple[UUID, ...], *, of_published: bool = False) -> list[ConversionSum]:
    """Add what the conversions of the brands state in the window, in one statement.

    A purchase counts while it is paid or refunded, on the day it was paid; a refund counts on its own day and leaves
    the purchase and its revenue (gross) where they are. Pending and cancelled ones count nowhere. `of_published` takes
    those of contents published in the window, whenever they happened.
    """
    sums = {**_COUNTS, **_amounts(question)}
    wanted = ", ".join([*sums.values(), *_UNSTATED.values()])
    keys = [_ATTRIBUTES[key] for key in question.group_by if key not in TIME_KEYS]
    grouped = "".join(f", {key}" for key in keys)
    sql = (
        f"{rates_first(question)}SELECT {bucket_start(question, 'c.published_on' if of_published else 'k.on_day')},"
        f" k.currency, {is_converted(question)}, {_ACCOUNT}, {wanted}{grouped}"
        f" FROM ({_happenings(anytime=of_published)}) k LEFT JOIN campaigns_content c ON c.id = k.content_id"
        f" LEFT JOIN clients_networkaccount a ON a.id = {_ACCOUNT}{each_hashtag(question.group_by)}"
        f"{rate_of_day(question, 'k.currency', 'k.on_day')} WHERE {_scope_sql(question)}"
        f"{' AND c.published_on BETWEEN %(start)s AND %(end)s' if of_published else ''} GROUP BY 1, 2, 3, 4{grouped}"
    )
    given = parameters_of(question) | {"brands": list(brands), "counted": list(COUNTED), "paid": question.scope.paid}
    starts = numbers_by_start(question)
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        rows = cursor.fetchall()
    return [_conversion_sum(question, starts[row[0]], tuple(sums), row) for row in rows]


def _conversion_sum(question: Question, bucket: int, names: Sequence[str], row: Sequence[Any]) -> ConversionSum:
    _, stated, changed, account, *rest = row
    currency, former = currency_of(question, stated, changed=changed)
    totals = {name: _decimal(value) for name, value in zip(names, rest, strict=False)}
    unstated = dict(zip(_UNSTATED, rest[len(names) :], strict=False))
    group = tuple(rest[len(names) + len(unstated) :])
    return ConversionSum(group, bucket, currency, account, MappingProxyType(totals), MappingProxyType(unstated), former)


def _happenings(*, anytime: bool) -> str:
    """Write what happened in the window, or at any time: conversions on their day, and refunds on theirs."""
    conversions, refunds = ("", "") if anytime else (f" AND {day} BETWEEN %(start)s AND %(end)s" for day in _DAYS)
    of_brands = "o.brand_id = ANY(%(brands)s) AND o.status = ANY(%(counted)s)"
    return (
        "SELECT o.*, o.day AS on_day, true AS happened, NULL::numeric AS paid_back FROM campaigns_conversion o"
        f" WHERE {of_brands}{conversions}"
        " UNION ALL SELECT o.*, r.day, false, r.amount FROM campaigns_conversionrefund r"
        " JOIN campaigns_conversion o ON o.id = r.conversion_id"
        f" WHERE {of_brands}{refunds}"
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
