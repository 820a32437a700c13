"""Numbers that are pushed or typed in, and the evidence for them."""

from typing import Any, ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Numbers that are pushed or typed in, and the evidence for them."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0012_collection")]
    operations: ClassVar[list[Any]] = []
