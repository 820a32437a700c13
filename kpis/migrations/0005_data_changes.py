"""Whatever changes an agency's data leaves a number behind."""

from typing import Any, ClassVar

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    """Whatever changes an agency's data leaves a number behind."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("kpis", "0004_closed_periods")]
    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            name="DataChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("noted_at", models.DateTimeField(db_default=Now())),
            ],
        ),
    ]
