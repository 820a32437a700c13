"""A checked formula: parsed, its references resolved to base metrics, its unit known."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from campaigns.metrics.kinds import Unit
from kpis.formulas.errors import FormulaError, FormulaErrorCode
from kpis.formulas.evaluation import evaluate
from kpis.formulas.parser import parse
from kpis.formulas.quantity import Quantity
from kpis.formulas.tree import Coalesce, Name, Negation, Node, Number, Operation, Operator
from kpis.formulas.units import unit_of

MAX_RESOLVED_NODES = 200  # keeps references to references from growing without end
MAX_REFERENCES_DEEP = 20


@dataclass(frozen=True)
class Fraction:
    """The division that a KPI comes down to, weights aside."""

    numerator: Node
    denominator: Node


@dataclass(frozen=True)
class Formula:
    """A formula ready to be evaluated. `tree` names base metrics only; `text` is as its author wrote it."""

    text: str
    tree: Node = field(repr=False)
    unit: Unit

    def metrics(self) -> frozenset[str]:
        """Return the base metrics whose sums the formula needs."""
        return self.tree.metrics()

    def evaluate(self, inputs: Mapping[str, Quantity]) -> Quantity:
        """Return the formula's value over the sums of its metrics."""
        return evaluate(self.tree, inputs)

    def fraction(self) -> Fraction | None:
        """Return numerator and denominator, looking through a constant factor (× 1000); None for a plain total."""
        node = self.tree
        while isinstance(node, Operation) and node.operator is Operator.MULTIPLY:
            if isinstance(node.right, Number):
                node = node.left
            elif isinstance(node.left, Number):
                node = node.right
            else:
                return None
        if isinstance(node, Operation) and node.operator is Operator.DIVIDE:
            return Fraction(node.left, node.right)
        return None


@dataclass(frozen=True)
class Vocabulary:
    """The names a formula may use: base metrics with their units, and other KPIs with their formulas."""

    metrics: Mapping[str, Unit]
    formulas: Mapping[str, str] = field(default_factory=dict)


def compile_formula(text: str, vocabulary: Vocabulary, *, key: str | None = None) -> Formula:
    """Return the checked formula; `key` is the KPI that it defines, so that a cycle through it is seen.

    Raises FormulaError with any of its codes. A mistake inside a referenced KPI is reported at the
    reference, its detail naming that KPI.
    """
    path = () if key is None else (key,)
    return _compiled(text, vocabulary, path)


def _compiled(text: str, vocabulary: Vocabulary, path: tuple[str, ...]) -> Formula:
    tree = parse(text)
    references = _references(tree, vocabulary, path)
    units = {**{key: formula.unit for key, formula in references.items()}, **vocabulary.metrics}
    unit = unit_of(tree, units)
    if unit is None:
        raise FormulaError(FormulaErrorCode.SYNTAX, tree.position, "a formula names at least one metric")
    resolved = _resolved(tree, {key: formula.tree for key, formula in references.items()})
    if sum(1 for _ in resolved.walk()) > MAX_RESOLVED_NODES:
        detail = f"with its references the formula has over {MAX_RESOLVED_NODES} numbers, names and operations"
        raise FormulaError(FormulaErrorCode.TOO_LONG, tree.position, detail)
    return Formula(text, resolved, unit)


def _references(tree: Node, vocabulary: Vocabulary, path: tuple[str, ...]) -> dict[str, Formula]:
    found: dict[str, Formula] = {}
    for node in tree.walk():
        if isinstance(node, Name) and _is_reference(node.key, vocabulary) and node.key not in found:
            found[node.key] = _referenced(node, vocabulary, path)
    return found


def _is_reference(key: str, vocabulary: Vocabulary) -> bool:
    return key in vocabulary.formulas and key not in vocabulary.metrics


def _referenced(node: Name, vocabulary: Vocabulary, path: tuple[str, ...]) -> Formula:
    if node.key in path:
        circle = " -> ".join((*path[path.index(node.key) :], node.key))
        raise FormulaError(FormulaErrorCode.CYCLE, node.position, circle)
    if len(path) > MAX_REFERENCES_DEEP:
        detail = f"references lead over more than {MAX_REFERENCES_DEEP} KPIs"
        raise FormulaError(FormulaErrorCode.TOO_DEEP, node.position, detail)
    try:
        return _compiled(vocabulary.formulas[node.key], vocabulary, (*path, node.key))
    except FormulaError as mistake:
        if mistake.code is FormulaErrorCode.CYCLE:
            raise FormulaError(mistake.code, node.position, mistake.detail) from mistake
        raise FormulaError(mistake.code, node.position, f"in {node.key}: {mistake.detail}") from mistake


def _resolved(node: Node, trees: Mapping[str, Node]) -> Node:
    match node:
        case Name(key=key):
            return trees.get(key, node)
        case Negation(operand=operand):
            return replace(node, operand=_resolved(operand, trees))
        case Operation(left=left, right=right):
            return replace(node, left=_resolved(left, trees), right=_resolved(right, trees))
        case Coalesce(options=options):
            return replace(node, options=tuple(_resolved(option, trees) for option in options))
    return node
