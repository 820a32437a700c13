"""Which metrics the days of an account's ads may state, and whether any number of its contents is marked."""

from typing import Any, ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

_MARKED = """
UPDATE campaigns_contentmetrics m SET marked = EXISTS (
    SELECT FROM campaigns_contentsnapshot s JOIN campaigns_content c ON c.id = s.content_id
    WHERE c.account_id = m.account_id AND (s.derived <> '{}' OR s.capped <> '{}')
)
"""


class Migration(migrations.Migration):
    """Which metrics the days of an account's ads may state, and whether any number of its contents is marked.

    An account without a row is read as one whose ads may state anything; its next load counts it.
    """

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0019_lean_revisions")]
    operations: ClassVar[list[Any]] = [
        migrations.AddField("contentmetrics", "marked", models.BooleanField(default=True)),
        migrations.RunSQL(_MARKED, migrations.RunSQL.noop, elidable=True),
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
    ]
