"""Tracking links and codes, and the conversions that come back through them."""

from typing import Any, ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Tracking links and codes, and the conversions that come back through them."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0003_tagging")]
    operations: ClassVar[list[Any]] = []
