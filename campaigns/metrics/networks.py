"""The five networks, their names and how long their numbers keep changing."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Network:
    """A social network. A day's numbers are provisional until day + `settle_days`, then final."""

    key: str
    names: Mapping[str, str]
    settle_days: int


def _network(key: str, english: str, chinese: str, settle_days: int) -> Network:
    return Network(key, MappingProxyType({"en": english, "zh-Hans": chinese}), settle_days)


# Settle days follow what the networks document about late numbers: TikTok's business API trails by up
# to 48 hours, Douyin's day is stable the next morning, a WeChat article counts on for 7 days, and
# Weibo and Xiaohongshu rebook their orders and interactions for 7 days.
NETWORKS: Mapping[str, Network] = MappingProxyType(
    {
        network.key: network
        for network in (
            _network("tiktok", "TikTok", "TikTok", 2),
            _network("douyin", "Douyin", "抖音", 1),
            _network("wechat", "WeChat", "微信", 7),
            _network("weibo", "Weibo", "微博", 7),
            _network("xiaohongshu", "Xiaohongshu", "小红书", 7),
        )
    },
)
