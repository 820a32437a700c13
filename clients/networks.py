"""The networks that accounts live on, and the kinds of account that a network has."""

from enum import StrEnum


class Network(StrEnum):
    """A social network, by its key."""

    TIKTOK = "tiktok"
    DOUYIN = "douyin"
    WECHAT = "wechat"
    WEIBO = "weibo"
    XIAOHONGSHU = "xiaohongshu"


class AccountKind(StrEnum):
    """What sort of account it is; only WeChat has several."""

    STANDARD = "standard"
    OFFICIAL_ACCOUNT = "official_account"
    CHANNELS = "channels"
    MINI_PROGRAM = "mini_program"


WECHAT_KINDS = (AccountKind.OFFICIAL_ACCOUNT, AccountKind.CHANNELS, AccountKind.MINI_PROGRAM)


def default_kind(network: Network) -> AccountKind:
    """Give the kind of an account that states none: an official account on WeChat."""
    return AccountKind.OFFICIAL_ACCOUNT if network is Network.WECHAT else AccountKind.STANDARD


def kind_fits(network: Network, kind: AccountKind) -> bool:
    """Say whether a network has accounts of a kind."""
    return (kind in WECHAT_KINDS) == (network is Network.WECHAT)
