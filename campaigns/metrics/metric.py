"""A metric and everything that must be known to read its value rightly."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from campaigns.metrics.kinds import Booking, Grain, Kind, SourceKind, Unit
from campaigns.metrics.networks import NETWORKS
from campaigns.metrics.places import Place, kinds_at

Words = Mapping[str, str]
"""A text by language: `en` and `zh-Hans`."""


@dataclass(frozen=True)
class VendorSource:
    """A system that gives numbers out: an export, an API. `place` is None for what is no network's."""

    key: str
    names: Words
    place: Place | None
    kind: SourceKind


@dataclass(frozen=True)
class SourceField:
    """The field of a source that states a metric.

    `gives` is the rate or mean that the field holds where it is not the metric itself; `note` says in which unit or
    window the vendor writes it.
    """

    source: str
    field: str
    gives: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Scale:
    """The ends of a score's scale and what they mean; for a sum of scores, the scale of each one of them."""

    lowest: Decimal
    highest: Decimal
    meaning: Words


@dataclass(frozen=True)
class Attribution:
    """How a vendor credits an event to an ad or a content: hours after click or view, None where none are stated."""

    place: Place
    click_hours: int | None
    view_hours: int | None
    booked_on: Booking
    statement: Words
    source: str


@dataclass(frozen=True)
class DefinitionVersion:
    """What a metric counted from a day on. `place` and `applies_to` narrow it to a network or one of its sources.

    `since` is None for the first definition known; `approximate` where the vendor's day is not known exactly.
    """

    number: int
    since: date | None
    approximate: bool
    place: Place | None
    applies_to: str | None
    what: Words
    source: str


@dataclass(frozen=True)
class Metric:
    """A base measure as a network reports it.

    `kinds` tells at which grains the metric exists and how it adds up there. A `derived_input` has no fact column: it
    is worked out from other rows (costs, contents, conversions, an account's earlier level) when a formula asks for it.
    `network_names` is what the people of a place call it where they call it something else.
    """

    key: str
    names: Words
    unit: Unit
    kinds: Mapping[Grain, Kind]
    places: tuple[Place, ...]
    descriptions: Words
    lower_is_better: bool = False
    derived_input: bool = field(default=False, kw_only=True)
    network_names: Mapping[Place, Words] = field(default_factory=dict, kw_only=True)
    stated_sources: tuple[SourceField, ...] = field(default=(), kw_only=True)
    settle_overrides: Mapping[str, int] = field(default_factory=dict, kw_only=True)
    scale: Scale | None = field(default=None, kw_only=True)
    attribution: tuple[Attribution, ...] = field(default=(), kw_only=True)
    versions: tuple[DefinitionVersion, ...] = field(default=(), kw_only=True)

    @property
    def description(self) -> str:
        """The description in English."""
        return self.descriptions["en"]

    @property
    def networks(self) -> tuple[str, ...]:
        """The networks that may report the metric, in the order of all networks."""
        return tuple(network for network in NETWORKS if self.reported_by(network))

    @property
    def account_kinds(self) -> tuple[str, ...]:
        """The kinds of WeChat account that may report the metric; empty where WeChat has it not."""
        return kinds_at(self.places)

    def exists_on(self, grain: Grain) -> bool:
        """Tell whether rows of this grain carry, or can be given, the metric."""
        return grain in self.kinds

    def reported_by(self, network: str, account_kind: str | None = None) -> bool:
        """Tell whether the network may report the metric at all, or for a kind of account there."""
        return any(place.covers(network, account_kind) for place in self.places)

    def settle_days(self, network: str) -> int:
        """Return for how many days after its own a day's value keeps changing on a network."""
        return self.settle_overrides.get(network, NETWORKS[network].settle_days)
