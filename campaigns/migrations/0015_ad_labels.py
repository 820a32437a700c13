"""Which campaign the names of ad units stand for."""

from typing import Any, ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import apikit.models

_KINDS = [("name", "name"), ("external_id", "external_id")]
_LINKED_BY = [("label", "label"), ("parent", "parent")]


def _now() -> models.DateTimeField:
    return models.DateTimeField(db_default=django.db.models.functions.datetime.Now())


def _owner(model: str) -> models.ForeignKey:
    protect = django.db.models.deletion.PROTECT
    return models.ForeignKey(to=model, on_delete=protect, db_index=False, related_name="ad_labels")


class Migration(migrations.Migration):
    """Which campaign the names of ad units stand for."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0014_plausibility")]
    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            name="AdLabel",
            fields=[
                ("id", models.UUIDField(default=apikit.models.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ("account", _owner("clients.networkaccount")),
                ("campaign", _owner("campaigns.campaign")),
                ("source", models.CharField(max_length=60)),
                ("kind", models.CharField(choices=_KINDS, max_length=12)),
                ("text", models.CharField(max_length=300)),
                ("key", models.CharField(max_length=300)),
                ("created_by", models.CharField(max_length=200)),
                ("archived_by", models.CharField(blank=True, max_length=200)),
                ("archived_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("updated_at", _now()),
            ],
            options={"abstract": False},
        ),
        migrations.AddConstraint(
            "adlabel",
            models.UniqueConstraint(
                condition=models.Q(("archived_at", None)),
                fields=("account", "source", "kind", "key"),
                name="one_ad_label_per_text",
                violation_error_message="What this stands for is stated already.",
            ),
        ),
        migrations.AddField("adunit", "vendor_campaign_id", models.CharField(blank=True, default="", max_length=120)),
        migrations.AddField("adunit", "vendor_campaign_name", models.CharField(blank=True, default="", max_length=300)),
        migrations.AddField(
            "adunit", "linked_by", models.CharField(blank=True, choices=_LINKED_BY, default="", max_length=6)
        ),
        migrations.AddField(
            "adunit",
            "ad_label",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ad_units",
                to="campaigns.adlabel",
            ),
        ),
    ]
