"""Vanity stays vanity however it is scaled or added: a KPI of nothing else is classed so, unless it states a class."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from kpis.catalogue.drafts import Draft
from kpis.catalogue.kpi import Kpi, KpiClass
from kpis.formulas import Formula, Node, parse
from kpis.formulas.tree import Coalesce, Logarithm, Name, Negation, Number, Operation, Operator, PerDay, Weighted


def inherited_classes(drafts: Iterable[Draft], found: Mapping[str, Kpi]) -> Mapping[str, Kpi]:
    """Return the KPIs of drafts that are vanity because of what they are made of, with the partners of that.

    One that states another class keeps it, and partners that are stated are kept likewise.
    """
    classes = {draft.key: draft.kpi_class if draft.reader.has("class") else KpiClass.VANITY for draft in drafts}
    waiting = [key for key, stated in classes.items() if stated is KpiClass.VANITY]
    after = dict(found)
    while changed := {key: kpi for key in waiting if (kpi := _inheriting(after[key], after)) is not after[key]}:
        after |= changed  # what is made of these is next
    return {key: after[key] for key in waiting if after[key] is not found[key]}


def vanity_parts(kpi: Kpi, known: Mapping[str, Kpi]) -> tuple[str, ...]:
    """Return the vanity KPIs of which a KPI is nothing but the sum, scaled or not; empty where more is in it."""
    formulas = (*kpi.formulas.values(), *kpi.kind_formulas.values())
    parts = [_parts_of(formula, known) for formula in formulas]
    return tuple(sorted({key for each in parts for key in each})) if all(parts) else ()


def _inheriting(kpi: Kpi, known: Mapping[str, Kpi]) -> Kpi:
    if kpi.kpi_class is KpiClass.VANITY and kpi.pair_with:
        return kpi
    parts = vanity_parts(kpi, known)
    if not parts:
        return kpi
    partners = dict.fromkeys(partner for key in parts for partner in known[key].pair_with if partner != kpi.key)
    vanity = replace(kpi, kpi_class=KpiClass.VANITY, pair_with=kpi.pair_with or tuple(partners))
    return kpi if vanity == kpi else vanity


def _parts_of(formula: Formula, known: Mapping[str, Kpi]) -> Collection[str]:
    """Return the vanity KPIs that a formula adds up, as its author names them or else down to its metrics."""
    for tree in (_as_written(formula.text), formula.tree):
        names = _added(tree)
        if names and all(key in known and known[key].kpi_class is KpiClass.VANITY for key in names):
            return names
    return ()


@lru_cache(maxsize=2048)
def _as_written(text: str) -> Node:
    return parse(text)


def _added(node: Node) -> frozenset[str] | None:  # noqa: PLR0911 - one return a kind of node
    """Return the names of which a tree is a scaled sum; None where it sets something in proportion to another."""
    match node:
        case Number():
            return frozenset()
        case Name(key=key):
            return frozenset({key})
        case Negation(operand=operand) | PerDay(operand=operand) | Logarithm(operand=operand):
            return _added(operand)
        case Operation(operator=Operator.MULTIPLY | Operator.DIVIDE, left=left, right=right):
            scaled = not right.names() or (node.operator is Operator.MULTIPLY and not left.names())
            return _all_added((left, right)) if scaled else None
        case Operation(left=left, right=right):
            return _all_added((left, right))
        case Coalesce(options=parts) | Weighted(parts=parts):
            return _all_added(parts)
    return None


def _all_added(nodes: Iterable[Node]) -> frozenset[str] | None:
    found = [_added(node) for node in nodes]
    names = [each for each in found if each is not None]
    return frozenset().union(*names) if len(names) == len(found) else None
