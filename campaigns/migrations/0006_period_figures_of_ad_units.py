"""The vendor's own figure for a window can be of an ad unit too, not of the whole account alone."""

from typing import Any, ClassVar

from django.db import migrations, models

_TABLE = "campaigns_periodfact"


def _key(columns: str) -> str:
    return f"ALTER TABLE {_TABLE} DROP CONSTRAINT {_TABLE}_pkey, ADD PRIMARY KEY ({columns})"


class Migration(migrations.Migration):
    """The vendor's own figure for a window can be of an ad unit too, not of the whole account alone."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0005_months_by_stated_metrics")]
    operations: ClassVar[list[Any]] = [
        migrations.AddField("periodfact", "scope", models.CharField(blank=True, default="", max_length=36), preserve_default=False),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    _key('account_id, metric, start, "end", scope'), _key('account_id, metric, start, "end"')
                ),
            ],
            state_operations=[
                migrations.RemoveField("periodfact", "pk"),
                migrations.AddField(
                    "periodfact",
                    "pk",
                    models.CompositePrimaryKey("account_id", "metric", "start", "end", "scope", blank=True, editable=False, primary_key=True, serialize=False),
                ),
            ],
        ),
    ]
