"""A month's roll-up by the set of metrics that its days state, for accounts and ad units."""

from collections.abc import Iterator
from typing import Any, ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

_ACCOUNT_WHOLE = (
    "impressions views reads likes comments shares saves wow reposts danmaku profile_visits link_clicks"
    " delivered sentiment_rated follows_new follows_lost follows_net leads conversations messages_in"
    " csat_answers opportunities opportunities_won contacts_new brand_mentions user_posts visits users_new"
)
_ACCOUNT_DECIMALS = (
    "watch_time_s completions push_reads sentiment_sum comments_positive comments_neutral comments_negative"
    " clicks conversations_replied conversations_resolved first_response_s resolution_s csat_sum retained_d1"
    " retained_d7 retained_d30"
)
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


def _columns(owner: str, to: str, whole: str, decimals: str) -> Iterator[tuple[str, Any]]:
    yield (
        "pk",
        models.CompositePrimaryKey(
            f"{owner}_id", "month", "number", blank=True, editable=False, primary_key=True, serialize=False
        ),
    )
    yield (
        owner,
        models.ForeignKey(
            db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="months", to=to
        ),
    )
    yield "month", models.DateField()
    yield "number", models.SmallIntegerField()
    yield "rows", models.IntegerField()
    yield "days", models.IntegerField()
    for flags in ("derived", "capped"):
        yield (
            flags,
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=30), default=list, size=None
            ),
        )
    for name in whole.split():
        yield name, models.BigIntegerField(null=True)
    for name in decimals.split():
        yield name, models.DecimalField(decimal_places=6, max_digits=24, null=True)


def _fill(days: str, months: str, owner: str, flows: list[str]) -> str:
    """Count the months of the days that are there already."""
    stated = ", ".join(f"d.{name} IS NULL" for name in flows)
    return (
        f"INSERT INTO {months} ({owner}, month, number, rows, days, derived, capped, {', '.join(flows)})"
        f" SELECT d.{owner}, date_trunc('month', d.day)::date, row_number() OVER (PARTITION BY d.{owner},"
        " date_trunc('month', d.day)::date), count(*), bit_or(1 << (extract(day FROM d.day)::int - 1)),"
        f" d.derived, d.capped, {', '.join(f'sum(d.{name})' for name in flows)} FROM {days} d"
        f" GROUP BY d.{owner}, date_trunc('month', d.day)::date, d.derived, d.capped, {stated}"
        f" HAVING {' OR '.join(f'count(d.{name}) > 0' for name in flows)}"
    )


class Migration(migrations.Migration):
    """A month's roll-up by the set of metrics that its days state, for accounts and ad units."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0004_links_and_conversions")]
    operations: ClassVar[list[Any]] = [
        migrations.DeleteModel("AccountMonth"),
        migrations.CreateModel(
            "AccountMonth",
            [*_columns("account", "clients.networkaccount", _ACCOUNT_WHOLE, _ACCOUNT_DECIMALS)],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            "AdMonth",
            [*_columns("ad_unit", "campaigns.adunit", _AD_WHOLE, _AD_DECIMALS)],
            options={"abstract": False},
        ),
        migrations.RunSQL(
            _fill(
                "campaigns_accountday",
                "campaigns_accountmonth",
                "account_id",
                [*_ACCOUNT_WHOLE.split(), *_ACCOUNT_DECIMALS.split()],
            ),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            _fill("campaigns_adday", "campaigns_admonth", "ad_unit_id", [*_AD_WHOLE.split(), *_AD_DECIMALS.split()]),
            migrations.RunSQL.noop,
        ),
    ]
