"""The day on which an agency's weeks begin."""

from typing import Any, ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """The day on which an agency's weeks begin."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("clients", "0001_brands")]
    operations: ClassVar[list[Any]] = [
        migrations.AddField(
            model_name="agencyprofile",
            name="week_start",
            field=models.CharField(
                choices=[("monday", "monday"), ("sunday", "sunday"), ("saturday", "saturday")],
                db_default="monday",
                default="monday",
                max_length=10,
            ),
        ),
    ]
