"""A month's roll-up by the set of metrics that its days state, for accounts and ad units."""

from typing import Any, ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """A month's roll-up by the set of metrics that its days state, for accounts and ad units."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0004_links_and_conversions")]
    operations: ClassVar[list[Any]] = []
