"""Builds an agency's KPIs beside the product's: those that work, and what is wrong with those that do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from campaigns.definitions import Mistake
from campaigns.metrics import NETWORKS
from kpis.catalogue import CatalogueError, Kpi, build_kpis
from kpis.formulas import FormulaError, parse
from kpis.formulas.evaluation import DAYS
from kpis.formulas.functions import FUNCTIONS
from kpis.own.definition import Definition, formula_texts

INTERNAL_METRICS = frozenset({"cost_internal"})  # seen by fewer people than results are
RESERVED_KEYS = frozenset({*FUNCTIONS, DAYS})
ALL = "all"

Fields = Mapping[str, Any]  # a definition with its key and version


@dataclass(frozen=True)
class Built:
    """The product's KPIs with the agency's own that work, and the mistakes of those that do not, by key."""

    kpis: Mapping[str, Kpi]
    broken: Mapping[str, tuple[Mistake, ...]] = field(default_factory=dict)


def build(definitions: Sequence[Fields], product: Mapping[str, Kpi]) -> Built:
    """Return what an agency's definitions come to beside the product's KPIs.

    A definition at fault takes those with it that refer to it, since a product's KPI of the same key may mean
    something else; the rest is as if they were not there.
    """
    broken = {str(each["key"]): found for each in definitions if (found := _refused_here(each))}
    while True:
        _break_dependents(definitions, broken)
        sound = [each for each in definitions if each["key"] not in broken]
        try:
            kpis = build_kpis(sound, product)
        except CatalogueError as error:
            for mistake in error.mistakes:
                broken[mistake.file] = (*broken.get(mistake.file, ()), mistake)
            continue
        internal = {key: _internal(kpis[key]) for key in (str(each["key"]) for each in sound) if _internal(kpis[key])}
        if not internal:
            return Built(kpis, MappingProxyType(broken))
        broken |= internal


def everywhere(fields: Fields, others: Sequence[Fields], product: Mapping[str, Kpi]) -> list[str]:
    """Return the networks on which a formula can be computed; all of them where it is at fault itself."""
    alone = ({**fields, "networks": [network]} for network in NETWORKS)
    key = str(fields["key"])
    found = [each["networks"][0] for each in alone if key not in build([*others, each], product).broken]
    return found or list(NETWORKS)


def refers_to(definition: Definition, keys: frozenset[str]) -> frozenset[str]:
    """Return those of the keys that a definition's formulas name."""
    named: set[str] = set()
    for text in formula_texts(definition):
        try:
            named |= parse(text).names()
        except FormulaError:
            continue
    return keys & named


def _refused_here(fields: Fields) -> tuple[Mistake, ...]:
    key = str(fields["key"])
    if key in RESERVED_KEYS:
        return (Mistake(key, "key", f"{key} means something in formulas already", "reserved_key"),)
    return ()


def _break_dependents(definitions: Sequence[Fields], broken: dict[str, tuple[Mistake, ...]]) -> None:
    waiting = [each for each in definitions if each["key"] not in broken]
    spread = True
    while spread:
        spread = False
        for fields in waiting:
            key = str(fields["key"])
            if key not in broken and (through := refers_to(fields, frozenset(broken))):
                detail = f"refers to {', '.join(sorted(through))}, which cannot be used"
                broken[key] = (Mistake(key, "formula", detail, "broken_reference"),)
                spread = True


def _internal(kpi: Kpi) -> tuple[Mistake, ...]:
    names = ", ".join(sorted(INTERNAL_METRICS & kpi.metrics()))
    if not names:
        return ()
    return (Mistake(kpi.key, "formula", f"{names} is not for everybody who sees results", "internal_metric"),)
