"""Whether a brand has the numbers that a KPI needs, and where those that are missing could come from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaigns.metrics import Grain
from kpis.catalogue import Kpi
from kpis.catalogue.places import parted


@dataclass(frozen=True)
class InputsAtHand:
    """What one account has ever stated, by grain: base metrics and what is worked out from other rows."""

    place: str
    stated: Mapping[Grain, frozenset[str]]


@dataclass(frozen=True)
class Availability:
    """Whether everything is at hand; None where nobody asked for a brand. `missing` are base metrics by name."""

    available: bool | None
    missing: tuple[str, ...] = ()


UNASKED = Availability(None)


def availability_of(kpi: Kpi, place: str, accounts: Iterable[InputsAtHand]) -> Availability:
    """Judge a KPI at a place by the accounts of a brand: one of them must state all its needs at one grain.

    What is missing is told of the account and grain that lack least; of a brand without an account there, everything.
    """
    network, kind = parted(place)
    formula = kpi.formula_for(network, kind)
    needs = frozenset() if formula is None else formula.metrics()
    lacking = [
        needs - account.stated.get(grain, frozenset())
        for account in accounts
        if account.place == place
        for grain in kpi.grains_for(network, kind)
    ]
    least = min(lacking, key=lambda missing: (len(missing), sorted(missing)), default=needs)
    return Availability(not least and bool(lacking), tuple(sorted(least)))
