"""Lenses: what one kind of reader sees of a frozen report, chosen by allow-list and never recomputed."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, assert_never

from kpis.reports.changes import change_of
from kpis.reports.errors import UnknownLens
from kpis.reports.lens_shapes import ACCOUNT_MANAGER_SHAPE, CLIENT_SHAPE
from kpis.reports.narrative import narrate
from kpis.reports.shapes import keep
from kpis.reports.visibility import shared_kpis
from kpis.reports.words import Words, words_in

# Grades by these lenses rest on what a client may see; peers are other clients of the agency.
_LENSES_FOR_CLIENTS = frozenset({"target", "history", "industry"})


class Lens(StrEnum):
    """Who is reading. More lenses will come; each is one more allow-list."""

    ACCOUNT_MANAGER = "account_manager"
    CLIENT = "client"


def see(snapshot: Mapping[str, Any], lens: Lens | str, language: str) -> dict[str, Any]:
    """Return what a reader sees of a snapshot: its named fields, redacted, with words in the reader's language.

    The values are the snapshot's own, as they stand. Added are `lens`, `language`, `labels` (`kpis`, `networks`,
    `bands`, `statuses`, `reasons`, ..., each from key to text), a `name` and a `change` on each headline result, and
    the `narrative`. Raises UnknownLens and UnknownLanguage, both ValueErrors with a code.
    """
    words = words_in(language)
    view = _redacted(snapshot, _known_lens(lens))
    view |= {"lens": str(lens), "language": language, "labels": _labels(view, words)}
    for item in view.get("headline") or ():
        item["name"] = view["labels"]["kpis"][item["kpi"]]
        item["change"] = change_of(item).to_dict()
    view["narrative"] = [sentence.to_dict() for sentence in narrate(view, words)]
    return view


def _known_lens(lens: Lens | str) -> Lens:
    try:
        return Lens(lens)
    except ValueError:
        raise UnknownLens(f"Reports have no lens {lens!r}; they have {', '.join(Lens)}.") from None


def _redacted(snapshot: Mapping[str, Any], lens: Lens) -> dict[str, Any]:
    match lens:
        case Lens.ACCOUNT_MANAGER:
            return dict(keep(snapshot, ACCOUNT_MANAGER_SHAPE))
        case Lens.CLIENT:
            return _without_internal_kpis(keep(snapshot, CLIENT_SHAPE), shared_kpis(snapshot))
        case _:
            assert_never(lens)


def _without_internal_kpis(view: dict[str, Any], shared: frozenset[str]) -> dict[str, Any]:
    for section in ("headline", "by_network", "series", "targets"):
        if view.get(section):
            view[section] = [item for item in view[section] if item["kpi"] in shared]
    for item in [*(view.get("headline") or ()), *(view.get("by_network") or ())]:
        if item.get("grade"):
            item["grade"] = _grade_for_clients(item["grade"])
    for content in view.get("top_contents") or ():
        results = content.get("results") or {}
        content["results"] = {kpi: cell for kpi, cell in results.items() if kpi in shared}
    if view.get("provenance"):
        versions = view["provenance"].get("kpi_versions") or {}
        view["provenance"]["kpi_versions"] = {kpi: version for kpi, version in versions.items() if kpi in shared}
        view["provenance"]["benchmarks"] = _cited_benchmarks(view)
    return view


def _grade_for_clients(grade: dict[str, Any]) -> dict[str, Any]:
    shown = [row for row in grade.get("lenses") or () if row.get("lens") in _LENSES_FOR_CLIENTS]
    if grade.get("decided_by") in {None, *_LENSES_FOR_CLIENTS}:
        return {**grade, "lenses": shown}
    hidden = {"band": None, "decided_by": None, "reason": "not_shared", "qualified": False, "disagreement": False}
    return {**hidden, "lenses": shown}


def _cited_benchmarks(view: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the benchmarks that a shown grade names: the others would tell of grades that are not shown."""
    results = [*(view.get("headline") or ()), *(view.get("by_network") or ())]
    cited = {row.get("benchmark") for item in results for row in (item.get("grade") or {}).get("lenses") or ()}
    return [row for row in view["provenance"].get("benchmarks") or () if row.get("key") in cited]


def _labels(view: Mapping[str, Any], words: Words) -> dict[str, dict[str, str]]:
    return {"kpis": _kpi_labels(view, words), **{name: dict(found) for name, found in words.vocabularies.items()}}


def _kpi_labels(view: Mapping[str, Any], words: Words) -> dict[str, str]:
    labels: dict[str, str] = {}
    for section in ("headline", "by_network", "series", "targets"):
        for item in view.get(section) or ():
            labels.setdefault(item["kpi"], words.name_of(item))
    for content in view.get("top_contents") or ():
        for kpi, cell in (content.get("results") or {}).items():
            labels.setdefault(kpi, words.name_of({"kpi": kpi, **cell}))
    return labels
