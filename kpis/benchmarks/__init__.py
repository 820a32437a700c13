"""Numbers of others to grade against, each with the identity that says what it may be compared with."""

from kpis.benchmarks.benchmark import Benchmark, FollowerTier, Reliability
from kpis.benchmarks.loader import PackError, published_pack
from kpis.benchmarks.matching import Match, Refusal, RefusalReason, match
from kpis.benchmarks.scales import Band, Centre, Edge, Percentiles, Scale, Statistic, Thresholds

__all__ = [
    "Band",
    "Benchmark",
    "Centre",
    "Edge",
    "FollowerTier",
    "Match",
    "PackError",
    "Percentiles",
    "Refusal",
    "RefusalReason",
    "Reliability",
    "Scale",
    "Statistic",
    "Thresholds",
    "match",
    "published_pack",
]
