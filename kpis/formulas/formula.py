"""A checked formula: its references resolved to base metrics, its unit known, ready to be evaluated."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from campaigns.metrics.kinds import Unit
from kpis.formulas.evaluation import evaluate
from kpis.formulas.quantity import Quantity
from kpis.formulas.tree import Node, Number, Operation, Operator, PerDay, ShareOf

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
        return self.tree.metrics()

    def uses_whole(self) -> bool:
        """Tell whether `share_of` stands in it, so that the sums of the whole scope are needed too."""
        return any(isinstance(node, ShareOf) for node in self.tree.walk())

    def uses_days(self) -> bool:
        """Tell whether `per_day` stands in it, so that the days of the window are needed too."""
        return any(isinstance(node, PerDay) for node in self.tree.walk())

    def evaluate(self, inputs: Mapping[str, Quantity], whole: Mapping[str, Quantity] | None = None) -> Quantity:
        """Return the formula's value over the sums of its metrics; see `kpis.formulas.evaluation.evaluate`."""
        return evaluate(self.tree, inputs, whole)

    def fraction(self) -> Fraction | None:
        """Return numerator and denominator, looking through constant factors (× 1000, / 60); None for a plain total."""
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
