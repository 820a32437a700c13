"""A KPI: a named formula over metrics, with everything needed to read its value rightly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from campaigns.metrics import METRICS, NETWORKS, Grain, Unit
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


@dataclass(frozen=True)
class Kpi:
    """One version of one KPI.

    `formulas` holds a checked formula a network; its keys are the networks on which the KPI exists.
    `grains` lists where it may be computed, the preferred one first. `smallest_denominator` is the
    denominator below which a value is not worth grading (None: any). `names` are by language.
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

    @property
    def networks(self) -> tuple[str, ...]:
        """The networks on which the KPI exists."""
        return tuple(self.formulas)

    @property
    def formula_text(self) -> str | None:
        """The formula as its author wrote it, None where networks have different ones."""
        texts = {formula.text for formula in self.formulas.values()}
        return texts.pop() if len(texts) == 1 else None

    def formula_for(self, network: str) -> Formula | None:
        """Return the formula on a network, None where the KPI does not exist there."""
        return self.formulas.get(network)

    def common_formula(self, networks: Iterable[str]) -> Formula | None:
        """Return the one formula of several networks; None where they differ or one has none."""
        found = [self.formulas.get(network) for network in networks]
        first = found[0] if found else None
        if first is None or any(other is None or other.tree != first.tree for other in found):
            return None
        return first

    def grains_for(self, network: str) -> tuple[Grain, ...]:
        """Return the grains on which the network's formula can be computed, the preferred one first."""
        formula = self.formulas.get(network)
        if formula is None:
            return ()
        return tuple(grain for grain in self.grains if all(METRICS[key].exists_on(grain) for key in formula.metrics()))

    def metrics(self) -> frozenset[str]:
        """Return every base metric that some network's formula needs."""
        return frozenset(key for formula in self.formulas.values() for key in formula.metrics())


ALL_NETWORKS: tuple[str, ...] = tuple(NETWORKS)
