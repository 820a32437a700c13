"""What SQL hands to Python: the sums of one account in one bucket and group, a bundle of metrics at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

Bundle = frozenset[str]


@dataclass(frozen=True, slots=True)
class Total:
    """One metric of a bundle, added over the rows that state the whole bundle.

    `value` is the sum (or the last level) of `singles` rows; `largest` the greatest single row, for what cannot be
    added. `unbased_gain` and `unbased_loss` are the parts of the sum, above and below zero, whose earlier level is
    unknown. `capped` says that the true sum may be greater, `overstated` that it may be smaller, since a capped level
    was taken off.
    """

    value: Decimal | None
    largest: Decimal | None = None
    unbased_gain: Decimal = Decimal(0)
    unbased_loss: Decimal = Decimal(0)
    derived: bool = False
    capped: bool = False
    overstated: bool = False
    singles: int = 1


@dataclass(frozen=True, slots=True)
class BundleTotals:
    """A bundle's totals, the number of rows they rest on and, where rows are of days, the number of days."""

    rows: int
    days: int
    totals: Mapping[str, Total]


@dataclass(frozen=True, slots=True)
class Cell:
    """One account, bucket and group at one grain; `contents` counts all of its contents, whatever they state."""

    account: UUID
    bucket: int
    group: tuple[str | None, ...]  # values of the question's content keys, in their order
    currency: str
    bundles: Mapping[Bundle, BundleTotals]
    contents: int = 0
