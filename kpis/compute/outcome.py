"""What an evaluation comes to: a KPI's value for one group, with everything needed to trust it."""

from dataclasses import dataclass, field
from decimal import Decimal

from campaigns.metrics import Grain
from kpis.catalogue import Basis
from kpis.formulas import Quantity


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the window the numbers take in: days of the least covered account, or contents that state all."""

    days: int
    of: int
    accounts: int
    of_accounts: int
    contents: int | None = None
    of_contents: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one network says by itself, where networks cannot be put together."""

    network: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Outcome:
    """A KPI's value with everything needed to trust it. `grain` is None where nothing speaks, or only side metrics."""

    quantity: Quantity
    grain: Grain | None
    basis: Basis
    coverage: Coverage
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    contents: int | None = None
    currency: str | None = None
    network: str | None = None  # where exactly one network answered
    overlapping: bool = False  # people of several accounts were added, some perhaps twice
    parts: tuple[Part, ...] = field(default=())
    converted_from: frozenset[str] = frozenset()  # the currencies that its money was in
    paid_mix: str | None = None  # whether money helped: organic, boosted, paid, mixed; None where nobody says
    sides: frozenset[str] = frozenset()  # the metrics of costs and conversions that it rests on
