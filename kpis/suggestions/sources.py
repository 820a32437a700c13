"""Where a metric can come from at a place: the exports and interfaces whose fields state it."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaigns.metrics import METRICS, VENDOR_SOURCES, SourceField, VendorSource
from kpis.catalogue.places import parted


@dataclass(frozen=True)
class MetricSource:
    """A field of a vendor's source that states a metric."""

    metric: str
    source: VendorSource
    field: SourceField


def sources_of(metric: str, place: str) -> Iterator[MetricSource]:
    """Yield the sources of a place that state a metric, and those that are no network's."""
    for field in METRICS[metric].stated_sources:
        source = VENDOR_SOURCES[field.source]
        if source.place is None or source.place.covers(*parted(place)):
            yield MetricSource(metric, source, field)
