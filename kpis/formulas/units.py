"""Works out what a formula counts, and refuses sums of unlike things.

A bare number has no unit (None here, "number" in messages). Events and people may be divided by each
other, never added: likes per follower is a ratio, likes plus followers is nothing.
"""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Literal, assert_never

from campaigns.metrics.kinds import Unit
from kpis.formulas.errors import FormulaError, FormulaErrorCode, together
from kpis.formulas.spelling import nearest
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


class _Unknown(Enum):
    UNKNOWN = "unknown"


UNKNOWN = _Unknown.UNKNOWN  # what a name counts that is itself at fault: no second mistake comes of it

Known = Unit | None
Found = Known | Literal[_Unknown.UNKNOWN]

_COUNTED = frozenset({Unit.COUNT, Unit.PEOPLE})
# Money per click is money, seconds per play seconds. No formula makes minutes of seconds: a definition says so.
_SHAREABLE = frozenset({Unit.MONEY, Unit.SECONDS, Unit.MINUTES, Unit.HOURS, Unit.SCORE})
_WITH_NUMBER = frozenset({Unit.RATIO, Unit.SCORE})  # "1 - rate" and "score + 5" mean something; "likes + 5" does not
_LOGARITHMS = frozenset({*_COUNTED, *_WITH_NUMBER})
_SUGGESTED_AT_MOST = 5


def unit_of(node: Node, units: Mapping[str, Unit]) -> Unit | None:
    """Return the unit of a tree, None for a bare number.

    Raises FormulaError `unknown_name`, and `unit_mismatch` whose detail names both units ("money + people"), the
    first in the text with the rest attached.
    """
    found, mistakes = read_units(node, units)
    if mistakes:
        raise together(mistakes)
    return None if isinstance(found, _Unknown) else found


def read_units(node: Node, units: Mapping[str, Found]) -> tuple[Found, Sequence[FormulaError]]:
    """Return the unit of a tree and every mistake in it; UNKNOWN where the mistakes leave it open."""
    reader = _UnitReader(units)
    return reader.unit(node), reader.mistakes


class _UnitReader:
    def __init__(self, units: Mapping[str, Found]) -> None:
        self._units = units
        self._suggested = 0
        self.mistakes: list[FormulaError] = []

    def unit(self, node: Node, *, shifted: bool = False) -> Found:  # noqa: PLR0911 - one return a kind of node
        """Return a node's unit; `shifted` lets numbers be added to counts, as inside a logarithm."""
        match node:
            case Number():
                return None
            case Name(key=key):
                return self._of_name(node, key)
            case Negation(operand=operand):
                return self.unit(operand)
            case Operation():
                return self._of_operation(node, shifted=shifted)
            case Coalesce(options=options):
                return self._of_options(node, [self.unit(option) for option in options])
            case PerDay(operand=operand):
                return self.unit(operand)
            case ShareOf(operand=operand):
                return self._of_share(node, self.unit(operand))
            case Logarithm(operand=operand):
                return self._of_logarithm(node, self.unit(operand, shifted=True))
            case Weighted(parts=parts, weights=weights):
                return self._of_index(parts, weights)
        raise TypeError(node)

    def _of_operation(self, node: Operation, *, shifted: bool) -> Found:
        adding = node.operator in (Operator.ADD, Operator.SUBTRACT)
        left = self.unit(node.left, shifted=shifted and adding)
        right = self.unit(node.right, shifted=shifted and adding)
        if left is UNKNOWN or right is UNKNOWN:
            return UNKNOWN
        if shifted and node.operator is Operator.ADD:
            for mine, other in ((left, right), (right, left)):
                if mine in _COUNTED and other is None:
                    return mine
        found = _combined(node.operator, left, right)
        if found is UNKNOWN:
            self._refuse(node, f"{_word(left)} {node.operator} {_word(right)}")
        return found

    def _of_name(self, node: Node, key: str) -> Found:
        if key in self._units:
            return self._units[key]
        detail = f"{key[:60]} is neither a metric nor a KPI"
        if key == "days":
            detail += "; write per_day(a) for something over the days of the window"
        elif self._suggested < _SUGGESTED_AT_MOST and (near := nearest(key, self._units)):
            self._suggested += 1
            detail += f"; did you mean {' or '.join(near)}?"
        self.mistakes.append(FormulaError(FormulaErrorCode.UNKNOWN_NAME, node.position, detail))
        return UNKNOWN

    def _of_options(self, node: Node, found: Sequence[Found]) -> Found:
        known = [unit for unit in found if unit is not UNKNOWN]
        for other in known[1:]:
            if other != known[0]:
                detail = f"coalesce({_word(known[0])}, {_word(other)}): options must be of one unit"
                self._refuse(node, detail)
                return UNKNOWN
        return known[0] if known else UNKNOWN

    def _of_share(self, node: Node, found: Found) -> Found:
        if found is None:
            self._refuse(node, "share_of(number): a number is the same everywhere and has no share")
        return Unit.RATIO

    def _of_logarithm(self, node: Node, found: Found) -> Found:
        if found is not UNKNOWN and found not in _LOGARITHMS:
            self._refuse(node, f"log({_word(found)}): only counts, people, ratios and scores have a logarithm")
        return Unit.SCORE

    def _of_index(self, parts: Sequence[Node], weights: Sequence[Node]) -> Found:
        for part in parts:
            self.unit(part)
        for weight in weights:
            found = self.unit(weight)
            if found is not None and found is not UNKNOWN:
                self._refuse(weight, f"weighted(..., {_word(found)}): a weight is a bare number")
        return Unit.SCORE

    def _refuse(self, node: Node, detail: str) -> None:
        self.mistakes.append(FormulaError(FormulaErrorCode.UNIT_MISMATCH, node.position, detail))


def _combined(operator: Operator, left: Known, right: Known) -> Found:
    """Return the unit of an operation's outcome, UNKNOWN where the two do not go together."""
    match operator:
        case Operator.ADD | Operator.SUBTRACT:
            return _sum(left, right)
        case Operator.MULTIPLY:
            return _product(left, right)
        case Operator.DIVIDE:
            return _quotient(left, right)
        case _:
            assert_never(operator)


def _sum(left: Known, right: Known) -> Found:
    if left == right:
        return left
    return next((unit for unit in _WITH_NUMBER if {left, right} == {None, unit}), UNKNOWN)


def _product(left: Known, right: Known) -> Found:
    if left is None or right is None:
        return right if left is None else left
    if left is Unit.RATIO or right is Unit.RATIO:
        return right if left is Unit.RATIO else left
    return UNKNOWN


def _quotient(left: Known, right: Known) -> Found:
    if right is None:
        return left
    if left == right or (left in _COUNTED and right in _COUNTED):
        return Unit.RATIO
    if right is Unit.RATIO:
        return Unit.RATIO if left is None else left
    if left in _SHAREABLE and right in _COUNTED:
        return left
    return UNKNOWN


def _word(unit: Found) -> str:
    return "number" if unit is None else unit.value
