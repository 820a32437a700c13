"""A KPI: a named formula over metrics, with everything needed to read its value rightly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from campaigns.metrics import METRICS, NETWORKS, Grain, Unit
from kpis.catalogue.attribution import Crediting, credited
from kpis.catalogue.bands import Bands
from kpis.catalogue.history import KpiVersion, VendorField
from kpis.catalogue.journeys import Audience, Journey
from kpis.catalogue.places import KIND_PLACES, parted, place_of
from kpis.formulas import Formula


class Direction(StrEnum):
    """Which way a KPI gets better."""

    HIGHER = "higher"
    LOWER = "lower"
    BAND = "band"  # neither: it should stay between two ends


class KpiClass(StrEnum):
    """What a KPI is good for on its own."""

    ACTIONABLE = "actionable"
    VANITY = "vanity"  # says nothing alone
    CONTEXT = "context"  # needed to read others


class Basis(StrEnum):
    """Which events a window takes in."""

    PUBLISHED = "published"  # contents published in the window, their lifetime to date
    OCCURRED = "occurred"  # what happened in the window, whenever it was published


class GoalRole(StrEnum):
    """How a KPI serves a goal."""

    PRIMARY = "primary"
    SUPPORTING = "supporting"
    GUARD_RAIL = "guard_rail"


@dataclass(frozen=True)
class KpiGoals:
    """The goals that a KPI serves, by role."""

    primary: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    guard_rail: tuple[str, ...] = ()

    def role_for(self, goal: str) -> GoalRole | None:
        """Return how the KPI serves a goal, the strongest role first; None where it does not."""
        for role in GoalRole:
            if goal in getattr(self, role):
                return role
        return None


@dataclass(frozen=True, eq=False)
class Kpi:
    """One version of one KPI; there is one of each, so it is known by what it is.

    `formulas` holds a checked formula a network; its keys are the networks on which the KPI exists.
    `kind_formulas` holds those of a network with several kinds of account, by place (`wechat.channels`):
    every kind on which the KPI exists. Where it is empty, all kinds share the network's formula.
    `grains` lists where it may be computed, the preferred one first. `smallest_denominator` is the
    denominator below which a value is not worth grading (None: any). `names` are by language,
    `network_names` by place and language: what people there call it where they call it something else.
    """

    key: str
    version: int
    names: Mapping[str, str]
    description: str
    why: str
    formulas: Mapping[str, Formula]
    unit: Unit
    direction: Direction
    goals: KpiGoals
    kpi_class: KpiClass
    pair_with: tuple[str, ...]
    readers: tuple[str, ...]
    smallest_denominator: int | None
    grains: tuple[Grain, ...]
    basis_hint: Basis
    source: str
    reviewed: date | None
    kind_formulas: Mapping[str, Formula] = field(default_factory=dict)
    network_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    bands: Bands | None = None
    journey: Journey | None = None
    audience: tuple[Audience, ...] = ()
    vendor_fields: tuple[VendorField, ...] = ()
    versions: tuple[KpiVersion, ...] = ()

    @property
    def networks(self) -> tuple[str, ...]:
        """The networks on which the KPI exists."""
        return tuple(self.formulas)

    @property
    def account_kinds(self) -> tuple[str, ...]:
        """The kinds of account on which the KPI exists, where a network has several; empty where none has it."""
        places = map(parted, KIND_PLACES)
        return tuple(str(kind) for network, kind in places if self.formula_for(network, kind) is not None)

    @property
    def formula_text(self) -> str | None:
        """The formula as its author wrote it, None where networks or kinds of account have different ones."""
        texts = set(self.formula_texts.values())
        return texts.pop() if len(texts) == 1 else None

    @property
    def formula_texts(self) -> Mapping[str, str]:
        """The formulas as their author wrote them: by network, and by kind of account where one differs."""
        found = {network: formula.text for network, formula in self.formulas.items()}
        for place, formula in self.kind_formulas.items():
            if formula.text != found.get(parted(place)[0]):
                found[place] = formula.text
        return MappingProxyType(found)

    def formula_for(self, network: str, kind: str | None = None) -> Formula | None:
        """Return the formula on a network, for one kind of its accounts; None where the KPI does not exist there.

        Without a kind it is the formula that most of the network's accounts share.
        """
        place = place_of(network, kind)
        return self.kind_formulas.get(place) if place != network and self.kind_formulas else self.formulas.get(network)

    def common_formula(self, places: Iterable[str]) -> Formula | None:
        """Return the one formula of places such as `wechat.channels`; None where they differ or one has none."""
        found = [self.formula_for(*parted(place)) for place in places]
        first = found[0] if found else None
        if first is None or any(other is None or other.tree != first.tree for other in found):
            return None
        return first

    def grains_for(self, network: str, kind: str | None = None) -> tuple[Grain, ...]:
        """Return the grains on which a place's formula can be computed, the preferred one first."""
        formula = self.formula_for(network, kind)
        if formula is None:
            return ()
        return tuple(grain for grain in self.grains if all(METRICS[key].exists_on(grain) for key in formula.metrics()))

    def metrics(self) -> frozenset[str]:
        """Return every base metric that the formula of some place needs."""
        return self._metrics

    @cached_property
    def _metrics(self) -> frozenset[str]:
        formulas = (*self.formulas.values(), *self.kind_formulas.values())
        return frozenset(key for formula in formulas for key in formula.metrics())

    def name_on(self, network: str, kind: str | None = None) -> Mapping[str, str]:
        """Return what people of a place call the KPI, by language; empty where they use its own name."""
        return self.network_names.get(f"{network}.{kind}") or self.network_names.get(network) or {}

    @cached_property
    def attribution(self) -> tuple[Crediting, ...]:
        """How its conversions are credited to an ad, a link or a code; empty where it counts none."""
        return credited(self.metrics(), self.networks)


ALL_NETWORKS: tuple[str, ...] = tuple(NETWORKS)
