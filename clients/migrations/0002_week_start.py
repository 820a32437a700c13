"""The day on which an agency's weeks begin."""

from typing import Any, ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """The day on which an agency's weeks begin."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("clients", "0001_brands")]
    operations: ClassVar[list[Any]] = []
