"""What was read of one account, bucket and group at one grain."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kpis.compute.accounts import AccountFacts
from kpis.compute.sheets import Look, Row
from kpis.compute.totals import Total

GroupValues = tuple[str | None, ...]
_NONE: frozenset[str] = frozenset()


@dataclass(slots=True)
class Cell:
    """The rows of one place, each with its look. `group` holds the values of the question's content keys.

    `contents` counts all of its contents, whatever they state. `figures` are the vendor's own for exactly this bucket.
    """

    account: AccountFacts
    bucket: int
    group: GroupValues
    currency: str = ""
    converted_from: frozenset[str] = _NONE
    looks: list[Look] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    contents: int = 0
    boosted: int = 0  # of its contents, those that were boosted with money
    organic: int = 0  # and those known not to be
    figures: Mapping[str, Total] | None = None

    def add(self, look: Look, row: Row) -> None:
        """Take a row in."""
        self.looks.append(look)
        self.rows.append(row)

    def sort(self) -> None:
        """Bring the rows into the order of their looks, so that cells that look alike are alike."""
        if len(self.looks) > 1:
            pairs = sorted(zip(self.looks, self.rows, strict=True), key=_place)
            self.looks, self.rows = [look for look, _ in pairs], [row for _, row in pairs]


def _place(pair: tuple[Look, Row]) -> tuple[int, int]:
    return pair[0].place
