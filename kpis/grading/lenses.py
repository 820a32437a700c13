"""One lens on a result: whom it is compared with, and what that comparison says."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from kpis.benchmarks import Band


class Lens(StrEnum):
    """Whom a result is compared with, in the order in which lenses decide."""

    TARGET = "target"
    INDUSTRY = "industry"
    PEERS = "peers"
    HISTORY = "history"


class LensKind(StrEnum):
    """What kind of numbers the comparison rests on."""

    THRESHOLD = "threshold"
    PERCENTILE = "percentile"
    MEDIAN = "median"
    MEAN = "mean"
    AGGREGATE = "aggregate"
    RANGE = "range"


class Position(StrEnum):
    """Where the number lies against the other one, whichever is better."""

    ABOVE = "above"
    WITHIN = "within"
    BELOW = "below"


class GradeReason(StrEnum):
    """Why there is no band."""

    INSUFFICIENT_DATA = "insufficient_data"
    TOO_EARLY = "too_early"
    NOT_COMPARABLE = "not_comparable"
    NO_BENCHMARK = "no_benchmark"
    POSITION_ONLY = "position_only"  # the other number tells above or below and no more


@dataclass(frozen=True)
class LensGrade:
    """What one lens says: a band, or a position, or the reason for neither.

    `favourable` reads the position in the KPI's direction (True: the better side). `percentile` is
    0 to 100, None outside the stated percentiles. `n` is the size of the sample compared with.
    """

    lens: Lens
    kind: LensKind | None = None
    band: Band | None = None
    position: Position | None = None
    favourable: bool | None = None
    percentile: Decimal | None = None
    benchmark: str | None = None
    n: int | None = None
    as_of: date | None = None
    reliability: str | None = None
    source: str | None = None
    reason: GradeReason | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the lens as it travels in JSON."""
        return {
            "lens": self.lens.value,
            "kind": self.kind.value if self.kind else None,
            "band": self.band.value if self.band else None,
            "position": self.position.value if self.position else None,
            "favourable": self.favourable,
            "percentile": None if self.percentile is None else f"{self.percentile:f}",
            "benchmark": self.benchmark,
            "n": self.n,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "reliability": self.reliability,
            "source": self.source,
            "reason": self.reason.value if self.reason else None,
        }
