"""A benchmark and its identity: the parts that must agree before a result may be graded against it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kpis.benchmarks.scales import Scale, Statistic
from kpis.catalogue import Basis


class Reliability(StrEnum):
    """How far a number can be trusted, the best first."""

    HIGH = "H"  # a named study with sample and method
    MEDIUM = "M"  # a vendor's or agency's figure, partly documented, or a study quoted second-hand
    LOW = "L"  # no sample stated
    SEED = "seed"  # a founding rule of thumb, without any sample


@dataclass(frozen=True)
class FollowerTier:
    """Accounts from `at_least` followers up to, but not including, `below`; None leaves a side open."""

    at_least: int | None
    below: int | None

    def holds(self, followers: Decimal | int) -> bool:
        """Tell whether an account of this size belongs to the tier."""
        above_floor = self.at_least is None or followers >= self.at_least
        return above_floor and (self.below is None or followers < self.below)

    def __str__(self) -> str:
        return f"{self.at_least or 0} up to {'any' if self.below is None else self.below} followers"


@dataclass(frozen=True)
class Benchmark:
    """One published number with its identity.

    `definition` is the formula that the source used, in our metrics; it agrees with the KPI's own for
    every network named. `basis` is None where the source does not tell. `industry` and `followers` are
    None where the sample was not cut by them. Ratios are fractions, money is in `currency`. `n` is None
    where no sample is stated; `as_of` is None where the source carries no date.
    """

    key: str
    kpi: str
    kpi_version: int
    networks: tuple[str, ...]
    account_kind: str | None
    definition: str
    basis: Basis | None
    per: str
    content_type: str | None
    industry: str | None
    followers: FollowerTier | None
    audience: str
    statistic: Statistic
    scale: Scale
    currency: str | None
    window: str | None
    n: int | None
    sample: str
    source: str
    as_of: date | None
    reliability: Reliability
