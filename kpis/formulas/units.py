"""Works out what a formula counts, and refuses sums of unlike things.

A bare number has no unit (None here, "number" in messages). Events and people may be divided by each
other, never added: likes per follower is a ratio, likes plus followers is nothing.
"""

from collections.abc import Mapping
from typing import assert_never

from campaigns.metrics.kinds import Unit
from kpis.formulas.errors import FormulaError, FormulaErrorCode
from kpis.formulas.tree import Coalesce, Name, Negation, Node, Number, Operation, Operator

_COUNTED = frozenset({Unit.COUNT, Unit.PEOPLE})
_SHAREABLE = frozenset({Unit.MONEY, Unit.SECONDS, Unit.SCORE})  # money per click is money, seconds per play seconds


def unit_of(node: Node, units: Mapping[str, Unit]) -> Unit | None:
    """Return the unit of a tree, None for a bare number.

    Raises FormulaError `unknown_name`, and `unit_mismatch` whose detail names both units ("money + people").
    """
    match node:
        case Number():
            return None
        case Name(key=key):
            return _unit_of_name(node, key, units)
        case Negation(operand=operand):
            return unit_of(operand, units)
        case Coalesce(options=options):
            return _unit_of_options(node, [unit_of(option, units) for option in options])
        case Operation(left=left, right=right):
            return _unit_of_operation(node, unit_of(left, units), unit_of(right, units))
    raise TypeError(node)


def _unit_of_operation(node: Operation, left: Unit | None, right: Unit | None) -> Unit | None:
    match node.operator:
        case Operator.ADD | Operator.SUBTRACT:
            return left if left == right else _sum_with_number(node, left, right)
        case Operator.MULTIPLY:
            return _product(node, left, right)
        case Operator.DIVIDE:
            return _quotient(node, left, right)
        case _:
            assert_never(node.operator)


def _sum_with_number(node: Operation, left: Unit | None, right: Unit | None) -> Unit:
    # "1 - rate" and "score + 5" mean something; "likes + 5" counts nothing.
    for unit in (Unit.RATIO, Unit.SCORE):
        if {left, right} == {None, unit}:
            return unit
    raise _mismatch(node, left, right)


def _product(node: Operation, left: Unit | None, right: Unit | None) -> Unit | None:
    if left is None or right is None:
        return right if left is None else left
    if left is Unit.RATIO or right is Unit.RATIO:
        return right if left is Unit.RATIO else left
    raise _mismatch(node, left, right)


def _quotient(node: Operation, left: Unit | None, right: Unit | None) -> Unit | None:
    if right is None:
        return left
    if left == right or (left in _COUNTED and right in _COUNTED):
        return Unit.RATIO
    if right is Unit.RATIO:
        return Unit.RATIO if left is None else left
    if left in _SHAREABLE and right in _COUNTED:
        return left
    raise _mismatch(node, left, right)


def _mismatch(node: Operation, left: Unit | None, right: Unit | None) -> FormulaError:
    detail = f"{_word(left)} {node.operator} {_word(right)}"
    return FormulaError(FormulaErrorCode.UNIT_MISMATCH, node.position, detail)


def _unit_of_name(node: Node, key: str, units: Mapping[str, Unit]) -> Unit:
    if key not in units:
        raise FormulaError(FormulaErrorCode.UNKNOWN_NAME, node.position, f"{key} is neither a metric nor a KPI")
    return units[key]


def _unit_of_options(node: Node, found: list[Unit | None]) -> Unit | None:
    for other in found[1:]:
        if other != found[0]:
            detail = f"coalesce({_word(found[0])}, {_word(other)}): options must be of one unit"
            raise FormulaError(FormulaErrorCode.UNIT_MISMATCH, node.position, detail)
    return found[0]


def _word(unit: Unit | None) -> str:
    return "number" if unit is None else unit.value
