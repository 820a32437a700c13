"""What an audit entry says of changed values: ids of related rows, and of internal fields only that they changed."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model

INTERNAL = frozenset({"internal_notes", "internal"})
CONCEALED = "(internal)"


def audited(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the values as an audit entry keeps them; a reader of the trail may not be a reader of internal fields."""
    return {name: CONCEALED if name in INTERNAL else _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    match value:
        case Model():
            return str(value.pk)
        case date() | Decimal():  # a datetime is a date
            return str(value)
    return value
