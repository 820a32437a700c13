"""What a benchmark's numbers look like: edges of bands, one middle number, or percentiles."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Band(StrEnum):
    """The verdict on a result, the worst first."""

    POOR = "poor"
    FAIR = "fair"
    GOOD = "good"
    GREAT = "great"


class Statistic(StrEnum):
    """What a benchmark's number is of its sample."""

    THRESHOLD = "threshold"
    MEAN = "mean"
    MEDIAN = "median"
    AGGREGATE = "aggregate"  # one ratio over everything in the sample, which large members dominate
    RANGE = "range"  # what its source calls usual, without saying how good that is
    PERCENTILES = "percentiles"


@dataclass(frozen=True)
class Edge:
    """Where a band begins, seen from the worse side; `inclusive` when the edge itself belongs to it."""

    band: Band
    value: Decimal
    inclusive: bool


@dataclass(frozen=True)
class Thresholds:
    """Edges that a source states, from the worse to the better band. There is at least one."""

    edges: tuple[Edge, ...]


@dataclass(frozen=True)
class Centre:
    """A lone mean, median or usual range. It tells above or below, and nothing about how good that is."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Percentiles:
    """Values at percentiles of the sample, from the smallest percentile to the largest."""

    points: tuple[tuple[int, Decimal], ...]


Scale = Thresholds | Centre | Percentiles
