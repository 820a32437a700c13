"""The kinds of rules by which numbers are hard to believe, one class each."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from campaigns.metrics.kinds import Grain


@dataclass(frozen=True)
class RuleBase:
    """What every rule has: where it holds, and what it tells people."""

    key: str
    version: int
    grains: tuple[Grain, ...]
    networks: tuple[str, ...]
    explanation: Mapping[str, str]
    source: str


@dataclass(frozen=True)
class OfWhole(RuleBase):
    """Parts, added together, are set against their whole; below `least` of them nobody judges."""

    parts: tuple[str, ...]
    whole: str
    least: int

    @property
    def metrics(self) -> tuple[str, ...]:
        """Name the metrics that it looks at."""
        return (*self.parts, self.whole)


@dataclass(frozen=True)
class Exceeds(OfWhole):
    """The parts are more than `at_most` times the whole, which is above zero, and not over `up_to` times."""

    kind: ClassVar[str] = "exceeds"
    at_most: Decimal
    up_to: Decimal | None


@dataclass(frozen=True)
class Without(OfWhole):
    """There are parts, and the whole is zero."""

    kind: ClassVar[str] = "without"


@dataclass(frozen=True)
class BelowZero(RuleBase):
    """A metric is below zero where it cannot be."""

    kind: ClassVar[str] = "below_zero"
    metrics: tuple[str, ...]


@dataclass(frozen=True)
class Falls(RuleBase):
    """A metric is lower than at the reading before, by at least the share `by` and at least `least`."""

    kind: ClassVar[str] = "falls"
    metrics: tuple[str, ...]
    by: Decimal
    least: int


@dataclass(frozen=True)
class Spike(RuleBase):
    """A day is over `times` the mean of the four weeks before, and nothing was published or paid for."""

    kind: ClassVar[str] = "spike"
    metric: str
    times: Decimal
    least: int

    @property
    def metrics(self) -> tuple[str, ...]:
        """Name the metrics that it looks at."""
        return (self.metric,)


@dataclass(frozen=True)
class Copied(RuleBase):
    """`days` days in a row or more state the same, `stated` metrics or more that together are at least `least`."""

    kind: ClassVar[str] = "copied"
    metrics: tuple[str, ...]
    days: int
    stated: int
    least: int


Rule = Exceeds | Without | BelowZero | Falls | Spike | Copied
