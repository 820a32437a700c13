"""The rules of pushing and typing numbers in that can say no, by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from campaigns.attribution.members import Fault


@dataclass(frozen=True, slots=True)
class FactFault:
    """What is wrong with one fact: `index` is its place in the request, from 0."""

    index: int
    fault: Fault
    upload: UUID | None = None

    @property
    def pointer(self) -> str:
        """Point to the member at fault in the body."""
        return f"#/facts/{self.index}{self.fault.pointer}"


class FactsRefused(Exception):  # noqa: N818 - a business word: nothing of the batch was taken
    """An atomic batch with at least one fact that cannot be taken: the first faults, and how many there are."""

    def __init__(self, faults: Sequence[FactFault], *, total: int) -> None:
        self.faults = tuple(faults)
        self.total = total
        super().__init__(f"{total} faults")
