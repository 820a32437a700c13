"""The vanity guard: which KPI says nothing alone, and which actionable one must stand beside it.

Suggestions and the warnings of targets both ask here, so that they never judge differently.
"""

from collections.abc import Collection, Iterable, Mapping

from kpis.catalogue import Kpi, KpiClass
from kpis.suggestions.sets import DefaultSets, places_on


def partners_on(kpi: Kpi, networks: Collection[str], known: Mapping[str, Kpi]) -> tuple[str, ...]:
    """Return the KPIs that give a vanity KPI its meaning, those first that exist on one of the networks.

    Empty for a KPI that says something alone. No networks are all networks.
    """
    if kpi.kpi_class is not KpiClass.VANITY:
        return ()
    usable = [key for key in kpi.pair_with if key in known and _exists(known[key], networks)]
    return (*usable, *(key for key in kpi.pair_with if key not in usable))


def missing_partners(
    kpi: Kpi, beside: Collection[str], networks: Collection[str], known: Mapping[str, Kpi]
) -> tuple[str, ...]:
    """Return the partners of which a vanity KPI needs one and has none among the KPIs beside it, the best first.

    Empty where it has one, and for a KPI that says something alone.
    """
    partners = partners_on(kpi, networks, known)
    return () if set(partners) & set(beside) else partners


def only_vanity(kpis: Iterable[Kpi]) -> bool:
    """Tell whether a set of several KPIs holds nothing but vanity; of one alone `missing_partners` speaks."""
    classes = [kpi.kpi_class for kpi in kpis]
    return len(classes) > 1 and all(each is KpiClass.VANITY for each in classes)


def goal_partner(goal: str, networks: Collection[str], known: Mapping[str, Kpi], sets: DefaultSets) -> str | None:
    """Return the actionable KPI that serves a goal best on some networks: the first of their default sets.

    Falls back to any actionable KPI for which the goal is primary; None where there is none.
    """
    chosen = [choice.kpi for place in places_on(networks) for choice in sets.choices(goal, place)]
    primary = [key for key, kpi in known.items() if goal in kpi.goals.primary and _exists(kpi, networks)]
    for key in (*chosen, *primary):
        if key in known and known[key].kpi_class is KpiClass.ACTIONABLE:
            return key
    return None


def _exists(kpi: Kpi, networks: Collection[str]) -> bool:
    return not networks or any(network in kpi.networks for network in networks)
