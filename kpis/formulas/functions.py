"""The functions of the formula language: how each is written, and the node it makes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kpis.formulas.errors import FormulaError, FormulaErrorCode
from kpis.formulas.tree import Coalesce, Logarithm, Node, PerDay, ShareOf, Weighted

Arguments = tuple[Node, ...]


@dataclass(frozen=True)
class Function:
    """A function: its usage as shown to authors, whether a number of arguments suits it, and what it builds."""

    usage: str
    meaning: str
    takes: Callable[[int], bool]
    build: Callable[[int, Arguments], Node]


def _any_number(count: int) -> bool:
    return count > 0


def _one(count: int) -> bool:
    return count == 1


def _pairs(count: int) -> bool:
    return count > 0 and count % 2 == 0


FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        "coalesce": Function("coalesce(a, b, ...)", "the first that has a value", _any_number, Coalesce),
        "log": Function(
            "log(a)", "the natural logarithm", _one, lambda position, arguments: Logarithm(position, *arguments)
        ),
        "per_day": Function(
            "per_day(a)",
            "a over the days of the window that are over",
            _one,
            lambda position, arguments: PerDay(position, *arguments),
        ),
        "share_of": Function(
            "share_of(a)",
            "this group's a over the whole scope's a",
            _one,
            lambda position, arguments: ShareOf(position, *arguments),
        ),
        "weighted": Function(
            "weighted(a, weight, b, weight, ...)",
            "a * weight + b * weight + ..., units may differ",
            _pairs,
            lambda position, arguments: Weighted(position, arguments[::2], arguments[1::2]),
        ),
    }
)


def call(name: str, position: int, arguments: Arguments) -> Node:
    """Return the node of a call. Raises FormulaError `wrong_arguments` for a number of them that does not suit."""
    function = FUNCTIONS[name]
    if not function.takes(len(arguments)):
        detail = f"expected {function.usage}, found {len(arguments)} argument{'s' if len(arguments) != 1 else ''}"
        raise FormulaError(FormulaErrorCode.WRONG_ARGUMENTS, position, detail)
    return function.build(position, arguments)
