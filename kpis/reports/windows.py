"""Windows of whole days as they stand in a snapshot."""

from collections.abc import Mapping
from datetime import date
from typing import Any


def window_of(window: Mapping[str, Any] | None) -> tuple[date, date] | None:
    """Return the first and the last day of a window, both included; None where it is not known."""
    if not window or not window.get("start") or not window.get("end"):
        return None
    return date.fromisoformat(window["start"]), date.fromisoformat(window["end"])


def length_of(window: Mapping[str, Any] | None) -> int | None:
    """Return how many days a window has."""
    days = window_of(window)
    return (days[1] - days[0]).days + 1 if days else None
