"""How far an import that works in the background has come."""

from decimal import Decimal
from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models

STATES = ("queued", "running", "previewed", "committed", "failed", "cancelled", "reverted")
MOVE = """
INSERT INTO campaigns_importfilepart (upload_id, number, data) SELECT upload_id, 0, data FROM campaigns_importfile
"""


class Migration(migrations.Migration):
    """How far an import that works in the background has come."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0008_ads_of_accounts")]
    operations: ClassVar[list[Any]] = [
        migrations.RemoveConstraint(model_name="import", name="import_state"),
        migrations.AlterField(
            model_name="import",
            name="state",
            field=models.CharField(choices=[(state, state) for state in STATES], default="queued", max_length=10),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(condition=models.Q(("state__in", STATES)), name="import_state"),
        ),
        migrations.CreateModel(
            name="ImportFilePart",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "upload_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("data", models.BinaryField()),
                (
                    "upload",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="file_parts",
                        to="campaigns.import",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.DeleteModel(name="ImportFile"),
        migrations.CreateModel(
            name="ImportWork",
            fields=[
                (
                    "upload",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="work",
                        serialize=False,
                        to="campaigns.import",
                    ),
                ),
                ("write", models.BooleanField()),
                ("actor_id", models.UUIDField(null=True)),
                ("credential_id", models.UUIDField(null=True)),
                ("request_id", models.CharField(blank=True, max_length=128)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("share", models.DecimalField(decimal_places=4, default=Decimal(0), max_digits=5)),
                ("started_at", models.DateTimeField(null=True)),
                ("moved_at", models.DateTimeField(null=True)),
                ("cancel_asked_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("share__gte", 0), ("share__lte", 1)), name="import_work_share"
                    ),
                ],
            },
        ),
    ]
