"""How the columns of an agency's own tables are read."""

from typing import Any, ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.db import migrations, models

import apikit.models

_PROTECT = django.db.models.deletion.PROTECT
_NETWORKS = [(name, name) for name in ("tiktok", "douyin", "wechat", "weibo", "xiaohongshu")]


def _record() -> list[tuple[str, models.Field]]:
    now = django.db.models.functions.datetime.Now()
    return [
        ("id", models.UUIDField(default=apikit.models.new_id, editable=False, primary_key=True, serialize=False)),
        ("created_at", models.DateTimeField(db_default=now, editable=False)),
    ]


def _mapping(**more: Any) -> models.ForeignKey:
    return models.ForeignKey(to="campaigns.columnmapping", on_delete=_PROTECT, db_index=False, **more)


class Migration(migrations.Migration):
    """How the columns of an agency's own tables are read."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0009_import_jobs")]
    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                *_record(),
                ("name", models.CharField(max_length=50)),
                ("network", models.CharField(choices=_NETWORKS, max_length=20)),
                ("grain", models.CharField(max_length=20)),
                ("columns", models.JSONField()),
                ("fixed", models.JSONField(default=dict)),
                ("options", models.JSONField(default=dict)),
                (
                    "fingerprint",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), size=None),
                ),
                ("created_by", models.CharField(max_length=200)),
                ("archived_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("updated_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={"abstract": False},
        ),
        migrations.AddConstraint(
            "columnmapping",
            models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"),
                condition=models.Q(("archived_at", None)),
                name="one_mapping_per_name",
                violation_error_message="There is a mapping of this name already.",
            ),
        ),
        migrations.CreateModel(
            name="ColumnMappingVersion",
            fields=[
                *_record(),
                ("mapping", _mapping(related_name="versions")),
                ("number", models.PositiveIntegerField()),
                ("stated", models.JSONField()),
                ("created_by", models.CharField(max_length=200)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("mapping", "number"), name="one_mapping_version")],
            },
        ),
        migrations.AddField("import", "mapping", _mapping(null=True, related_name="imports")),
        migrations.AddField("import", "mapping_version", models.PositiveIntegerField(null=True)),
        migrations.AddField("import", "mapped_as", models.JSONField(null=True)),
    ]
