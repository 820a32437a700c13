"""The readings of a formula that falls back: one for each way through its `coalesce`, and none that cannot be."""

from dataclasses import replace
from itertools import islice, product

from kpis.formulas.tree import (
    Coalesce,
    Logarithm,
    Name,
    Negation,
    Node,
    Number,
    Operation,
    PerDay,
    ShareOf,
    Weighted,
    rebuilt,
)

MOST = 16  # ways through several fall-backs at once; what comes after them is not tried


def alternatives(tree: Node) -> tuple[Node, ...]:
    """Return the trees without `coalesce` that a tree stands for, in the order in which they are to be tried.

    A fall-back is between numbers that are there and numbers that are not. What a formula needs must be stated
    together, so a formula that may do with less is several formulas.
    """
    return tuple(dict.fromkeys(_ways(tree)))[:MOST]


def skipped(tree: Node, absent: frozenset[str]) -> Node:
    """Return the tree without the options of `coalesce` that name something absent.

    Where no option is left they all stand, so that whoever checks the tree finds what is absent.
    """
    if absent.isdisjoint(tree.names()):
        return tree
    node = rebuilt(tree, lambda child: skipped(child, absent))
    if not isinstance(node, Coalesce):
        return node
    left = tuple(option for option in node.options if absent.isdisjoint(option.names()))
    if len(left) == 1:
        return left[0]
    return replace(node, options=left) if left else node


def _ways(node: Node) -> list[Node]:
    match node:
        case Number() | Name():
            return [node]
        case Coalesce(options=options):
            return [way for option in options for way in _ways(option)][:MOST]
        case Operation(left=left, right=right):
            return [replace(node, left=a, right=b) for a, b in islice(product(_ways(left), _ways(right)), MOST)]
        case (
            Negation(operand=operand) | PerDay(operand=operand) | ShareOf(operand=operand) | Logarithm(operand=operand)
        ):
            return [replace(node, operand=way) for way in _ways(operand)]
        case Weighted(parts=parts):
            return [replace(node, parts=ways) for ways in islice(product(*(_ways(part) for part in parts)), MOST)]
    raise TypeError(node)
