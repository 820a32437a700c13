"""System checks: what KPIs need can be stated by some file, and the suggested sets name what is there."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.checks import CheckMessage, Error, register

from campaigns.definitions import DefinitionsError
from campaigns.metrics import METRICS, Grain
from campaigns.readers import rows, vocabulary
from kpis.catalogue import Kpi, catalogue
from kpis.catalogue.places import kinds_of, parted
from kpis.suggestions import default_sets

_HINT = "Change kpis/catalogue, kpis/suggestions and campaigns/readers together."
_FILES: Mapping[Grain, rows.Grain] = {
    Grain.ACCOUNT_DAY: rows.Grain.ACCOUNT_DAY,
    Grain.CONTENT: rows.Grain.CONTENT,
    Grain.AD_DAY: rows.Grain.AD_DAY,
}


@register()
def kpis_can_be_fed(**_: Any) -> list[CheckMessage]:
    """Refuse a build with definitions or suggested sets that are wrong, or with a KPI that no file can feed."""
    try:
        known = catalogue()
        default_sets()
    except DefinitionsError as wrong:
        return [Error(str(mistake), hint=_HINT, id="kpis.E001") for mistake in wrong.mistakes]
    return [Error(told, hint=_HINT, id="kpis.E002") for kpi in known.values() for told in unfed(kpi)]


def unfed(kpi: Kpi) -> Iterator[str]:
    """Yield the places where no grain's file can state all that a KPI needs.

    Inputs that are worked out (costs, conversions, counts of contents) need no file of their own.
    """
    for network in kpi.networks:
        for place in (network, *kinds_of(network)):
            formula = kpi.formula_for(*parted(place))
            if formula is None:
                continue
            needs = {key for key in formula.metrics() if not METRICS[key].derived_input}
            if not any(needs <= readable(grain) for grain in kpi.grains_for(*parted(place))):
                yield f"{kpi.key} on {place} needs {', '.join(sorted(needs))}: no file of one grain states them all."


def readable(grain: Grain) -> frozenset[str]:
    """Return the metrics that some file can state of a grain, windows of the vendor's own included."""
    own = frozenset(vocabulary.METRICS[_FILES[grain]])
    return own | frozenset(vocabulary.METRICS[rows.Grain.PERIOD]) if grain is Grain.ACCOUNT_DAY else own
