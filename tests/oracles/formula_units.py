"""What a formula counts, by dimensions: each unit is a vector of exponents, and a result must have a name.

Events and people are one dimension with two names, since they may be divided by each other and not added. Money,
seconds and scores keep their name when they are shared out over heads: money per click is money.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from tests.oracles.formula_reading import read

HEADS = {"count", "people"}
SHARED_OUT = {"money", "seconds", "score"}
PURE = {"number", "ratio"}


class UnlikeError(ValueError):
    """Two things that cannot be put together; `units` names both."""

    def __init__(self, *units: str) -> None:
        super().__init__(" and ".join(units))
        self.units = units


@dataclass(frozen=True)
class Dimension:
    """A name with the exponents behind it."""

    name: str

    @property
    def exponents(self) -> dict[str, int]:
        if self.name in PURE:
            return {}
        return {"heads" if self.name in HEADS else self.name: 1}


def unit_of(text: str, units: Mapping[str, str]) -> str:
    """Return the name of what a formula counts, `number` for numbers alone; raises UnlikeError and KeyError."""
    return _unit(read(text), units).name


def _unit(node: ast.expr, units: Mapping[str, str]) -> Dimension:  # noqa: PLR0911 - one return a kind of node
    if isinstance(node, ast.Constant):
        return Dimension("number")
    if isinstance(node, ast.Name):
        return Dimension(units[node.id])
    if isinstance(node, ast.UnaryOp):
        return _unit(node.operand, units)
    if isinstance(node, ast.Call):
        return _unit_of_call(node, units)
    assert isinstance(node, ast.BinOp)
    left, right = _unit(node.left, units), _unit(node.right, units)
    if isinstance(node.op, ast.Add | ast.Sub):
        return _sum(left, right)
    if right.name == "number" or (left.name == "number" and isinstance(node.op, ast.Mult)):
        return left if right.name == "number" else right
    return _named(left, right, 1 if isinstance(node.op, ast.Mult) else -1)


def _sum(left: Dimension, right: Dimension) -> Dimension:
    if left == right:
        return left
    for name in ("ratio", "score"):
        if {left.name, right.name} == {name, "number"}:
            return Dimension(name)
    raise UnlikeError(left.name, right.name)


def _named(left: Dimension, right: Dimension, sign: int) -> Dimension:
    """Add or take off exponents and look the outcome up among the things that have a name."""
    total = dict(left.exponents)
    for dimension, exponent in right.exponents.items():
        total[dimension] = total.get(dimension, 0) + sign * exponent
    total = {dimension: exponent for dimension, exponent in total.items() if exponent}
    if not total:
        return Dimension("ratio")
    if total == {"heads": 1}:
        return left if left.name in HEADS else right
    for name in SHARED_OUT:
        if total in ({name: 1}, {name: 1, "heads": -1}):
            return Dimension(name)
    raise UnlikeError(left.name, right.name)


def _unit_of_call(node: ast.Call, units: Mapping[str, str]) -> Dimension:
    assert isinstance(node.func, ast.Name)
    match node.func.id:
        case "coalesce":
            found = [_unit(option, units) for option in node.args]
            for other in found[1:]:
                if other != found[0]:
                    raise UnlikeError(found[0].name, other.name)
            return found[0]
        case "per_day" | "share_of" as name:
            unit = _unit(node.args[0], units)
            if any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(node.args[0])):
                raise UnlikeError(name, name)
            return unit if name == "per_day" else _share(unit)
        case "log":
            return _logarithm(node.args[0], units)
        case _:
            return _weighted(node.args, units)


def _share(unit: Dimension) -> Dimension:
    if unit.name == "number":
        raise UnlikeError("share_of", "number")
    return Dimension("ratio")


def _logarithm(argument: ast.expr, units: Mapping[str, str]) -> Dimension:
    """Say what a logarithm gives: a bare number may be added to a count under it."""
    unit = _unit_under_log(argument, units)
    if unit.name in {"count", "people", "ratio", "score"}:
        return Dimension("score")
    raise UnlikeError("log", unit.name)


def _unit_under_log(node: ast.expr, units: Mapping[str, str]) -> Dimension:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _unit_under_log(node.left, units), _unit_under_log(node.right, units)
        for mine, other in ((left, right), (right, left)):
            if mine.name in HEADS and other.name == "number":
                return mine
        return _sum(left, right)
    return _unit(node, units)


def _weighted(arguments: list[ast.expr], units: Mapping[str, str]) -> Dimension:
    for thing, weight in zip(arguments[::2], arguments[1::2], strict=True):
        _unit(thing, units)
        if _unit(weight, units).name != "number":
            raise UnlikeError("weight", _unit(weight, units).name)
    return Dimension("score")
