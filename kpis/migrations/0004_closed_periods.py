"""Which periods a published report closes."""

from typing import Any, ClassVar

from django.db import migrations, models

_CLOSE_WHAT_IS_PUBLISHED = """
INSERT INTO campaigns_closedperiod (id, brand_id, report, title, start, "end")
SELECT uuidv7(), brand_id, id, title, start, "end" FROM kpis_report WHERE state = 'published'
"""


class Migration(migrations.Migration):
    """Which periods a published report closes."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("kpis", "0003_exchange_rates"),
        ("campaigns", "0011_closed_periods"),
    ]
    operations: ClassVar[list[Any]] = [
        migrations.AddField("report", "reopened_at", models.DateTimeField(null=True)),
        migrations.AddField("report", "reopened_by", models.CharField(blank=True, max_length=200)),
        migrations.AddField("report", "reopening_reason", models.TextField(blank=True)),
        migrations.RunSQL(_CLOSE_WHAT_IS_PUBLISHED, migrations.RunSQL.noop),
    ]
