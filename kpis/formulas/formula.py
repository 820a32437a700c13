"""A checked formula: its references resolved to base metrics, its unit known, ready to be evaluated."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from campaigns.metrics.kinds import Unit
from kpis.formulas.alternatives import alternatives
from kpis.formulas.evaluation import evaluate, evaluate_each
from kpis.formulas.quantity import Quantity
from kpis.formulas.tree import Coalesce, Name, Negation, Node, Number, Operation, Operator, ShareOf, Weighted
from kpis.formulas.writing import written

_SCALING = frozenset({Operator.MULTIPLY, Operator.DIVIDE})


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
        return self._metrics

    @cached_property
    def _metrics(self) -> frozenset[str]:
        return self.tree.names()

    def ways(self) -> tuple["Formula", ...]:
        """Return the formulas that this one falls back on, the preferred first; itself where it has no `coalesce`."""
        return self._ways

    @cached_property
    def _ways(self) -> tuple["Formula", ...]:
        trees = alternatives(self.tree)
        return (self,) if trees == (self.tree,) else tuple(Formula(self.text, tree, self.unit) for tree in trees)

    def spelled_out(self) -> str:
        """Return the formula over base metrics, with the formulas of other KPIs in the place of their keys."""
        return written(self.tree)

    def is_total(self) -> bool:
        """Tell whether it adds up over days: a sum of metrics, each perhaps times a number."""
        return _is_sum(self.tree)

    def uses_whole(self) -> bool:
        """Tell whether `share_of` stands in it, so that the sums of the whole scope are needed too."""
        return self._uses_whole

    @cached_property
    def _uses_whole(self) -> bool:
        return any(isinstance(node, ShareOf) for node in self.tree.walk())

    def evaluate(self, inputs: Mapping[str, Quantity], whole: Mapping[str, Quantity] | None = None) -> Quantity:
        """Return the formula's value over the sums of its metrics; see `kpis.formulas.evaluation.evaluate`."""
        return evaluate(self.tree, inputs, whole)

    def evaluate_with_halves(
        self, inputs: Mapping[str, Quantity], whole: Mapping[str, Quantity] | None = None
    ) -> tuple[Quantity, Quantity | None, Quantity | None]:
        """Return the formula's value, and its numerator's and denominator's where it is a fraction."""
        fraction = self._fraction
        if fraction is None:
            return self.evaluate(inputs, whole), None, None
        value, numerator, denominator = evaluate_each(
            (self.tree, fraction.numerator, fraction.denominator), inputs, whole
        )
        return value, numerator, denominator

    def fraction(self) -> Fraction | None:
        """Return numerator and denominator, looking through constant factors (× 1000, / 60); None for a plain total."""
        return self._fraction

    @cached_property
    def _fraction(self) -> Fraction | None:
        node = self.tree
        while isinstance(node, Operation):
            if node.operator in _SCALING and isinstance(node.right, Number):
                node = node.left
            elif node.operator is Operator.MULTIPLY and isinstance(node.left, Number):
                node = node.right
            else:
                break
        if isinstance(node, Operation) and node.operator is Operator.DIVIDE:
            return Fraction(node.left, node.right)
        return None


def _is_sum(node: Node) -> bool:
    match node:
        case Name():
            return True
        case Negation(operand=operand):
            return _is_sum(operand)
        case Operation(operator=Operator.ADD | Operator.SUBTRACT, left=left, right=right):
            return _is_sum(left) and _is_sum(right)
        case Operation(operator=operator, left=left, right=right):
            scaled = isinstance(right, Number) and _is_sum(left)
            return scaled or (operator is Operator.MULTIPLY and isinstance(left, Number) and _is_sum(right))
        case Coalesce(options=parts) | Weighted(parts=parts):
            return all(_is_sum(part) for part in parts)
    return False
