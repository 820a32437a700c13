"""Which metrics the snapshots of an account's contents state at all, and which each of them."""

from typing import Any, ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


def _names() -> Any:
    base = models.CharField(max_length=30)
    return django.contrib.postgres.fields.ArrayField(base_field=base, default=list, size=None)


class Migration(migrations.Migration):
    """Which metrics the snapshots of an account's contents state at all, and which each of them.

    An account without a row is read as one of which nothing is known; its next load counts it.
    """

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0006_period_figures_of_ad_units")]
    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            "ContentMetrics",
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
                ("ever", _names()),
                ("always", _names()),
            ],
        ),
    ]
