"""What in the numbers is hard to believe."""

from typing import Any, ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """What in the numbers is hard to believe."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0013_pushed_values")]
    operations: ClassVar[list[Any]] = []
