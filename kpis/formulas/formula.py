"""A checked formula: its references resolved to base metrics, its unit known, ready to be evaluated."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from campaigns.metrics.kinds import Unit
from kpis.formulas.alternatives import alternatives
from kpis.formulas.evaluation import evaluate, evaluate_each
from kpis.formulas.exact import Exact, Known, NotExactError, exact, joined
from kpis.formulas.quantity import Quantity
from kpis.formulas.tree import Coalesce, Name, Negation, Node, Number, Operation, Operator, ShareOf, Weighted
from kpis.formulas.writing import written

_SCALING = frozenset({Operator.MULTIPLY, Operator.DIVIDE})


@dataclass(frozen=True)
class Fraction:
    """The division that a KPI comes down to, and the constant factors around it, the innermost first."""

    quotient: Operation
    factors: tuple[Operation, ...]

    @property
    def numerator(self) -> Node:
        """What is divided."""
        return self.quotient.left

    @property
    def denominator(self) -> Node:
        """What it is divided by."""
        return self.quotient.right

    def of(self, numerator: Decimal, denominator: Decimal) -> Decimal:
        """Give the value over two exact numbers. Raises NotExactError where they have none."""
        value = joined(Operator.DIVIDE, numerator, denominator)
        for factor in self.factors:
            if isinstance(factor.right, Number):
                value = joined(factor.operator, value, factor.right.value)
            elif isinstance(factor.left, Number):
                value = joined(factor.operator, factor.left.value, value)
        return value


ExactHalves = tuple[Decimal, Decimal | None, Decimal | None]
Halves = tuple[Quantity, Decimal | None, Decimal | None]
"""A formula's value, and what is shown of its numerator and of its denominator where it is a fraction."""


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

    def exact_halves(self, known: Known) -> ExactHalves | None:
        """Return what numbers alone tell: the value, and numerator and denominator where it is a fraction.

        None where they do not: some input is a bound, or missing, or a denominator is zero.
        """
        functions = self._exact
        if functions is None:
            return None
        try:
            first = functions[0](known)
            if self._fraction is None:
                return first, None, None
            second = functions[1](known)
            return self._fraction.of(first, second), first, second
        except (NotExactError, KeyError):
            return None

    def evaluate_with_halves(
        self, inputs: Mapping[str, Quantity], whole: Mapping[str, Quantity] | None = None, *, known: Known
    ) -> Halves:
        """Return the formula's value, and its numerator and denominator where it is a fraction.

        `known` holds those of the inputs that are numbers known exactly: they may be all that is needed.
        """
        halves = self.exact_halves(known)
        if halves is not None:
            derived = any(inputs[name].derived for name in self._metrics)
            return Quantity.exact(halves[0], derived=derived), *halves[1:]
        fraction = self._fraction
        if fraction is None:
            return self.evaluate(inputs, whole), None, None
        trees = (self.tree, fraction.numerator, fraction.denominator)
        value, numerator, denominator = evaluate_each(trees, inputs, whole)
        return value, numerator.value, denominator.value

    @cached_property
    def _exact(self) -> tuple[Exact, ...] | None:
        """Give the functions of numerator and denominator where it is a fraction, else the one of the whole."""
        fraction = self._fraction
        trees = (self.tree,) if fraction is None else (fraction.numerator, fraction.denominator)
        functions = [function for tree in trees if (function := exact(tree)) is not None]
        return tuple(functions) if len(functions) == len(trees) else None

    def fraction(self) -> Fraction | None:
        """Return numerator and denominator, looking through constant factors (× 1000, / 60); None for a plain total."""
        return self._fraction

    @cached_property
    def _fraction(self) -> Fraction | None:
        node, factors = self.tree, list[Operation]()
        while isinstance(node, Operation):
            if node.operator in _SCALING and isinstance(node.right, Number):
                factors.insert(0, node)
                node = node.left
            elif node.operator is Operator.MULTIPLY and isinstance(node.left, Number):
                factors.insert(0, node)
                node = node.right
            else:
                break
        if isinstance(node, Operation) and node.operator is Operator.DIVIDE:
            return Fraction(node, tuple(factors))
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
