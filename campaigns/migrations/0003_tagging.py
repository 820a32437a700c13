"""Tag rules and who tagged what."""

from typing import Any, ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Tag rules and who tagged what."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0002_metrics")]
    operations: ClassVar[list[Any]] = []
