"""Where a KPI can exist: a network, or one kind of account on a network that has several."""

from collections.abc import Iterable

from campaigns.metrics import METRICS, NETWORKS, PLACES

NETWORK_PLACES: tuple[str, ...] = tuple(NETWORKS)
KIND_PLACES: tuple[str, ...] = tuple(place for place in PLACES if place not in NETWORK_PLACES)


def parted(place: str) -> tuple[str, str | None]:
    """Return the network of a place, and the kind of account where it names one."""
    network, _, kind = place.partition(".")
    return network, kind or None


def place_of(network: str, kind: str | None = None) -> str:
    """Return the place of an account: its network, with its kind where the network has several."""
    place = f"{network}.{kind}"
    return place if place in KIND_PLACES else network


def kinds_of(network: str) -> tuple[str, ...]:
    """Return the places of a network's kinds of account; empty where it has but one kind."""
    return tuple(place for place in KIND_PLACES if parted(place)[0] == network)


def unreported(metrics: Iterable[str], place: str) -> list[str]:
    """Name those of the metrics that a place does not report."""
    return sorted(key for key in metrics if not METRICS[key].reported_by(*parted(place)))
