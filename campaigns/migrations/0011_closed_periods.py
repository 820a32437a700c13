"""Periods that published reports close, and what a preview shows."""

from typing import Any, ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import apikit.models


class Migration(migrations.Migration):
    """Periods that published reports close, and what a preview shows."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0010_column_mappings")]
    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            name="ClosedPeriod",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apikit.models.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closed_periods", to="clients.brand"
                    ),
                ),
                ("report", models.UUIDField()),
                ("title", models.CharField(max_length=300)),
                ("start", models.DateField()),
                ("end", models.DateField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report",),
                        name="one_closed_period_per_report",
                        violation_error_message="The report closes its period already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__gte", models.F("start"))),
                        name="closed_period_days",
                        violation_error_message="A closed period ends on or after the day it starts.",
                    ),
                ],
            },
        ),
        migrations.AddField("import", "preview", models.JSONField(null=True)),
        migrations.AddField("import", "previewed_counts", models.JSONField(null=True)),
        migrations.AddField("import", "renamed", models.JSONField(default=dict)),
        migrations.AddField("import", "header_drift", models.JSONField(null=True)),
        migrations.AddField("importrow", "cells", models.JSONField(null=True)),
        migrations.AddField("importrow", "understood", models.JSONField(null=True)),
        migrations.AddField("importrow", "changes", models.JSONField(null=True)),
    ]
