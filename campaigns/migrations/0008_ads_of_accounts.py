"""What all ad units of an account did, by day and by month: most questions ask for no single one of them."""

from collections.abc import Iterator
from typing import Any, ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

_AD_WHOLE = (
    "impressions views plays_2s plays_6s likes comments shares saves follows_new conversions leads orders"
    " units new_customers product_impressions product_clicks engaged_views reposts link_clicks profile_visits"
    " deep_conversions add_to_cart carts orders_created product_views refunds first_orders live_enter"
    " live_gifts live_comments fans_club_joins messages_in conversations"
)
_AD_DECIMALS = (
    "spend gmv revenue refund_amount clicks completions plays_3s plays_p25 plays_p50 plays_p75 watch_time_s"
    " first_order_revenue_30d live_watch_time_s live_gift_amount"
)
_FLOWS = [*_AD_WHOLE.split(), *_AD_DECIMALS.split()]


def _columns(period: str, *more: str) -> Iterator[tuple[str, Any]]:
    key = ("account_id", period, "currency", "number")
    yield "pk", models.CompositePrimaryKey(*key, blank=True, editable=False, primary_key=True, serialize=False)
    yield (
        "account",
        models.ForeignKey(
            db_index=False,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="+",
            to="clients.networkaccount",
        ),
    )
    yield period, models.DateField()
    yield "currency", models.CharField(blank=True, max_length=3)
    yield "number", models.SmallIntegerField()
    for name in ("rows", *more):
        yield name, models.IntegerField()
    for flags in ("derived", "capped"):
        yield (
            flags,
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=30), default=list, size=None
            ),
        )
    for name in _AD_WHOLE.split():
        yield name, models.BigIntegerField(null=True)
    for name in _AD_DECIMALS.split():
        yield name, models.DecimalField(decimal_places=6, max_digits=24, null=True)


def _fill(table: str, days: str, keys: dict[str, str], counts: dict[str, str]) -> str:
    """Count what is there already."""
    stated = ", ".join(f"d.{name} IS NULL" for name in _FLOWS)
    by, told = ", ".join(keys.values()), ", ".join((*keys.values(), *counts.values()))
    return (
        f"INSERT INTO {table} ({', '.join((*keys, *counts))}, number, derived, capped, {', '.join(_FLOWS)})"
        f" SELECT {told}, row_number() OVER (PARTITION BY {by}), d.derived, d.capped,"
        f" {', '.join(f'sum(d.{name})' for name in _FLOWS)} FROM {days} GROUP BY {by}, d.derived, d.capped, {stated}"
        f" HAVING {' OR '.join(f'count(d.{name}) > 0' for name in _FLOWS)}"
    )


_DAYS = _fill(
    "campaigns_accountadday",
    "campaigns_adday d JOIN campaigns_adunit u ON u.id = d.ad_unit_id",
    {"account_id": "u.account_id", "day": "d.day", "currency": "u.currency"},
    {"rows": "count(*)"},
)
_MONTHS = _fill(
    "campaigns_accountadmonth",
    "campaigns_accountadday d",
    {"account_id": "d.account_id", "month": "date_trunc('month', d.day)::date", "currency": "d.currency"},
    {"rows": "sum(d.rows)", "days": "bit_or(1 << (extract(day FROM d.day)::int - 1))"},
)


class Migration(migrations.Migration):
    """What all ad units of an account did, by day and by month."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0007_metrics_of_snapshots")]
    operations: ClassVar[list[Any]] = [
        migrations.CreateModel("AccountAdDay", [*_columns("day")], options={"abstract": False}),
        migrations.CreateModel("AccountAdMonth", [*_columns("month", "days")], options={"abstract": False}),
        migrations.RunSQL(_DAYS, migrations.RunSQL.noop),
        migrations.RunSQL(_MONTHS, migrations.RunSQL.noop),
    ]
