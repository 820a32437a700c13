"""Which periods a published report closes."""

from typing import Any, ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Which periods a published report closes."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("kpis", "0003_exchange_rates")]
    operations: ClassVar[list[Any]] = []
