"""Which campaign the names of ad units stand for."""

from typing import Any, ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Which campaign the names of ad units stand for."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0014_plausibility")]
    operations: ClassVar[list[Any]] = []
