"""How the columns of an agency's own tables are read."""

from typing import Any, ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """How the columns of an agency's own tables are read."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("campaigns", "0009_import_jobs")]
    operations: ClassVar[list[Any]] = []
