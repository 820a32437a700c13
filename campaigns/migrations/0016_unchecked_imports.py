"""What a load writes by the ten thousand is no longer looked up again, line by line, in the imports."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models

_REFERENCES = {
    "campaigns_factrevision": "campaigns_factrevisi_upload_id_08475605_fk_campaigns",
    "campaigns_importrow": "campaigns_importrow_upload_id_2f87ec8e_fk_campaigns_import_id",
}


def _unchecked() -> list[migrations.RunSQL]:
    """Drop the checks by name: the schema editor finds them only in tables that exist, so in no template."""
    return [
        migrations.RunSQL(
            f"ALTER TABLE {table} DROP CONSTRAINT {name}",
            f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (upload_id) REFERENCES campaigns_import (id)"
            " DEFERRABLE INITIALLY DEFERRED",
        )
        for table, name in _REFERENCES.items()
    ]


def _upload(on_delete: Any, **more: Any) -> models.ForeignKey:
    return models.ForeignKey(to="campaigns.import", on_delete=on_delete, db_constraint=False, **more)


class Migration(migrations.Migration):
    """What a load writes by the ten thousand is no longer looked up again, line by line, in the imports."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0015_ad_labels")]
    operations: ClassVar[list[Any]] = [
        migrations.SeparateDatabaseAndState(
            database_operations=_unchecked(),
            state_operations=[
                migrations.AlterField(
                    model_name="factrevision",
                    name="upload",
                    field=_upload(django.db.models.deletion.PROTECT, related_name="revisions"),
                ),
                migrations.AlterField(
                    model_name="importrow",
                    name="upload",
                    field=_upload(django.db.models.deletion.CASCADE, db_index=False, related_name="rows"),
                ),
            ],
        ),
        migrations.RemoveIndex(model_name="importrow", name="import_row_by_outcome"),
        migrations.AddIndex(
            model_name="importrow",
            index=models.Index(
                fields=["upload", "line"], name="import_row_refused", condition=models.Q(outcome="refused")
            ),
        ),
    ]
