"""Makes KPIs of drafts: their formulas compiled for every place, their unit known."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from campaigns.metrics import METRICS, PLACES, Unit
from kpis.catalogue.base_metrics import METRIC_VOCABULARY
from kpis.catalogue.drafts import Draft
from kpis.catalogue.failures import note_failures
from kpis.catalogue.kpi import Kpi
from kpis.catalogue.places import NETWORK_PLACES, kinds_of, parted, unreported
from kpis.formulas import Formula, FormulaError, Vocabulary, compile_formula
from kpis.formulas.tree import Node, Number, Operation, Operator

_SECONDS_IN = {Unit.MINUTES: 60, Unit.HOURS: 3600}


def vocabularies(drafts: Iterable[Draft], known: Mapping[str, Kpi]) -> Mapping[str, Vocabulary]:
    """Give what formulas may name, by place; one vocabulary serves all drafts, since it keeps what it compiled."""
    stated = {key: kpi.unit for key, kpi in known.items()}
    stated |= {draft.key: draft.unit for draft in drafts if draft.unit is not None}
    kpis = frozenset({*known, *(draft.key for draft in drafts)}) - METRICS.keys()
    found = {}
    for place in PLACES:
        known_here = {key: kpi.formula_for(*parted(place)) for key, kpi in known.items()}
        texts = {key: formula.text for key, formula in known_here.items() if formula is not None}
        texts |= {draft.key: draft.texts[place] for draft in drafts if _meant(draft, place)}
        absent = frozenset(unreported(METRICS, place))
        found[place] = Vocabulary(METRIC_VOCABULARY.metrics, texts, stated, kpis - texts.keys(), absent)
    return found


def _meant(draft: Draft, place: str) -> bool:
    """Tell whether an author gives a formula to a place: one has a text, and its kind of account is not left out."""
    kind = parted(place)[1]
    return place in draft.texts and (kind is None or not draft.account_kinds or kind in draft.account_kinds)


def build(draft: Draft, names: Mapping[str, Vocabulary]) -> Kpi:
    """Return the KPI of a draft, noting what is wrong with its formulas and its unit."""
    compiled, failed = _compiled(draft, names)
    kinds = _kinds(draft, compiled)
    note_failures(draft, failed, kinds)
    formulas = _by_network(compiled, kinds)
    return Kpi(
        key=draft.key,
        version=draft.version,
        names=draft.names,
        description=draft.description,
        why=draft.why,
        formulas=MappingProxyType(formulas),
        unit=_unit(draft, {**formulas, **kinds}),
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
        kind_formulas=MappingProxyType(kinds),
        network_names=draft.network_names,
        bands=draft.bands,
        journey=draft.journey,
        audience=draft.audience,
        vendor_fields=draft.vendor_fields,
        versions=draft.versions,
    )


def _compiled(
    draft: Draft, names: Mapping[str, Vocabulary]
) -> tuple[Mapping[str, Formula], Mapping[str, FormulaError]]:
    compiled, failed = {}, {}
    for place, text in draft.texts.items():
        if not _meant(draft, place):
            continue
        try:
            compiled[place] = compile_formula(text, names[place], key=draft.key)
        except FormulaError as found:
            failed[place] = found
    for place in failed:
        compiled.pop(parted(place)[0], None)  # else it would hold for the kind of account that cannot have it
    return compiled, failed


def _kinds(draft: Draft, compiled: Mapping[str, Formula]) -> dict[str, Formula]:
    """Keep the kinds of account that the author names; where none is named, those that report every metric.

    Kinds that do not are kept where nothing else is, so that what they do not report is told.
    """
    kinds = {place: formula for place, formula in compiled.items() if parted(place)[1] is not None}
    if draft.account_kinds:
        return kinds
    possible = {place: formula for place, formula in kinds.items() if not unreported(formula.metrics(), place)}
    alone = {place: formula for place, formula in kinds.items() if parted(place)[0] not in compiled}
    return possible or alone


def _by_network(compiled: Mapping[str, Formula], kinds: Mapping[str, Formula]) -> dict[str, Formula]:
    """Give each network its formula: where it has kinds of account, that of the first kind which has the KPI."""
    found = {}
    for network in NETWORK_PLACES:
        theirs = [kinds[place] for place in kinds_of(network) if place in kinds]
        formula = theirs[0] if theirs else compiled.get(network)
        if formula is not None:
            found[network] = formula
    return found


def _unit(draft: Draft, formulas: Mapping[str, Formula]) -> Unit:
    units = {formula.unit for formula in formulas.values()}
    computed = next(iter(units), Unit.RATIO)
    if len(units) > 1:
        draft.reader.mistake("unit", f"differs by network: {' and '.join(sorted(units))}")
    if draft.unit is None or draft.unit is computed:
        return computed
    if units and not _may_say(draft.unit, computed, formulas.values()):
        draft.reader.mistake("unit", f"stated {draft.unit}, the formula gives {computed}")
    return draft.unit


def _may_say(stated: Unit, computed: Unit, formulas: Iterable[Formula]) -> bool:
    """Tell whether an author may call a formula's unit something else: only that which no formula can say itself.

    Weights make a score of counts or ratios; seconds divided by 60 are minutes, and by 3600 hours.
    """
    if stated is Unit.SCORE:
        return computed in {Unit.COUNT, Unit.RATIO}
    seconds = _SECONDS_IN.get(stated)
    return computed is Unit.SECONDS and all(_is_divided_by(formula.tree, seconds) for formula in formulas)


def _is_divided_by(tree: Node, divisor: int | None) -> bool:
    return (
        isinstance(tree, Operation)
        and tree.operator is Operator.DIVIDE
        and isinstance(tree.right, Number)
        and tree.right.value == divisor
    )
