"""What a network's number is called, what it counts and how it may be added up."""

from campaigns.metrics.catalogue import METRICS, VENDOR_SOURCES
from campaigns.metrics.columns import columns
from campaigns.metrics.kinds import Booking, Grain, Kind, SourceKind, Unit
from campaigns.metrics.metric import (
    Attribution,
    DefinitionVersion,
    Metric,
    Scale,
    SourceField,
    VendorSource,
)
from campaigns.metrics.networks import NETWORKS, Network
from campaigns.metrics.places import PLACES, Place

__all__ = [
    "METRICS",
    "NETWORKS",
    "PLACES",
    "VENDOR_SOURCES",
    "Attribution",
    "Booking",
    "DefinitionVersion",
    "Grain",
    "Kind",
    "Metric",
    "Network",
    "Place",
    "Scale",
    "SourceField",
    "SourceKind",
    "Unit",
    "VendorSource",
    "columns",
]
