"""Agencies that leave: their grace period, and the proof that they are gone."""

from typing import Any, ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Agencies that leave: their grace period, and the proof that they are gone."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("agencies", "0003_requests_without_the_owner")]
    operations: ClassVar[list[Any]] = []
