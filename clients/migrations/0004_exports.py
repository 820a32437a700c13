"""The archives that an agency had made of everything it has."""

from typing import Any, ClassVar

import django.db.models.functions.datetime
from django.db import migrations, models

import apikit.models

STATES = ("queued", "running", "ready", "failed", "expired")


class Migration(migrations.Migration):
    """The archives that an agency had made of everything it has."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("clients", "0003_retention")]
    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            name="AgencyExport",
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
                    "state",
                    models.CharField(
                        choices=[(state, state) for state in STATES], default="queued", max_length=10
                    ),
                ),
                ("created_by", models.CharField(max_length=200)),
                ("bytes", models.BigIntegerField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("manifest_digest", models.CharField(blank=True, max_length=64)),
                ("tables", models.PositiveIntegerField(null=True)),
                ("rows", models.BigIntegerField(null=True)),
                ("files", models.PositiveIntegerField(null=True)),
                ("problem", models.JSONField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", list(STATES))), name="export_state"
                    )
                ],
            },
        ),
    ]
