"""The closed sets that describe a metric: how it adds up, what it counts, where it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """How the values of a metric may be put together over days and over contents."""

    FLOW = "flow"  # happened that day: add; may be negative, since networks net out deletions
    CUMULATIVE = "cumulative"  # lifetime total of one content: take the last, or the difference of two
    STOCK = "stock"  # a level: take the last
    UNIQUE = "unique"  # distinct people: never add
    RATIO = "ratio"  # recompute from numerator and denominator
    PEAK = "peak"  # the highest single value, such as viewers at one time: take the maximum, never add
    WINDOW = "window"  # the vendor's own figure for its own window: never add


class Unit(StrEnum):
    """What a number counts. Events are counts; people are distinct persons or a level of persons."""

    COUNT = "count"
    PEOPLE = "people"
    SECONDS = "seconds"
    MINUTES = "minutes"  # of KPIs alone: metrics measure time in seconds
    HOURS = "hours"
    MONEY = "money"
    RATIO = "ratio"
    SCORE = "score"


class Grain(StrEnum):
    """The fact table that holds a value; the members name what one row of it describes."""

    ACCOUNT_DAY = "account_day"
    CONTENT = "content"
    AD_DAY = "ad_day"


@dataclass(frozen=True)
class Metric:
    """A base measure as a network reports it.

    `kinds` tells at which grains the metric exists and how it adds up there. `networks` is empty
    when every network may report it. A `derived_input` has no fact column: it is worked out from
    other rows (costs, contents, an account's earlier level) when a formula asks for it.
    """

    key: str
    names: Mapping[str, str]
    unit: Unit
    kinds: Mapping[Grain, Kind]
    networks: frozenset[str] = frozenset()
    lower_is_better: bool = False
    description: str = ""
    derived_input: bool = field(default=False, kw_only=True)

    def exists_on(self, grain: Grain) -> bool:
        """Tell whether rows of this grain carry, or can be given, the metric."""
        return grain in self.kinds

    def reported_by(self, network: str) -> bool:
        """Tell whether the network may report the metric at all."""
        return not self.networks or network in self.networks
