"""How long an agency keeps each kind of data."""

from typing import Any, ClassVar

import django.db.models.functions.datetime
from django.db import migrations, models

import apikit.models


class Migration(migrations.Migration):
    """How long an agency keeps each kind of data."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("clients", "0002_week_start")]
    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            name="RetentionChoice",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apikit.models.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("kind", models.CharField(max_length=40, unique=True)),
                ("days", models.PositiveIntegerField(null=True)),
            ],
            options={"abstract": False},
        ),
    ]
