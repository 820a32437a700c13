"""Columns that vendors renamed: what somebody of the agency said once of such a header is remembered."""

from collections.abc import Mapping
from typing import Any

from campaigns.models import Import

LOOKED_BACK = 100
"""Imports with renamed columns that are looked at, the newest first; their headers are few."""

Remembered = Mapping[str, tuple[str, ...]]
"""Headers of files with what they stood for, the newest first."""


def remembered_renames(network: str) -> Remembered:
    """Give what headers stood for in the committed imports of a network."""
    told = Import.objects.filter(account__network=network, state="committed").exclude(renamed={})
    found: dict[str, tuple[str, ...]] = {}
    for renamed in told.order_by("-created_at").values_list("renamed", flat=True)[:LOOKED_BACK]:
        for header, own in renamed.items():
            found[header] = (*found.get(header, ()), own)
    return found


def recalled(remembered: Remembered, drift: Mapping[str, Any] | None) -> dict[str, str]:
    """Give what the unknown columns of a drifted header stand for: of what is remembered, what its profile lacks."""
    found: dict[str, str] = {}
    for header in drift["unknown"] if drift is not None else ():
        missing = set(drift["missing"] if drift is not None else ()) - set(found.values())
        own = next((own for own in remembered.get(header, ()) if own in missing), None)
        if own is not None:
            found[header] = own
    return found
