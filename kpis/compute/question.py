"""What is asked of the numbers: KPIs, a scope, a window, a basis and how to group."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from kpis.catalogue import Basis, Kpi

__all__ = ["Basis", "GroupKey", "Question", "Scope", "Window"]


class GroupKey(StrEnum):
    """What results can be grouped by."""

    BRAND = "brand"
    ACCOUNT = "account"
    NETWORK = "network"
    CAMPAIGN = "campaign"
    CONTENT = "content"
    CONTENT_CATEGORY = "content_category"
    FORMAT = "format"
    CREATOR = "creator"
    HOOK = "hook"
    SOUND = "sound"
    HASHTAG = "hashtag"
    PAID = "paid"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)  # no network is older, and no plan reaches further
TIME_KEYS = frozenset({GroupKey.DAY, GroupKey.WEEK, GroupKey.MONTH})
ACCOUNT_KEYS = frozenset({GroupKey.BRAND, GroupKey.ACCOUNT, GroupKey.NETWORK})
CONTENT_KEYS = frozenset(GroupKey) - TIME_KEYS - ACCOUNT_KEYS
WORD_KEYS = CONTENT_KEYS - {GroupKey.CAMPAIGN, GroupKey.PAID}  # what ads have of their content alone
PAID_VALUES = ("paid", "boosted", "organic")  # ads; contents that were boosted; contents known not to be


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """Count the days."""
        return (self.end - self.start).days + 1

    def clipped(self, other: "Window") -> "Window":
        """Give the days that both windows have; they overlap."""
        return Window(max(self.start, other.start), min(self.end, other.end))

    def holds(self, other: "Window") -> bool:
        """Tell whether all days of another window are days of this one."""
        return self.start <= other.start and other.end <= self.end

    def buckets(self, key: GroupKey | None, week_start: int = 0) -> list["Window"]:
        """Cut the window into days, weeks from the day `week_start` (0 is Monday), or months; uncut without a key."""
        if key is None:
            return [self]
        buckets, start = [], self.start
        while start <= self.end:
            end = min(_last_day(start, key, week_start), self.end)
            buckets.append(Window(start, end))
            start = end + timedelta(days=1)
        return buckets


def _last_day(day: date, key: GroupKey, week_start: int) -> date:
    if key is GroupKey.WEEK:
        return day + timedelta(days=6 - (day.weekday() - week_start) % 7)
    if key is GroupKey.MONTH:
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        return following - timedelta(days=1)
    return day


@dataclass(frozen=True, slots=True)
class Scope:
    """Which accounts and contents count. `accounts` were already narrowed to what the asker may see."""

    accounts: tuple[UUID, ...]
    brand: UUID | None = None
    account: UUID | None = None
    campaign: UUID | None = None
    content: UUID | None = None
    creator: UUID | None = None
    network: str | None = None
    content_category: str | None = None
    format: str | None = None
    brands: tuple[UUID, ...] = ()  # whose costs and conversions count, though they may have no account
    hook: str | None = None
    sound: str | None = None
    hashtag: str | None = None
    paid: str | None = None

    @property
    def whole_accounts(self) -> bool:
        """Say whether the scope takes accounts whole, so that account days may answer."""
        return all(getattr(self, name) is None for name in _OF_CONTENTS)

    def stated(self) -> dict[str, str]:
        """Give what was asked for, as it travels in JSON."""
        names = ("brand", "account", "network", *_OF_CONTENTS)
        return {name: str(value) for name in names if (value := getattr(self, name)) is not None}


_OF_CONTENTS = ("campaign", "content", "creator", "content_category", "format", "hook", "sound", "hashtag", "paid")


@dataclass(frozen=True, slots=True)
class Question:
    """One request for results."""

    kpis: tuple[Kpi, ...]
    scope: Scope
    window: Window
    basis: Basis = Basis.OCCURRED
    group_by: tuple[GroupKey, ...] = field(default=())
    last_whole_day: date = LAST_DAY  # no account day after it can be asked for: it is not over
    currency: str | None = None  # what money is converted into; None leaves it as it is
    week_start: int = 0  # Monday, as date.weekday() counts

    @property
    def time_key(self) -> GroupKey | None:
        """Name the time key of the grouping; at most one is allowed."""
        return next((key for key in self.group_by if key in TIME_KEYS), None)

    @property
    def buckets(self) -> list[Window]:
        """Cut the window by the time key."""
        return self.window.buckets(self.time_key, self.week_start)

    def days_over(self, window: Window) -> int:
        """Count the days of a window that are over: a window that includes today is not less covered for that."""
        return Window(window.start, min(window.end, max(self.last_whole_day, window.start))).days

    @property
    def of_whole_accounts(self) -> bool:
        """Say whether it takes accounts whole: no contents or ad units are told apart, by scope or by group."""
        return self.scope.whole_accounts and not self.content_keys

    @property
    def content_keys(self) -> tuple[GroupKey, ...]:
        """Name the keys that only contents and ad units have."""
        return tuple(key for key in self.group_by if key in CONTENT_KEYS)

    @property
    def account_keys(self) -> tuple[GroupKey, ...]:
        """Name the keys that accounts have."""
        return tuple(key for key in self.group_by if key in ACCOUNT_KEYS)
