"""How long an agency keeps each kind of data."""

from typing import Any, ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """How long an agency keeps each kind of data."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("clients", "0002_week_start")]
    operations: ClassVar[list[Any]] = []
