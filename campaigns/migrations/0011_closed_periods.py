"""Periods that published reports close, and what a preview shows."""

from typing import Any, ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Periods that published reports close, and what a preview shows."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0010_column_mappings")]
    operations: ClassVar[list[Any]] = []
