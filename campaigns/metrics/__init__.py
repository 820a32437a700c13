"""What a network's number is called, what it counts and how it may be added up."""

from campaigns.metrics.columns import columns
from campaigns.metrics.definitions import METRICS
from campaigns.metrics.kinds import Grain, Kind, Metric, Unit
from campaigns.metrics.networks import NETWORKS, Network

__all__ = ["METRICS", "NETWORKS", "Grain", "Kind", "Metric", "Network", "Unit", "columns"]
