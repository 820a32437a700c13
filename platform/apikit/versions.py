"""Changes a row with a version by compare-and-set."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from apikit.etag import VersionConflict, bump_version


def differing(row: Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """Give those values that the row does not have yet."""
    return {name: value for name, value in values.items() if getattr(row, name) != value}


def revise(row: Model, *, expected: int | None, **changes: Any) -> None:
    """Write the changes and raise the row's version; raises VersionConflict where it is no longer `expected`.

    The row is read again afterwards. None expects any version.
    """
    manager = type(row)._default_manager
    if bump_version(manager.filter(pk=row.pk), expected=expected, **changes) == 0:
        raise VersionConflict
    row.refresh_from_db()
