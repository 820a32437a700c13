"""Evaluates a formula's tree over quantities, in Decimal with 34 digits.

A missing operand makes the result missing for the same reason. A capped count gives `at_least` where
it stands in a numerator and `at_most` in a denominator; where both ends are open there is no value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal, localcontext
from functools import reduce
from typing import assert_never

from kpis.formulas.intervals import INFINITY, Interval, times
from kpis.formulas.quantity import Quantity, Reason
from kpis.formulas.tree import (
    Coalesce,
    Logarithm,
    Name,
    Negation,
    Node,
    Number,
    Operation,
    Operator,
    PerDay,
    ShareOf,
    Weighted,
)

Inputs = Mapping[str, Quantity]

PRECISION = 34  # the digits of IEEE decimal128
LARGEST = Decimal("1E+100")  # no measure comes near; whatever is beyond has no value instead of endless digits
_ZERO = Decimal(0)
DAYS = "days"  # the input that holds the days of the window that are over


def evaluate(tree: Node, inputs: Inputs, whole: Inputs | None = None) -> Quantity:
    """Return the value of a resolved tree over the sums of its metrics.

    `inputs` are those of a group, with the days of the window that are over under `days`; `whole` are those of the
    whole scope, which `share_of` divides by. A name that they do not hold is missing with reason `no_data`. Never
    raises for any input: a denominator that is or may be zero gives no value and the reason `zero_denominator`, the
    logarithm of what is or may be zero or less `undefined`.
    """
    return evaluate_each((tree,), inputs, whole)[0]


def evaluate_each(trees: Sequence[Node], inputs: Inputs, whole: Inputs | None = None) -> list[Quantity]:
    """Return the values of several trees, as `evaluate` does; parts that they share are worked out once."""
    with localcontext(Context(prec=PRECISION)):
        evaluation = _Evaluation(inputs, whole)
        return [evaluation.value(tree) for tree in trees]


@dataclass(frozen=True, slots=True)
class _Evaluation:
    inputs: Inputs
    whole: Inputs | None
    known: dict[int, Quantity] = field(default_factory=dict)  # by node, which outlives its evaluation

    def value(self, node: Node) -> Quantity:
        known = self.known.get(id(node))
        if known is None:
            known = self.known[id(node)] = self._worked_out(node)
        return known

    def _worked_out(self, node: Node) -> Quantity:  # noqa: PLR0911 - one return a kind of node
        match node:
            case Name(key=key):
                return self._input(key)
            case Operation(operator=operator, left=left, right=right):
                return _combined(operator, self.value(left), self.value(right))
            case Number(value=value):
                return Quantity.exact(value)
            case Negation(operand=operand):
                return _negated(self.value(operand))
            case Coalesce(options=options):
                return _first_known([self.value(option) for option in options])
            case PerDay(operand=operand):
                return _combined(Operator.DIVIDE, self.value(operand), self._input(DAYS))
            case ShareOf(operand=operand):
                return _combined(Operator.DIVIDE, self.value(operand), self._of_whole().value(operand))
            case Logarithm(operand=operand):
                return _logarithm(self.value(operand))
            case Weighted(parts=parts, weights=weights):
                return self._weighted(parts, weights)
        raise TypeError(node)

    def _input(self, key: str) -> Quantity:
        return self.inputs.get(key) or Quantity.missing(Reason.NO_DATA)

    def _of_whole(self) -> "_Evaluation":
        """Look at the whole scope, over the same days."""
        days = {DAYS: self.inputs[DAYS]} if DAYS in self.inputs else {}
        return _Evaluation({**days, **(self.whole or {})}, None)

    def _weighted(self, parts: tuple[Node, ...], weights: tuple[Node, ...]) -> Quantity:
        pairs = zip(parts, weights, strict=True)
        scaled = [_combined(Operator.MULTIPLY, self.value(part), self.value(weight)) for part, weight in pairs]
        return reduce(lambda total, each: _combined(Operator.ADD, total, each), scaled)


def _first_known(options: list[Quantity]) -> Quantity:
    return next((option for option in options if option.value is not None), options[0])


def _negated(operand: Quantity) -> Quantity:
    if operand.value is None:
        return operand
    return _quantity(-_interval(operand), -operand.value, operand.reason, derived=operand.derived)


def _logarithm(operand: Quantity) -> Quantity:
    if operand.value is None:
        return operand
    interval = _interval(operand)
    if interval.low <= 0:
        return Quantity.missing(Reason.UNDEFINED, derived=operand.derived)
    return _quantity(interval.log(), operand.value.ln(), operand.reason, derived=operand.derived)


def _combined(operator: Operator, left: Quantity, right: Quantity) -> Quantity:
    if left.known_exactly and right.known_exactly:
        return _of_exact(operator, left, right)
    if left.value is None or right.value is None:
        missing = left if left.value is None else right
        return Quantity.missing(missing.reason or Reason.NO_DATA, derived=left.derived or right.derived)
    return _of_bounds(operator, left, right, left.value, right.value)


def _of_bounds(operator: Operator, left: Quantity, right: Quantity, mine: Decimal, theirs: Decimal) -> Quantity:
    """Combine two numbers of which `mine` and `theirs` are shown."""
    ours, others = _interval(left), _interval(right)
    derived, reason = left.derived or right.derived, left.reason or right.reason
    match operator:
        case Operator.ADD:
            return _quantity(ours + others, mine + theirs, reason, derived=derived)
        case Operator.SUBTRACT:
            return _quantity(ours - others, mine - theirs, reason, derived=derived)
        case Operator.MULTIPLY:
            return _quantity(ours * others, mine * theirs, reason, derived=derived)
        case Operator.DIVIDE:
            if others.straddles_zero():
                return Quantity.missing(Reason.ZERO_DENOMINATOR, derived=derived)
            return _quantity(ours / others, mine / theirs if theirs else None, reason, derived=derived)
        case _:
            assert_never(operator)


def _of_exact(operator: Operator, left: Quantity, right: Quantity) -> Quantity:
    """Combine two numbers that are known, as intervals of one number each would be: most are, and this is quick."""
    mine, theirs = left.value or _ZERO, right.value or _ZERO
    match operator:
        case Operator.ADD:
            value = mine + theirs
        case Operator.SUBTRACT:
            value = mine - theirs
        case Operator.MULTIPLY:
            value = times(mine, theirs)
        case Operator.DIVIDE:
            if not theirs:
                return Quantity.missing(Reason.ZERO_DENOMINATOR, derived=left.derived or right.derived)
            value = mine / theirs if mine else _ZERO
        case _:
            assert_never(operator)
    if abs(value) > LARGEST:
        return Quantity.missing(Reason.UNDEFINED, derived=left.derived or right.derived)
    return Quantity.exact(value, derived=left.derived or right.derived)


def _interval(quantity: Quantity) -> Interval:
    low = -INFINITY if quantity.low is None else quantity.low
    high = INFINITY if quantity.high is None else quantity.high
    return Interval(low, high)


def _quantity(interval: Interval, shown: Decimal | None, reason: Reason | None, *, derived: bool) -> Quantity:
    """Keep the shown value only where it is one of the interval's ends, since only then its bound is known."""
    if interval.low == interval.high:
        shown = interval.low
    if shown is None or shown not in (interval.low, interval.high):
        return Quantity.missing(reason or Reason.UNBOUNDED, derived=derived)
    if abs(shown) > LARGEST:
        return Quantity.missing(Reason.UNDEFINED, derived=derived)
    ends = interval.widened(LARGEST)
    low = None if ends.low.is_infinite() else ends.low
    high = None if ends.high.is_infinite() else ends.high
    return Quantity(low, high, shown, None if low == high else reason, derived)
