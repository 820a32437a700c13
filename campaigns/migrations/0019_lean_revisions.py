"""Revisions hold values alone, by the columns that their import states, and are found by the row that they speak of."""

from typing import Any, ClassVar

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

_NAME_STATED = """
UPDATE campaigns_import i SET stated = found.names FROM (
    SELECT r.upload_id, array_agg(DISTINCT name ORDER BY name) AS names
    FROM campaigns_factrevision r, jsonb_object_keys(r.said) AS name GROUP BY r.upload_id
) found WHERE found.upload_id = i.id
"""
_MOVE_VALUES = """
UPDATE campaigns_factrevision r
SET values = ARRAY(SELECT r.said ->> name FROM unnest(i.stated) WITH ORDINALITY AS s(name, place) ORDER BY place)
FROM campaigns_import i WHERE i.id = r.upload_id
"""
REWRITE = [
    "ALTER TABLE campaigns_factrevision ADD COLUMN values text[] NOT NULL DEFAULT '{}'",
    _NAME_STATED,
    _MOVE_VALUES,
    "ALTER TABLE campaigns_factrevision DROP COLUMN said",
    "ALTER TABLE campaigns_factrevision RENAME COLUMN values TO said",
    "ALTER TABLE campaigns_factrevision ALTER COLUMN said DROP DEFAULT",
    "DROP INDEX revision_by_row",
    "DROP INDEX campaigns_factrevision_upload_id_08475605",
    "ALTER TABLE campaigns_factrevision DROP COLUMN id",
    "ALTER TABLE campaigns_factrevision ADD PRIMARY KEY (grain, owner_id, day, part, upload_id)",
]
_UPLOAD: Any = models.ForeignKey(
    to="campaigns.import",
    on_delete=django.db.models.deletion.PROTECT,
    db_constraint=False,
    db_index=False,
    related_name="revisions",
)
_STATED = django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list)
_SAID = django.contrib.postgres.fields.ArrayField(base_field=models.TextField(null=True))
_KEY = models.CompositePrimaryKey(
    "grain", "owner_id", "day", "part", "upload_id", blank=True, editable=False, primary_key=True, serialize=False
)


class Migration(migrations.Migration):
    """Revisions hold values alone, by the columns that their import states, and are found by the row they speak of."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0018_statistics")]
    operations: ClassVar[list[Any]] = [
        migrations.AddField(model_name="import", name="stated", field=_STATED),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(REWRITE, elidable=False)],
            state_operations=[
                migrations.RemoveIndex(model_name="factrevision", name="revision_by_row"),
                migrations.RemoveField(model_name="factrevision", name="id"),
                migrations.AddField(model_name="factrevision", name="pk", field=_KEY),
                migrations.AlterField(model_name="factrevision", name="upload", field=_UPLOAD),
                migrations.AlterField(model_name="factrevision", name="said", field=_SAID),
            ],
        ),
        migrations.AddIndex(
            model_name="factrevision",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["upload"], autosummarize=True, name="revision_by_import"
            ),
        ),
    ]
