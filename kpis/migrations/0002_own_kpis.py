"""KPIs of an agency's own, version by version."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Now

import apikit.models


def _key() -> tuple[str, Any]:
    return "id", models.UUIDField(default=apikit.models.new_id, editable=False, primary_key=True, serialize=False)


def _created_at() -> tuple[str, Any]:
    return "created_at", models.DateTimeField(db_default=Now(), editable=False)


class Migration(migrations.Migration):
    """KPIs of an agency's own, version by version."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("kpis", "0001_targets_and_reports")]
    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            name="OwnKpi",
            fields=[
                _key(),
                _created_at(),
                ("key", models.CharField(max_length=60)),
                ("definition", models.JSONField()),
                ("unit", models.CharField(max_length=10)),
                ("kpi_version", models.PositiveIntegerField(default=1)),
                ("archived_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("updated_at", models.DateTimeField(db_default=Now())),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key",),
                        name="own_kpi_key",
                        violation_error_message="The agency has a KPI of this key already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnKpiVersion",
            fields=[
                _key(),
                _created_at(),
                ("number", models.PositiveIntegerField()),
                ("definition", models.JSONField()),
                ("formulas", models.JSONField()),
                ("unit", models.CharField(max_length=10)),
                ("because_of", models.CharField(blank=True, max_length=60)),
                ("set_by", models.CharField(max_length=200)),
                (
                    "of",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="kpis.ownkpi",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("of", "number"), name="one_own_kpi_version")],
            },
        ),
    ]
