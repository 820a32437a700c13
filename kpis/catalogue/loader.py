"""Loads and checks the catalogue; every mistake in it is reported at once, with file and field."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from campaigns.definitions import DefinitionsError, Mistake, read_yaml
from campaigns.metrics import METRICS
from kpis.catalogue.base_metrics import base_kpis
from kpis.catalogue.building import build, vocabularies
from kpis.catalogue.checks import check_metric_key, check_places, check_reach, check_references
from kpis.catalogue.drafts import Draft, read_draft
from kpis.catalogue.kpi import Kpi
from kpis.catalogue.vanity import inherited_classes
from kpis.formulas import Vocabulary

DEFINITIONS = Path(__file__).parent / "definitions"


class CatalogueError(DefinitionsError):
    """KPI definitions that cannot be used."""


@cache
def catalogue() -> Mapping[str, Kpi]:
    """Return the product's KPIs by key. Read once; raises CatalogueError when a file is wrong."""
    return load_catalogue(DEFINITIONS)


def load_catalogue(folder: Path) -> Mapping[str, Kpi]:
    """Return the KPIs of a folder of definition files together with those of the base metrics.

    A file of a base metric's key says more about the metric's own KPI. Raises CatalogueError with all mistakes of
    all files.
    """
    mistakes: list[Mistake] = []
    drafts = [draft for path in sorted(folder.glob("*.yaml")) if (draft := _draft_of(path, mistakes))]
    reviewed = {draft.key for draft in drafts}
    bare = {kpi.key: kpi for kpi in base_kpis() if kpi.key not in reviewed}
    return _checked(drafts, bare, mistakes, metrics_too=True)


def build_kpis(definitions: Iterable[Mapping[str, Any]], known: Mapping[str, Kpi]) -> Mapping[str, Kpi]:
    """Return `known` and an agency's own KPIs, checked by the rules of the catalogue's files.

    Each definition has `key`, `names` (at least `en`), `networks` (list or "all"), `formula` or
    `formulas` (by network) and `direction`; the catalogue's other fields are optional and the unit is
    worked out. Raises CatalogueError with all mistakes; a mistake's `file` is the KPI's key.
    """
    mistakes: list[Mistake] = []
    drafts = [read_draft(str(fields.get("key")), fields, mistakes, reviewed=False) for fields in definitions]
    return _checked(drafts, known, mistakes)


def _draft_of(path: Path, mistakes: list[Mistake]) -> Draft | None:
    fields = read_yaml(path, mistakes)
    if not isinstance(fields, dict):
        mistakes.append(Mistake(path.name, "(file)", "expected a mapping of fields"))
        return None
    draft = read_draft(path.name, fields, mistakes, reviewed=True)
    if draft.key != path.stem:
        draft.reader.mistake("key", f"expected {path.stem}, the name of the file")
    return draft


def _checked(
    drafts: list[Draft], known: Mapping[str, Kpi], mistakes: list[Mistake], *, metrics_too: bool = False
) -> Mapping[str, Kpi]:
    found, names = dict(known), vocabularies(drafts, known)
    sound = []
    for draft in drafts:
        if draft.key in found or (draft.key in METRICS and not metrics_too):
            draft.reader.mistake("key", f"{draft.key} is taken")
            continue
        if draft.key in METRICS:
            check_metric_key(draft)
        found[draft.key] = _checked_kpi(draft, names)
        sound.append(draft)
    found |= inherited_classes(sound, found)
    for draft in drafts:
        check_references(draft, found)
    if mistakes:
        raise CatalogueError(mistakes)
    return MappingProxyType(found)


def _checked_kpi(draft: Draft, names: Mapping[str, Vocabulary]) -> Kpi:
    kpi = build(draft, names)
    check_reach(draft, kpi)
    check_places(draft, kpi)
    return kpi
