"""What SQL hands to Python: the sums of one account in one bucket and group, a bundle of metrics at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

Bundle = frozenset[str]


@dataclass(frozen=True, slots=True)
class Total:
    """One metric of a bundle, added over the rows that state the whole bundle.

    `value` is the sum (or the last level); `largest` the greatest single row, for what cannot be added;
    `unbased` the part of the sum whose earlier level is unknown.
    """

    value: Decimal | None
    largest: Decimal | None = None
    unbased: Decimal = Decimal(0)
    derived: bool = False
    capped: bool = False


@dataclass(frozen=True, slots=True)
class BundleTotals:
    """A bundle's totals and the number of rows (days, contents) they rest on."""

    rows: int
    totals: Mapping[str, Total]


@dataclass(frozen=True, slots=True)
class Cell:
    """One account, bucket and group at one grain."""

    account: UUID
    bucket: int
    group: tuple[str | None, ...]  # values of the question's content keys, in their order
    currency: str
    bundles: Mapping[Bundle, BundleTotals]
    contents: int = 0


@dataclass(frozen=True, slots=True)
class GrainCells:
    """All cells of one grain."""

    cells: tuple[Cell, ...] = field(default=())
