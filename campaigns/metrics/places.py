"""Where a metric exists: a network, or one kind of account on a network that has several."""

from dataclasses import dataclass

from campaigns.metrics.networks import NETWORKS
from clients.networks import WECHAT_KINDS, AccountKind, Network


@dataclass(frozen=True, order=True)
class Place:
    """A network, and the kind of account there where only one kind is meant; written `douyin`, `wechat.channels`."""

    network: str
    account_kind: str | None = None

    def __str__(self) -> str:
        return self.network if self.account_kind is None else f"{self.network}.{self.account_kind}"

    def covers(self, network: str, account_kind: str | None = None) -> bool:
        """Tell whether an account of this network and kind is here; without a kind, whether any of the network is."""
        if self.network != network:
            return False
        return self.account_kind is None or account_kind is None or self.account_kind == account_kind


def place_of(text: str) -> Place:
    """Return the place that `douyin` or `wechat.channels` names."""
    network, _, kind = text.partition(".")
    return Place(network, kind or None)


_KINDS = tuple(kind.value for kind in AccountKind if kind in WECHAT_KINDS)
PLACES: tuple[str, ...] = (*NETWORKS, *(f"{Network.WECHAT}.{kind}" for kind in _KINDS))
"""Every place, as definitions write it."""


def kinds_at(places: tuple[Place, ...]) -> tuple[str, ...]:
    """Return the kinds of WeChat account among places; empty where WeChat is not among them."""
    return tuple(kind for kind in _KINDS if any(place.covers(Network.WECHAT, kind) for place in places))
