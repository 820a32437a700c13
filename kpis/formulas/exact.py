"""A formula as a function of numbers that are all known exactly: most are, and those need no interval arithmetic.

It is made once a formula and says what `kpis.formulas.evaluation` would say, or raises NotExactError where only that
can tell: a number that is missing or only bounded, a denominator of zero, a number past all measure.
"""

from collections.abc import Callable, Mapping
from decimal import Context, Decimal
from functools import reduce
from operator import itemgetter

from kpis.formulas.evaluation import DAYS, LARGEST, PRECISION
from kpis.formulas.tree import Name, Negation, Node, Number, Operation, Operator, PerDay, Weighted

Known = Mapping[str, Decimal]  # the numbers that are known exactly and `in_reach`, by metric
Exact = Callable[[Known], Decimal]

_CONTEXT = Context(prec=PRECISION)
_ZERO = Decimal(0)
_REACH = LARGEST.adjusted() - 10  # so that no sum of numbers in reach is past all measure


class NotExactError(Exception):
    """Plain arithmetic cannot tell the value."""


def in_reach(value: Decimal) -> bool:
    """Tell whether a number is small enough to be reckoned with plainly."""
    return value.adjusted() < _REACH


def exact(node: Node) -> Exact | None:  # noqa: PLR0911 - one return a kind of node
    """Return the function of a resolved tree; None where it falls back, takes logarithms or looks at the whole.

    It raises NotExactError, and KeyError for a name that is not known exactly.
    """
    match node:
        case Name(key=key):
            return itemgetter(key)
        case Number(value=value):
            return (lambda _: value) if in_reach(value) else None
        case Operation(operator=operator, left=left, right=right):
            return _joined(operator, exact(left), exact(right))
        case PerDay(operand=operand):
            return _joined(Operator.DIVIDE, exact(operand), itemgetter(DAYS))
        case Negation(operand=operand):
            return _joined(Operator.SUBTRACT, lambda _: _ZERO, exact(operand))
        case Weighted(parts=parts, weights=weights):
            pairs = zip(parts, weights, strict=True)
            scaled = [_joined(Operator.MULTIPLY, exact(part), exact(weight)) for part, weight in pairs]
            return reduce(lambda total, each: _joined(Operator.ADD, total, each), scaled)
    return None


def joined(operator: Operator, left: Decimal, right: Decimal) -> Decimal:
    """Join two numbers in reach as the sides of an operator. Raises NotExactError."""
    return _OPERATIONS[operator](left, right)


def _joined(operator: Operator, left: Exact | None, right: Exact | None) -> Exact | None:
    if left is None or right is None:
        return None
    operation = _OPERATIONS[operator]
    return lambda known: operation(left(known), right(known))


def _multiplied(left: Decimal, right: Decimal) -> Decimal:
    return _within_reach(_CONTEXT.multiply(left, right)) if left and right else _ZERO


def _divided(left: Decimal, right: Decimal) -> Decimal:
    if not right:
        raise NotExactError
    return _within_reach(_CONTEXT.divide(left, right)) if left else _ZERO


def _within_reach(value: Decimal) -> Decimal:
    if in_reach(value):
        return value
    raise NotExactError


_OPERATIONS: Mapping[Operator, Callable[[Decimal, Decimal], Decimal]] = {
    Operator.ADD: _CONTEXT.add,
    Operator.SUBTRACT: _CONTEXT.subtract,
    Operator.MULTIPLY: _multiplied,
    Operator.DIVIDE: _divided,
}
