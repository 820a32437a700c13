"""Where a metric can come from at a place: files that are read today first, then what vendors have besides."""

from collections.abc import Iterator

from campaigns.metrics import METRICS
from campaigns.metrics.origins import Origin, origins_of
from campaigns.readers import Grain, profiles
from kpis.catalogue.places import parted

_LONG = frozenset(profile.key for profile in profiles() if profile.grain in {Grain.PERIOD, Grain.BREAKDOWN})


def sources_of(metric: str, place: str) -> Iterator[Origin]:
    """Yield the fields of a place's sources, and of our own CSVs, that state a metric.

    The CSVs of windows and of breakdowns take every metric and feed no KPI's days: they are left out.
    """
    for origin in origins_of(METRICS[metric]):
        here = origin.place is None or origin.place.covers(*parted(place))
        if here and origin.source not in _LONG:
            yield origin
