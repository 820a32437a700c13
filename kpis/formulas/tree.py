"""The tree of a formula: frozen nodes, compared by what they mean and not by where they stand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum


class Operator(StrEnum):
    """The four operations between two sides."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"


@dataclass(frozen=True)
class Node:
    """Part of a formula. `position` is the character at which it stands in its text."""

    position: int = field(compare=False)

    def children(self) -> tuple["Node", ...]:
        """Return the parts directly below this one."""
        return ()

    def walk(self) -> Iterator["Node"]:
        """Yield this node and everything below it."""
        waiting: list[Node] = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children()))

    def names(self) -> frozenset[str]:
        """Return every name that stands in the tree: base metrics alone where its KPI references are resolved."""
        return frozenset(node.key for node in self.walk() if isinstance(node, Name))


@dataclass(frozen=True)
class Number(Node):
    """A decimal number written in the formula."""

    value: Decimal


@dataclass(frozen=True)
class Name(Node):
    """A base metric, or another KPI before references are resolved."""

    key: str


@dataclass(frozen=True)
class Negation(Node):
    """Minus something."""

    operand: Node

    def children(self) -> tuple[Node, ...]:
        """Return the negated part."""
        return (self.operand,)


@dataclass(frozen=True)
class Operation(Node):
    """Two sides and what is done with them. `position` is that of the operator."""

    operator: Operator
    left: Node
    right: Node

    def children(self) -> tuple[Node, ...]:
        """Return both sides."""
        return (self.left, self.right)


@dataclass(frozen=True)
class Coalesce(Node):
    """The first of several options that has a value."""

    options: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        """Return the options in order of preference."""
        return self.options


@dataclass(frozen=True)
class PerDay(Node):
    """Something spread evenly over the days of the window that are over."""

    operand: Node

    def children(self) -> tuple[Node, ...]:
        """Return what is spread."""
        return (self.operand,)


@dataclass(frozen=True)
class ShareOf(Node):
    """What a group has of something, over what the whole scope has of it."""

    operand: Node

    def children(self) -> tuple[Node, ...]:
        """Return what is shared."""
        return (self.operand,)


@dataclass(frozen=True)
class Logarithm(Node):
    """The natural logarithm of something."""

    operand: Node

    def children(self) -> tuple[Node, ...]:
        """Return what the logarithm is taken of."""
        return (self.operand,)


@dataclass(frozen=True)
class Weighted(Node):
    """An index: parts of any unit, each times its weight, added up. There are as many weights as parts."""

    parts: tuple[Node, ...]
    weights: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        """Return the parts, each followed by its weight."""
        return tuple(node for pair in zip(self.parts, self.weights, strict=True) for node in pair)


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return the node with `change` applied to each of its children."""
    match node:
        case Negation() | PerDay() | ShareOf() | Logarithm():
            return replace(node, operand=change(node.operand))
        case Operation(left=left, right=right):
            return replace(node, left=change(left), right=change(right))
        case Coalesce(options=options):
            return replace(node, options=tuple(change(option) for option in options))
        case Weighted(parts=parts, weights=weights):
            return replace(
                node,
                parts=tuple(change(part) for part in parts),
                weights=tuple(change(weight) for weight in weights),
            )
    return node
