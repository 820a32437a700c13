"""How content usually does on each network: rates for each view or read, how fast it ages, what it is made of.

The rates are of the order of magnitude that public benchmark reports give for brands; they are made up in detail.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from clients.networks import AccountKind, Network


@dataclass(frozen=True, slots=True)
class Habits:
    """`rates` are shares of `views` (reads on WeChat and Weibo) at response 1; `half_life` counts days."""

    base: str
    rates: Mapping[str, float]
    half_life: float
    follow_rate: float
    formats: tuple[str, ...]
    fixed: Mapping[str, float]  # shares that do not depend on how people like the content


_HABITS: Mapping[Network, Habits] = {
    Network.TIKTOK: Habits(
        base="views",
        rates={"likes": 0.030, "comments": 0.0015, "shares": 0.0025},
        half_life=1.6,
        follow_rate=0.0018,
        formats=("video",),
        fixed={"profile_visits": 0.011},
    ),
    Network.DOUYIN: Habits(
        base="views",
        rates={"likes": 0.024, "comments": 0.0018, "shares": 0.0021, "saves": 0.0030},
        half_life=1.4,
        follow_rate=0.0014,
        formats=("video", "video", "image_text"),
        fixed={"profile_visits": 0.021, "follows_from_post": 0.0006},
    ),
    Network.XIAOHONGSHU: Habits(
        base="views",
        rates={"likes": 0.019, "comments": 0.0026, "saves": 0.013, "shares": 0.0031, "follows_from_post": 0.0021},
        half_life=6.0,
        follow_rate=0.0050,
        formats=("image_text", "image_text", "video"),
        fixed={"impressions": 8.4},
    ),
    Network.WECHAT: Habits(
        base="reads",
        rates={
            "likes": 0.013,
            "comments": 0.0014,
            "saves": 0.009,
            "shares": 0.028,
            "wow": 0.0105,
            "first_shares": 0.016,
        },
        half_life=0.7,
        follow_rate=0.035,
        formats=("article",),
        fixed={"readers": 0.81, "push_reads": 0.57, "share_reads": 0.24},
    ),
    Network.WEIBO: Habits(
        base="reads",
        rates={"likes": 0.0042, "comments": 0.0011, "reposts": 0.0012, "link_clicks": 0.0025},
        half_life=0.4,
        follow_rate=0.0014,
        formats=("image_text", "image_text", "video"),
        fixed={},
    ),
}
_CHANNELS = Habits(
    base="views",
    rates={"likes": 0.017, "comments": 0.0019, "shares": 0.0062},
    half_life=2.2,
    follow_rate=0.0021,
    formats=("video",),
    fixed={"profile_visits": 0.009, "follows_from_post": 0.0017},
)


def habits_of(network: Network, kind: AccountKind = AccountKind.STANDARD) -> Habits:
    """Give the habits of a network, or of a kind of account there that has others."""
    return _CHANNELS if kind is AccountKind.CHANNELS else _HABITS[network]
