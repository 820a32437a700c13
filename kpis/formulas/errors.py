"""What can be wrong with a formula, and where."""

from collections.abc import Sequence
from enum import StrEnum


class FormulaErrorCode(StrEnum):
    """The closed set of mistakes a formula can hold."""

    SYNTAX = "syntax"
    UNKNOWN_NAME = "unknown_name"
    NOT_HERE = "not_here"  # a KPI that exists on other networks or kinds of account, and not on this one
    UNIT_MISMATCH = "unit_mismatch"
    WRONG_ARGUMENTS = "wrong_arguments"
    NESTED_FUNCTION = "nested_function"
    CYCLE = "cycle"
    TOO_LONG = "too_long"
    TOO_DEEP = "too_deep"


class FormulaError(ValueError):
    """A formula that cannot be used.

    `position` counts characters of the formula's text from 0; `detail` is a sentence for its author. `rest` holds
    what else is wrong with the same formula, in the order of its text.
    """

    def __init__(self, code: FormulaErrorCode, position: int, detail: str) -> None:
        super().__init__(f"{code} at {position}: {detail}")
        self.code = code
        self.position = position
        self.detail = detail
        self.rest: tuple[FormulaError, ...] = ()

    def every(self) -> tuple["FormulaError", ...]:
        """Return this mistake and the rest."""
        return (self, *self.rest)


def together(mistakes: Sequence[FormulaError]) -> FormulaError:
    """Return the mistake that stands first in the text, the others attached to it; there must be one."""
    first, *rest = sorted(mistakes, key=lambda mistake: mistake.position)
    first.rest = tuple(rest)
    return first
