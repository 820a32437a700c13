"""Tells whether two formulas are the same but for the order and grouping of their terms."""

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


def equivalent(left: Node, right: Node) -> bool:
    """Return whether both trees add, multiply and divide the same things.

    Sums and products may be ordered and grouped differently; nothing is factored out or cancelled, so
    two formulas that are equal for a deeper reason count as different.
    """
    return _shape(left) == _shape(right)


def _shape(node: Node) -> str:  # noqa: PLR0911 - one return a kind of node
    match node:
        case Number(value=value):
            return str(value.normalize())
        case Name(key=key):
            return key
        case Coalesce(options=options):
            return f"coalesce({','.join(_shape(option) for option in options)})"
        case PerDay(operand=operand):
            return f"per_day({_shape(operand)})"
        case ShareOf(operand=operand):
            return f"share_of({_shape(operand)})"
        case Logarithm(operand=operand):
            return f"log({_shape(operand)})"
        case Weighted(parts=parts, weights=weights):
            pairs = zip(parts, weights, strict=True)
            return _sorted_shape([("weighted ", f"{_shape(part)}*{_shape(weight)}") for part, weight in pairs])
        case Negation() | Operation(operator=Operator.ADD | Operator.SUBTRACT):
            return _sorted_shape(_terms(node, "+"))
        case Operation():
            return _sorted_shape(_factors(node, "*"))
    raise TypeError(node)


def _sorted_shape(parts: list[tuple[str, str]]) -> str:
    return "(" + " ".join(sign + shape for sign, shape in sorted(parts)) + ")"


def _terms(node: Node, sign: str) -> list[tuple[str, str]]:
    other = "-" if sign == "+" else "+"
    match node:
        case Negation(operand=operand):
            return _terms(operand, other)
        case Operation(operator=Operator.ADD, left=left, right=right):
            return _terms(left, sign) + _terms(right, sign)
        case Operation(operator=Operator.SUBTRACT, left=left, right=right):
            return _terms(left, sign) + _terms(right, other)
    return [(sign, _shape(node))]


def _factors(node: Node, sign: str) -> list[tuple[str, str]]:
    other = "/" if sign == "*" else "*"
    match node:
        case Operation(operator=Operator.MULTIPLY, left=left, right=right):
            return _factors(left, sign) + _factors(right, sign)
        case Operation(operator=Operator.DIVIDE, left=left, right=right):
            return _factors(left, sign) + _factors(right, other)
    return [(sign, _shape(node))]
