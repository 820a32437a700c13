"""Facts as a person would write them down: accounts with their days, contents and ad units, costs and conversions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Row:
    """One day of an account or ad unit, or one reading of a content."""

    day: date
    values: Mapping[str, int | Decimal | None]
    derived: frozenset[str] = frozenset()
    capped: frozenset[str] = frozenset()


@dataclass(frozen=True)
class TwinContent:
    """A content with its readings."""

    name: str
    published: date | None
    readings: Sequence[Row]
    category: str = ""
    campaign: str | None = None
    hashtags: Sequence[str] = ()
    hook: str = ""
    sound: str = ""
    boosted: bool | None = None
    duration_s: Decimal | None = None


@dataclass(frozen=True)
class TwinAd:
    """An ad unit with its days; `content` is the one that it promotes."""

    currency: str
    days: Sequence[Row]
    campaign: str | None = None
    content: TwinContent | None = None


@dataclass(frozen=True)
class TwinAccount:
    """An account with everything that is known of it; `figures` are the vendor's own by metric, start and end."""

    name: str
    network: str
    days: Sequence[Row] = ()
    contents: Sequence[TwinContent] = ()
    ads: Sequence[TwinAd] = ()
    figures: Mapping[tuple[str, date, date], Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class TwinCost:
    """A cost as billed, spread over its days."""

    billed: Decimal
    currency: str
    start: date
    end: date


@dataclass(frozen=True)
class TwinRate:
    """One unit of `base` is `rate` units of `quote` from a day on, until more is said of the two."""

    base: str
    quote: str
    day: date
    rate: Decimal
