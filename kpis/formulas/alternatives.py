"""The readings of a formula that falls back: one formula for each way through its `coalesce`, the preferred first."""

from dataclasses import replace
from itertools import islice, product

from kpis.formulas.tree import Coalesce, Logarithm, Name, Negation, Node, Number, Operation, PerDay, ShareOf, Weighted

MOST = 16  # ways through several fall-backs at once; what comes after them is not tried


def alternatives(tree: Node) -> tuple[Node, ...]:
    """Return the trees without `coalesce` that a tree stands for, in the order in which they are to be tried.

    A fall-back is between numbers that are there and numbers that are not. What a formula needs must be stated
    together, so a formula that may do with less is several formulas.
    """
    return tuple(dict.fromkeys(_ways(tree)))[:MOST]


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
