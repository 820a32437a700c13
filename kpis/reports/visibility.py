"""Decides which KPIs a client may see: those marked as shared, and nothing that is merely not marked."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

# An agency's own costs. A KPI over either lets a client work them out from numbers it already has.
INTERNAL_METRICS = frozenset({"cost_internal", "cost_total"})


class Visibility(StrEnum):
    """Who may see a result."""

    SHARED = "shared"
    INTERNAL = "internal"


def visibility_of(metrics: Iterable[str]) -> Visibility:
    """Say who may see a KPI that rests on these base metrics, those of its referenced KPIs included."""
    return Visibility.SHARED if INTERNAL_METRICS.isdisjoint(metrics) else Visibility.INTERNAL


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
