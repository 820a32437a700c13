"""What is wrong in definition files, collected so that all of it is told at once."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """One problem in one field of one definition; `position` counts the characters of a formula from 0."""

    file: str
    field: str
    problem: str
    code: str = "invalid"
    position: int | None = None

    def __str__(self) -> str:
        where = "" if self.position is None else f"{self.code} at {self.position}: "
        return f"{self.file}: {self.field}: {where}{self.problem}"


class DefinitionsError(ValueError):
    """A set of definitions that cannot be used, with every mistake found in it."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(dict.fromkeys(mistakes))  # one mistake can be met once a network
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))
