"""Shows what a formula comes to over the agency's own data before anything is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from campaigns.metrics import METRICS
from kpis.catalogue import Kpi, catalogue
from kpis.compute.question import Question
from kpis.results.items import Item, result_page

GROUPS_AT_MOST = 50


@dataclass(frozen=True)
class PreviewWarning:
    """What to know of a formula that is sound all the same; `metric` is the one it is about."""

    code: str
    detail: str
    metric: str | None = None


@dataclass(frozen=True)
class Preview:
    """The results of a formula that is not saved, whether there are more groups, and what to know of it."""

    items: Sequence[Item]
    more: bool
    warnings: Sequence[PreviewWarning]


def preview(kpi: Kpi, question: Question, *, today: date) -> Preview:
    """Compute a KPI as results would, together with the metrics that it needs, so that what is missing can be named."""
    base = [catalogue()[key] for key in sorted(kpi.metrics()) if key in catalogue()]
    asked = replace(question, kpis=(kpi, *base))
    items, more = result_page(asked, today=today, limit=GROUPS_AT_MOST)
    mine = [item for item in items if item["kpi"] == kpi.key]
    return Preview(mine, more, _warnings(kpi, mine, items))


def _warnings(kpi: Kpi, mine: Sequence[Item], items: Sequence[Item]) -> list[PreviewWarning]:
    silent = [
        key
        for key in sorted(kpi.metrics())
        if _asked(key, items) and not any(_tells(item) for item in _asked(key, items))
    ]
    found = [_without_data(key) for key in silent]
    unknown = bool(mine) and not any(_tells(item) for item in mine)
    if unknown and not silent and {item["reason"] for item in mine} == {"no_data"}:
        detail = "Each metric has data, but no row states all of them together."
        found.append(PreviewWarning("never_together", detail))
    if not mine:
        found.append(PreviewWarning("nothing_in_scope", "No account in this scope was in use in these days."))
    return found


def _asked(key: str, items: Sequence[Item]) -> list[Mapping[str, Any]]:
    return [item for item in items if item["kpi"] == key]


def _tells(item: Mapping[str, Any]) -> bool:
    return item["value"] is not None or item["reason"] not in {"no_data", "not_on_network"}


def _without_data(key: str) -> PreviewWarning:
    name = METRICS[key].names["en"]
    return PreviewWarning("metric_without_data", f"{name} ({key}) has no data in this scope and window.", key)
