"""How far an import that works in the background has come."""

from typing import Any, ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """How far an import that works in the background has come."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0008_ads_of_accounts")]
    operations: ClassVar[list[Any]] = []
