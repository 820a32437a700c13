"""Which metrics the days of an account's ads may state, and whether any number of its contents is marked."""

from typing import Any, ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

MARKED = """
UPDATE campaigns_contentmetrics m SET marked = EXISTS (
    SELECT FROM campaigns_contentsnapshot s JOIN campaigns_content c ON c.id = s.content_id
    WHERE c.account_id = m.account_id AND (s.derived <> '{}' OR s.capped <> '{}')
)
"""
_METRICS = (
    "spend gmv revenue refund_amount impressions clicks views plays_2s plays_6s completions likes comments shares saves"
    " follows_new conversions leads orders units new_customers product_impressions product_clicks plays_3s plays_p25"
    " plays_p50 plays_p75 engaged_views watch_time_s reposts link_clicks profile_visits deep_conversions add_to_cart"
    " carts orders_created product_views refunds first_orders first_order_revenue_30d live_enter live_watch_time_s"
    " live_gifts live_gift_amount live_comments fans_club_joins messages_in conversations reach buyers live_viewers"
    " shop_visitors seeded seeded_deep live_peak"
).split()
_EVER = ", ".join(f"CASE WHEN bool_or(d.{name} IS NOT NULL) THEN '{name}' END" for name in sorted(_METRICS))
STATED = f"""
INSERT INTO campaigns_admetrics (account_id, ever)
SELECT u.account_id, array_remove(ARRAY[{_EVER}]::varchar[], NULL)
FROM campaigns_adunit u JOIN campaigns_adday d ON d.ad_unit_id = u.id GROUP BY 1
"""


class Migration(migrations.Migration):
    """Which metrics the days of an account's ads may state, and whether any number of its contents is marked.

    An account without a row is read as one whose ads may state anything; its first load of ads counts it.
    """

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0019_lean_revisions")]
    operations: ClassVar[list[Any]] = [
        migrations.AddField("contentmetrics", "marked", models.BooleanField(default=True)),
        migrations.RunSQL(MARKED, migrations.RunSQL.noop, elidable=True),
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
    ]
