"""Which metrics the days of an account's ads may state, and whether numbers of its contents may be marked."""

from typing import Any, ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

_FLOWS = (
    "spend gmv revenue refund_amount impressions clicks views plays_2s plays_6s completions likes comments shares saves"
    " follows_new conversions leads orders units new_customers product_impressions product_clicks plays_3s plays_p25"
    " plays_p50 plays_p75 engaged_views watch_time_s reposts link_clicks profile_visits deep_conversions add_to_cart"
    " carts orders_created product_views refunds first_orders first_order_revenue_30d live_enter live_watch_time_s"
    " live_gifts live_gift_amount live_comments fans_club_joins messages_in conversations"
).split()
_OTHERS = "reach buyers live_viewers shop_visitors seeded seeded_deep live_peak".split()


def _names(metrics: list[str]) -> str:
    """Write the names of the metrics that some row of a group states."""
    named = ", ".join(f"CASE WHEN bool_or(d.{name} IS NOT NULL) THEN '{name}' END" for name in metrics)
    return f"ARRAY[{named}]"


STATED = f"""
INSERT INTO campaigns_admetrics (account_id, ever)
SELECT account_id, array_agg(DISTINCT name ORDER BY name) FROM (
    SELECT d.account_id, unnest({_names(_FLOWS)}) AS name FROM campaigns_accountadmonth d GROUP BY 1
    UNION ALL
    SELECT u.account_id, unnest({_names(_OTHERS)}) FROM campaigns_adunit u JOIN campaigns_adday d ON d.ad_unit_id = u.id
    WHERE num_nonnulls({", ".join(f"d.{name}" for name in _OTHERS)}) > 0 GROUP BY 1
) stated WHERE name IS NOT NULL GROUP BY 1
"""


class Migration(migrations.Migration):
    """Which metrics the days of an account's ads may state, and whether numbers of its contents may be marked.

    Contents are taken as marked until the next load of some of the account looks again.
    """

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0019_lean_revisions")]
    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            "AdMetrics",
            [
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="clients.networkaccount",
                    ),
                ),
                (
                    "ever",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), default=list, size=None
                    ),
                ),
            ],
        ),
        migrations.RunSQL(STATED, migrations.RunSQL.noop, elidable=True),
        migrations.AddIndex(
            model_name="adunit",
            index=models.Index(
                fields=["account"], condition=models.Q(level__in=("shop", "live_room")), name="whole_ad_units"
            ),
        ),
        migrations.AddField("contentmetrics", "marked", models.BooleanField(db_default=True)),
    ]
