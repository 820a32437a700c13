"""How the value of a KPI depends on the length of its window: twice the days, twice the value, or not at all."""

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from campaigns.metrics import METRICS, Kind
from kpis.catalogue import Kpi
from kpis.formulas.tree import (
    Logarithm,
    Name,
    Node,
    Number,
    Operation,
    Operator,
    PerDay,
    ShareOf,
    Weighted,
)

_ADDED = frozenset({Kind.FLOW, Kind.CUMULATIVE})
_LEVELS = frozenset({Kind.STOCK, Kind.RATIO})


class Growth(StrEnum):
    """What becomes of a value in a longer window."""

    NONE = "none"  # rates, levels, averages
    ADDS = "adds"  # totals over days: a value per day makes sense
    GROWS = "grows"  # grows, but not with the days: distinct people, peaks, vendors' windows


def growth_of(kpi: Kpi) -> Growth:
    """Tell how a KPI's value depends on its window; where its networks differ in that, it merely grows."""
    return _alike(_growth(formula.tree) for formula in kpi.formulas.values())


@lru_cache(maxsize=4096)
def _growth(node: Node) -> Growth:
    match node:
        case Name(key=key):
            return _of_metric(key)
        case Number() | PerDay() | ShareOf():
            return Growth.NONE
        case Operation():
            return _of_operation(node)
        case Logarithm(operand=operand):
            return Growth.NONE if _growth(operand) is Growth.NONE else Growth.GROWS
        case Weighted(parts=parts):
            return _alike(_growth(part) for part in parts)
    return _alike(_growth(child) for child in node.children())


def _of_metric(key: str) -> Growth:
    kinds = set(METRICS[key].kinds.values())
    if kinds <= _LEVELS:
        return Growth.NONE
    return Growth.ADDS if kinds <= _ADDED else Growth.GROWS


def _of_operation(node: Operation) -> Growth:
    left, right = _growth(node.left), _growth(node.right)
    match node.operator:
        case Operator.DIVIDE:
            if right is Growth.NONE:
                return left
            return Growth.GROWS if left is Growth.NONE else Growth.NONE  # both grow: a rate
        case Operator.MULTIPLY:
            return left if right is Growth.NONE else right if left is Growth.NONE else Growth.GROWS
    return _alike((left, right))


def _alike(found: Iterable[Growth]) -> Growth:
    growths = set(found)
    return growths.pop() if len(growths) == 1 else Growth.GROWS if growths else Growth.NONE
