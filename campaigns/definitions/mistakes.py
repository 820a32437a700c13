"""What is wrong in definition files, collected so that all of it is told at once."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """One problem in one field of one definition."""

    file: str
    field: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.problem}"


class DefinitionsError(ValueError):
    """A set of definitions that cannot be used, with every mistake found in it."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(dict.fromkeys(mistakes))  # one mistake can be met once a network
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))
