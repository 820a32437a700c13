"""Decides which KPIs a client may see: those marked as shared, and nothing that is merely not marked."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any


class Visibility(StrEnum):
    """Who may see a result."""

    SHARED = "shared"
    INTERNAL = "internal"


def shared_kpis(snapshot: Mapping[str, Any]) -> frozenset[str]:
    """Return the KPIs that a client may see anywhere in this snapshot.

    A KPI is shared where some item says so and none says otherwise: one internal mark hides it everywhere.
    """
    stated: dict[str, set[str]] = {}
    for kpi, visibility in _stated_visibilities(snapshot):
        stated.setdefault(kpi, set()).add(visibility)
    return frozenset(kpi for kpi, marks in stated.items() if marks == {Visibility.SHARED.value})


def _stated_visibilities(snapshot: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for section in ("headline", "by_network", "series", "targets"):
        for item in snapshot.get(section) or ():
            if "visibility" in item:
                yield item["kpi"], str(item["visibility"])
    for content in snapshot.get("top_contents") or ():
        for kpi, cell in (content.get("results") or {}).items():
            if "visibility" in cell:
                yield kpi, str(cell["visibility"])
