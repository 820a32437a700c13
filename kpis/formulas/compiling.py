"""Compiles a formula's text: parsed, its references resolved, its units checked, every mistake told at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from campaigns.metrics.kinds import Unit
from kpis.formulas.alternatives import skipped
from kpis.formulas.errors import FormulaError, FormulaErrorCode, together
from kpis.formulas.formula import Formula
from kpis.formulas.parser import parse
from kpis.formulas.tree import Name, Node, PerDay, ShareOf, rebuilt
from kpis.formulas.units import UNKNOWN, Found, read_units

MAX_RESOLVED_NODES = 200  # keeps references to references from growing without end
MAX_REFERENCES_DEEP = 20


@dataclass(frozen=True)
class _Compiled:
    """A formula of the vocabulary, and over how many KPIs its references lead."""

    formula: Formula
    deep: int


@dataclass(frozen=True)
class _Failed:
    """A formula of the vocabulary that is at fault, where it is reached over as many KPIs as this or more."""

    mistake: FormulaError
    reached_over: int


@dataclass(frozen=True)
class Vocabulary:
    """The names a formula may use: base metrics with their units, and other KPIs with their formulas.

    `stated` holds the units of KPIs whose author says more than the formula tells: minutes of divided seconds, a
    score of weighted counts. A vocabulary is of one place: `elsewhere` are KPIs that exist on others alone, and
    `unreported` metrics that this one does not report. An option of a `coalesce` that needs one is skipped, as long
    as another is left. What was compiled once is kept, so that KPIs which many others refer to cost nothing more.
    """

    metrics: Mapping[str, Unit]
    formulas: Mapping[str, str] = field(default_factory=dict)
    stated: Mapping[str, Unit] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()
    unreported: frozenset[str] = frozenset()
    _kept: dict[str, _Compiled] = field(default_factory=dict, init=False, repr=False, compare=False)
    _failed: dict[str, _Failed] = field(default_factory=dict, init=False, repr=False, compare=False)

    def refers(self, key: str) -> bool:
        """Tell whether a name means another KPI; a metric of the same key is meant before it."""
        return key in self.formulas and key not in self.metrics

    def compiled(self, key: str, path: tuple[str, ...]) -> _Compiled:
        """Return a KPI's formula as it is reached over others; raises FormulaError, again where it did before."""
        kept, failed = self._kept.get(key), self._failed.get(key)
        if kept is not None:
            return kept
        if failed is not None and len(path) >= failed.reached_over:
            raise failed.mistake
        try:
            return self._kept.setdefault(key, _compiled(self.formulas[key], self, (*path, key)))
        except FormulaError as mistake:
            # What is too deep from here may not be from elsewhere; whatever else is wrong is wrong everywhere.
            too_deep = mistake.code is FormulaErrorCode.TOO_DEEP
            self._failed[key] = _Failed(mistake, len(path) if too_deep else 0)
            raise


def compile_formula(text: str, vocabulary: Vocabulary, *, key: str | None = None) -> Formula:
    """Return the checked formula; `key` is the KPI that it defines, so that a cycle through it is seen.

    Raises FormulaError with any of its codes: the mistake that stands first in the text, the others attached as its
    `rest`. A mistake inside a referenced KPI is reported at the reference, its detail naming that KPI.
    """
    path = () if key is None else (key,)
    return _compiled(text, vocabulary, path).formula


def _compiled(text: str, vocabulary: Vocabulary, path: tuple[str, ...]) -> _Compiled:
    tree = skipped(parse(text), vocabulary.elsewhere)
    found, mistakes = _references(tree, vocabulary, path)
    units = {**_units(tree, vocabulary, found), **vocabulary.metrics}
    unit, mismatches = read_units(tree, units)
    mistakes.extend(mismatches)
    if unit is None and not mistakes:
        mistakes.append(FormulaError(FormulaErrorCode.SYNTAX, tree.position, "a formula names at least one metric"))
    resolved = {key: compiled.formula.tree for key, compiled in found.items()}
    mistakes.extend(_nested(tree, resolved))
    if mistakes:
        raise together(mistakes)
    whole = skipped(_resolved(tree, resolved), vocabulary.unreported)
    if sum(1 for _ in whole.walk()) > MAX_RESOLVED_NODES:
        detail = f"with its references the formula has over {MAX_RESOLVED_NODES} numbers, names and operations"
        raise FormulaError(FormulaErrorCode.TOO_LONG, tree.position, detail)
    assert isinstance(unit, Unit)  # noqa: S101 - anything else came with a mistake
    return _Compiled(Formula(text, whole, unit), 1 + max((each.deep for each in found.values()), default=-1))


def _units(tree: Node, vocabulary: Vocabulary, found: Mapping[str, _Compiled]) -> dict[str, Found]:
    """Give the units of KPIs: those that were compiled, none known for those at fault, the rest as mere spellings."""
    referred = {key for key in tree.names() if vocabulary.refers(key) or key in vocabulary.elsewhere}
    return {
        **dict.fromkeys(vocabulary.formulas, UNKNOWN),
        **dict.fromkeys(referred, UNKNOWN),
        **{key: vocabulary.stated.get(key, compiled.formula.unit) for key, compiled in found.items()},
    }


def _references(
    tree: Node, vocabulary: Vocabulary, path: tuple[str, ...]
) -> tuple[dict[str, _Compiled], list[FormulaError]]:
    found: dict[str, _Compiled] = {}
    mistakes: dict[str, FormulaError] = {}
    for node in tree.walk():
        if not isinstance(node, Name) or node.key in {*found, *mistakes}:
            continue
        if node.key in vocabulary.elsewhere:
            detail = f"{node.key} does not exist"
            mistakes[node.key] = FormulaError(FormulaErrorCode.NOT_HERE, node.position, detail)
        elif vocabulary.refers(node.key):
            try:
                found[node.key] = _referenced(node, vocabulary, path)
            except FormulaError as mistake:
                mistakes[node.key] = mistake
    return found, list(mistakes.values())


def _referenced(node: Name, vocabulary: Vocabulary, path: tuple[str, ...]) -> _Compiled:
    if node.key in path:
        circle = " -> ".join((*path[path.index(node.key) :], node.key))
        raise FormulaError(FormulaErrorCode.CYCLE, node.position, circle)
    too_deep = FormulaError(
        FormulaErrorCode.TOO_DEEP, node.position, f"references lead over more than {MAX_REFERENCES_DEEP} KPIs"
    )
    if len(path) > MAX_REFERENCES_DEEP:
        raise too_deep
    try:
        compiled = vocabulary.compiled(node.key, path)
    except FormulaError as mistake:
        whole = mistake.code in (FormulaErrorCode.CYCLE, FormulaErrorCode.TOO_DEEP)
        detail = mistake.detail if whole else f"in {node.key}: {mistake.detail}"
        raise FormulaError(mistake.code, node.position, detail) from mistake
    if len(path) + compiled.deep > MAX_REFERENCES_DEEP:
        raise too_deep
    return compiled


def _nested(tree: Node, trees: Mapping[str, Node]) -> list[FormulaError]:
    """Note shares of shares and days divided by days twice: units do not see that they mean nothing."""
    return [
        FormulaError(FormulaErrorCode.NESTED_FUNCTION, inner.position, f"{word} inside {word}{_through(inner)}")
        for kind, word in ((ShareOf, "share_of"), (PerDay, "per_day"))
        for node in tree.walk()
        if isinstance(node, kind)
        for inner in node.walk()
        if inner is not node and _is_or_means(inner, kind, trees)
    ]


def _is_or_means(node: Node, kind: type[Node], trees: Mapping[str, Node]) -> bool:
    if isinstance(node, Name):
        return node.key in trees and any(isinstance(each, kind) for each in trees[node.key].walk())
    return isinstance(node, kind)


def _through(node: Node) -> str:
    return f", through {node.key}" if isinstance(node, Name) else ""


def _resolved(node: Node, trees: Mapping[str, Node]) -> Node:
    if isinstance(node, Name):
        return trees.get(node.key, node)
    return rebuilt(node, lambda child: _resolved(child, trees))
