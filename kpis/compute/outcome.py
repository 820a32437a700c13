"""What an evaluation comes to: a KPI's value for one group, with everything needed to trust it."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from campaigns.metrics import Grain
from kpis.catalogue import Basis
from kpis.formulas import Quantity

_NONE: frozenset[str] = frozenset()


class Coverage(NamedTuple):
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


@dataclass(frozen=True, slots=True, eq=False)
class Footing:
    """What a value rests on; `grain` is None where nothing speaks, or only side metrics. Many outcomes share theirs."""

    basis: Basis
    grain: Grain | None = None
    currency: str | None = None
    network: str | None = None  # where exactly one network answered
    overlapping: bool = False  # people of several accounts were added, some perhaps twice
    converted_from: frozenset[str] = _NONE  # the currencies that its money was in
    paid_mix: str | None = None  # whether money helped: organic, boosted, paid, mixed; None where nobody says
    sides: frozenset[str] = _NONE  # the metrics of costs and conversions that it rests on


@lru_cache(maxsize=4096)
def footing(**fields: Any) -> Footing:
    """Give the footing of these fields, the same one each time: what rests on it can be told apart by it."""
    return Footing(**fields)


class Outcome(NamedTuple):
    """A KPI's value with everything needed to trust it; a tuple, since there are as many as there are results."""

    quantity: Quantity
    footing: Footing
    coverage: Coverage
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    contents: int | None = None
    parts: tuple[Part, ...] = ()

    @property
    def grain(self) -> Grain | None:
        """Give the grain that answered."""
        return self.footing.grain

    @property
    def basis(self) -> Basis:
        """Give the basis on which it was answered."""
        return self.footing.basis

    @property
    def currency(self) -> str | None:
        """Give the currency of the money in it."""
        return self.footing.currency

    @property
    def overlapping(self) -> bool:
        """Tell whether people may be in it twice."""
        return self.footing.overlapping

    @property
    def converted_from(self) -> frozenset[str]:
        """Name the currencies that its money was in."""
        return self.footing.converted_from

    @property
    def paid_mix(self) -> str | None:
        """Tell whether money helped."""
        return self.footing.paid_mix

    @property
    def sides(self) -> frozenset[str]:
        """Name the metrics of costs and conversions that it rests on."""
        return self.footing.sides

    @property
    def network(self) -> str | None:
        """Name the network that answered, where it was one."""
        return self.footing.network
