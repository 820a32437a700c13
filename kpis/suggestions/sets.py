"""What a default set is: for a goal and a place the KPIs in their roles, each with its reason."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kpis.catalogue.kpi import GoalRole
from kpis.catalogue.places import KIND_PLACES, NETWORK_PLACES, kinds_of, parted

SET_PLACES: tuple[str, ...] = tuple(place for network in NETWORK_PLACES for place in (kinds_of(network) or (network,)))
"""Every place that has sets of its own: a network, or each kind of account of one that has several."""

OFFICIAL_ACCOUNT = KIND_PLACES[0]  # what a WeChat account is where nobody says more


@dataclass(frozen=True)
class Choice:
    """A KPI of a set: its role there, and why it is in it, by language."""

    kpi: str
    role: GoalRole
    reason: Mapping[str, str]


@dataclass(frozen=True)
class Category:
    """A category of contents by the words that people use for it, the KPIs that it raises and why."""

    category: str
    words: tuple[str, ...]
    kpis: tuple[str, ...]
    reason: Mapping[str, str]


@dataclass(frozen=True)
class DefaultSets:
    """The sets by goal and place, and the known categories of contents."""

    sets: Mapping[str, Mapping[str, tuple[Choice, ...]]]
    categories: tuple[Category, ...]

    def choices(self, goal: str, place: str) -> tuple[Choice, ...]:
        """Return the set of a goal at a place: primary KPIs first, guard-rails last."""
        return self.sets[goal][place]

    def category_of(self, word: str) -> Category | None:
        """Return the category that an agency's own word means, None where no known one is meant."""
        plain = word.strip().casefold().replace(" ", "_").replace("-", "_")
        return next((each for each in self.categories if plain in each.words), None)


def places_on(networks: Collection[str]) -> tuple[str, ...]:
    """Return the places of networks that nobody narrowed; of WeChat the official account, which most accounts are."""
    wechat = parted(OFFICIAL_ACCOUNT)[0]
    return tuple(
        OFFICIAL_ACCOUNT if network == wechat else network for network in NETWORK_PLACES if network in networks
    )
