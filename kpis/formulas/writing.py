"""Writes a tree back as text, and as nested values for those who draw it."""

from typing import Any

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

_FACTOR = 3
_BINDS = {Operator.ADD: 1, Operator.SUBTRACT: 1, Operator.MULTIPLY: 2, Operator.DIVIDE: 2}


def written(node: Node) -> str:
    """Return a formula that parses to the very tree, with no parenthesis too many."""
    match node:
        case Number(value=value):
            return f"{value:f}"
        case Name(key=key):
            return key
        case Negation(operand=operand):
            return f"-{_inside(operand, _FACTOR)}"
        case Operation(operator=operator, left=left, right=right):
            binds = _BINDS[operator]
            return f"{_inside(left, binds)} {operator} {_inside(right, binds + 1)}"
    return f"{_name(node)}({', '.join(written(child) for child in node.children())})"


def drawn(node: Node) -> dict[str, Any]:
    """Return a tree as `{"kind", "text", "of"}`: what a node is, how it is written, and the nodes below it."""
    kind, text = _kind(node), _name(node)
    return {"kind": kind, "text": text, "of": [drawn(child) for child in node.children()]}


def _inside(node: Node, binds: int) -> str:
    text = written(node)
    loose = isinstance(node, Operation) and _BINDS[node.operator] < binds
    return f"({text})" if loose else text


def _kind(node: Node) -> str:
    match node:
        case Number():
            return "number"
        case Name():
            return "metric"
        case Operation() | Negation():
            return "operation"
    return "function"


def _name(node: Node) -> str:  # noqa: PLR0911 - one return a kind of node
    match node:
        case Number(value=value):
            return f"{value:f}"
        case Name(key=key):
            return key
        case Negation():
            return "-"
        case Operation(operator=operator):
            return operator.value
        case Coalesce():
            return "coalesce"
        case PerDay():
            return "per_day"
        case ShareOf():
            return "share_of"
        case Logarithm():
            return "log"
        case Weighted():
            return "weighted"
    raise TypeError(node)
