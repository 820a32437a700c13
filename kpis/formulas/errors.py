"""What can be wrong with a formula, and where."""

from enum import StrEnum


class FormulaErrorCode(StrEnum):
    """The closed set of mistakes a formula can hold."""

    SYNTAX = "syntax"
    UNKNOWN_NAME = "unknown_name"
    UNIT_MISMATCH = "unit_mismatch"
    CYCLE = "cycle"
    TOO_LONG = "too_long"
    TOO_DEEP = "too_deep"


class FormulaError(ValueError):
    """A formula that cannot be used.

    `position` counts characters of the formula's text from 0; `detail` is a sentence for its author.
    """

    def __init__(self, code: FormulaErrorCode, position: int, detail: str) -> None:
        super().__init__(f"{code} at {position}: {detail}")
        self.code = code
        self.position = position
        self.detail = detail
