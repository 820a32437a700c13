"""Evaluates a formula's tree over quantities, in Decimal with 34 digits.

A missing operand makes the result missing for the same reason. A capped count gives `at_least` where
it stands in a numerator and `at_most` in a denominator; where both ends are open there is no value.
"""

from collections.abc import Mapping
from decimal import Context, Decimal, localcontext
from typing import assert_never

from kpis.formulas.intervals import INFINITY, Interval
from kpis.formulas.quantity import Quantity, Reason
from kpis.formulas.tree import Coalesce, Name, Negation, Node, Number, Operation, Operator

PRECISION = 34  # the digits of IEEE decimal128


def evaluate(tree: Node, inputs: Mapping[str, Quantity]) -> Quantity:
    """Return the value of a resolved tree over the sums of its metrics.

    A name that `inputs` does not hold is missing with reason `no_data`. Never raises for any input:
    a zero denominator, or one that may be zero, gives no value and the reason `zero_denominator`.
    """
    with localcontext(Context(prec=PRECISION)):
        return _evaluate(tree, inputs)


def _evaluate(node: Node, inputs: Mapping[str, Quantity]) -> Quantity:
    match node:
        case Number(value=value):
            return Quantity.exact(value)
        case Name(key=key):
            return inputs.get(key) or Quantity.missing(Reason.NO_DATA)
        case Negation(operand=operand):
            return _negated(_evaluate(operand, inputs))
        case Coalesce(options=options):
            return _first_known([_evaluate(option, inputs) for option in options])
        case Operation(operator=operator, left=left, right=right):
            return _combined(operator, _evaluate(left, inputs), _evaluate(right, inputs))
    raise TypeError(node)


def _first_known(options: list[Quantity]) -> Quantity:
    return next((option for option in options if option.value is not None), options[0])


def _negated(operand: Quantity) -> Quantity:
    if operand.value is None:
        return operand
    return _quantity(-_interval(operand), -operand.value, operand.reason, derived=operand.derived)


def _combined(operator: Operator, left: Quantity, right: Quantity) -> Quantity:
    derived = left.derived or right.derived
    if left.value is None or right.value is None:
        missing = left if left.value is None else right
        return Quantity.missing(missing.reason or Reason.NO_DATA, derived=derived)
    reason = left.reason or right.reason
    mine, theirs = _interval(left), _interval(right)
    match operator:
        case Operator.ADD:
            return _quantity(mine + theirs, left.value + right.value, reason, derived=derived)
        case Operator.SUBTRACT:
            return _quantity(mine - theirs, left.value - right.value, reason, derived=derived)
        case Operator.MULTIPLY:
            return _quantity(mine * theirs, left.value * right.value, reason, derived=derived)
        case Operator.DIVIDE:
            if theirs.straddles_zero():
                return Quantity.missing(Reason.ZERO_DENOMINATOR, derived=derived)
            shown = left.value / right.value if right.value else None
            return _quantity(mine / theirs, shown, reason, derived=derived)
        case _:
            assert_never(operator)


def _interval(quantity: Quantity) -> Interval:
    low = -INFINITY if quantity.low is None else quantity.low
    high = INFINITY if quantity.high is None else quantity.high
    return Interval(low, high)


def _quantity(interval: Interval, shown: Decimal | None, reason: Reason | None, *, derived: bool) -> Quantity:
    """Keep the shown value only where it is one of the interval's ends, since only then its bound is known."""
    if interval.low == interval.high:
        return Quantity(interval.low, interval.high, interval.low, derived=derived)
    if shown is None or shown not in (interval.low, interval.high):
        return Quantity.missing(reason or Reason.UNBOUNDED, derived=derived)
    low = None if interval.low.is_infinite() else interval.low
    high = None if interval.high.is_infinite() else interval.high
    return Quantity(low, high, shown, reason, derived)
