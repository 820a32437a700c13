"""Exchange rates that an agency states, by day."""

from typing import Any, ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Exchange rates that an agency states, by day."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("kpis", "0002_own_kpis")]
    operations: ClassVar[list[Any]] = []
