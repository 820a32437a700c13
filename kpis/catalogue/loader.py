"""Loads and checks the catalogue; every mistake in it is reported at once, with file and field."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from campaigns.definitions import DefinitionsError, Mistake, read_yaml
from campaigns.metrics import METRICS, Unit
from kpis.catalogue.base_metrics import METRIC_VOCABULARY, base_kpis
from kpis.catalogue.drafts import Draft, read_draft
from kpis.catalogue.kpi import Kpi, KpiClass
from kpis.formulas import Formula, FormulaError, Vocabulary, compile_formula

DEFINITIONS = Path(__file__).parent / "definitions"


class CatalogueError(DefinitionsError):
    """KPI definitions that cannot be used."""


@cache
def catalogue() -> Mapping[str, Kpi]:
    """Return the product's KPIs by key. Read once; raises CatalogueError when a file is wrong."""
    return load_catalogue(DEFINITIONS)


def load_catalogue(folder: Path) -> Mapping[str, Kpi]:
    """Return the KPIs of a folder of definition files together with those of the base metrics.

    Raises CatalogueError with all mistakes of all files.
    """
    mistakes: list[Mistake] = []
    drafts = [draft for path in sorted(folder.glob("*.yaml")) if (draft := _draft_of(path, mistakes))]
    return _checked(drafts, {kpi.key: kpi for kpi in base_kpis()}, mistakes)


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


def _checked(drafts: list[Draft], known: Mapping[str, Kpi], mistakes: list[Mistake]) -> Mapping[str, Kpi]:
    found = dict(known)
    for draft in drafts:
        if draft.key in found or draft.key in METRICS:
            draft.reader.mistake("key", f"{draft.key} is taken")
            continue
        found[draft.key] = _kpi(draft, drafts, known)
    for draft in drafts:
        _check_pairing(draft, found)
    if mistakes:
        raise CatalogueError(mistakes)
    return MappingProxyType(found)


def _kpi(draft: Draft, drafts: list[Draft], known: Mapping[str, Kpi]) -> Kpi:
    formulas = {
        network: formula
        for network, text in draft.texts.items()
        if (formula := _compiled(draft, text, _vocabulary(network, drafts, known)))
    }
    kpi = Kpi(
        key=draft.key,
        version=draft.version,
        names=draft.names,
        description=draft.description,
        why=draft.why,
        formulas=MappingProxyType(formulas),
        unit=_unit(draft, formulas),
        direction=draft.direction,
        goals=draft.goals,
        kpi_class=draft.kpi_class,
        pair_with=draft.pair_with,
        readers=draft.readers,
        smallest_denominator=draft.smallest_denominator,
        grains=draft.grains,
        basis_hint=draft.basis_hint,
        source=draft.source,
        reviewed=draft.reviewed,
    )
    _check_reach(draft, kpi)
    return kpi


def _vocabulary(network: str, drafts: list[Draft], known: Mapping[str, Kpi]) -> Vocabulary:
    texts = {key: kpi.formulas[network].text for key, kpi in known.items() if network in kpi.formulas}
    texts |= {draft.key: draft.texts[network] for draft in drafts if network in draft.texts}
    return Vocabulary(METRIC_VOCABULARY.metrics, texts)


def _compiled(draft: Draft, text: str, vocabulary: Vocabulary) -> Formula | None:
    try:
        return compile_formula(text, vocabulary, key=draft.key)
    except FormulaError as mistake:
        draft.reader.mistake("formula", str(mistake))
        return None


def _unit(draft: Draft, formulas: Mapping[str, Formula]) -> Unit:
    units = {formula.unit for formula in formulas.values()}
    computed = next(iter(units), Unit.RATIO)
    if len(units) > 1:
        draft.reader.mistake("unit", f"differs by network: {' and '.join(sorted(units))}")
    if draft.unit is None or draft.unit is computed:
        return computed
    # Weights make an index out of counts or ratios; only its author can say so.
    if units and not (draft.unit is Unit.SCORE and computed in {Unit.COUNT, Unit.RATIO}):
        draft.reader.mistake("unit", f"stated {draft.unit}, the formula gives {computed}")
    return draft.unit


def _check_reach(draft: Draft, kpi: Kpi) -> None:
    """Note networks that do not report a metric, or on whose facts the formula cannot be computed."""
    for network, formula in kpi.formulas.items():
        for key in sorted(formula.metrics()):
            if not METRICS[key].reported_by(network):
                draft.reader.mistake("networks", f"{network} does not report {key}")
        if not kpi.grains_for(network):
            draft.reader.mistake("grains", f"no grain has all metrics of {formula.text}")
    computable = {grain for network in kpi.formulas for grain in kpi.grains_for(network)}
    if kpi.formulas and draft.reader.has("grains"):
        for grain in set(kpi.grains) - computable:
            draft.reader.mistake("grains", f"nothing can be computed on {grain}")


def _check_pairing(draft: Draft, found: Mapping[str, Kpi]) -> None:
    for partner in draft.pair_with:
        if partner not in found:
            draft.reader.mistake("pair_with", f"there is no KPI {partner}")
        elif found[partner].kpi_class is not KpiClass.ACTIONABLE:
            draft.reader.mistake("pair_with", f"{partner} is not actionable")
    if draft.kpi_class is KpiClass.VANITY and not draft.pair_with:
        draft.reader.mistake("pair_with", "a vanity KPI names the actionable one that gives it meaning")
