"""KPIs of an agency's own, version by version."""

from typing import Any, ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """KPIs of an agency's own, version by version."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("kpis", "0001_targets_and_reports")]
    operations: ClassVar[list[Any]] = []
