"""What the days of several accounts make of one bucket, by the rules of the metric's aggregation kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaigns.metrics import METRICS, Grain, Kind
from kpis.formulas import Quantity, Reason

RETENTION = "retention_second"
_ADDED = frozenset({Kind.FLOW, Kind.CUMULATIVE})  # a lifetime total broken down by day is what that day added
_LAST = frozenset({Kind.STOCK, Kind.RATIO, Kind.WINDOW})
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class BucketDays:
    """One account's days of one bucket: `last` is the value on the account's last stated day, None if not listed there.

    `captured_last` and `captured` are when the last day, and the newest of all days, were captured.
    """

    days: int
    total: Decimal
    largest: Decimal
    last: Decimal | None
    last_day: date
    captured: date
    captured_last: date | None


def kind_of(metric: str) -> Kind:
    """Give how a metric adds up over an account's days, else as it is defined elsewhere."""
    kinds = METRICS[metric].kinds
    return kinds.get(Grain.ACCOUNT_DAY) or next(iter(kinds.values()))


def takes_last_day(kind: Kind) -> bool:
    """Tell whether a metric is a level or a share, of which only the last stated day counts."""
    return kind in _LAST


def adds_up(kind: Kind, dimension: str) -> bool:
    """Tell whether the buckets of a dimension together make a whole, so that one has a share of it.

    Whoever watched the tenth second watched the ninth too: seconds do not.
    """
    return (kind in _ADDED or kind is Kind.STOCK) and dimension != RETENTION


def added(accounts: Sequence[BucketDays], kind: Kind, dimension: str) -> Quantity:
    """Put one bucket's days of one or more accounts together.

    Flows add up. A level is that of the last day, of several accounts their sum. People are never added: they have a
    value where one day of one account states it, else the bounds that they obey. Shares, vendors' windows and
    retention curves are never added over accounts.
    """
    if not accounts:
        return Quantity.missing(Reason.NO_DATA)
    alone = len(accounts) == 1
    if kind is Kind.UNIQUE:
        return _people(accounts)
    if not alone and (dimension == RETENTION or kind in {Kind.RATIO, Kind.WINDOW}):
        return Quantity.missing(Reason.NOT_ADDITIVE)
    if kind in _ADDED:
        return Quantity.exact(sum((each.total for each in accounts), _ZERO))
    if kind in _LAST:
        return Quantity.exact(sum((each.last for each in accounts if each.last is not None), _ZERO))
    return Quantity.exact(max(each.largest for each in accounts))  # a peak


def _people(accounts: Sequence[BucketDays]) -> Quantity:
    total = sum((each.total for each in accounts), _ZERO)
    if len(accounts) == 1 and accounts[0].days == 1:
        return Quantity.exact(total)
    largest = max(each.largest for each in accounts)
    return Quantity(low=largest, high=max(total, largest), value=None, reason=Reason.NOT_ADDITIVE)


def shares(quantities: Sequence[Quantity]) -> list[Decimal | None]:
    """Give each bucket's share of what all of them make together; none where a bucket is open or below zero."""
    values = [quantity.value if quantity.low == quantity.high else None for quantity in quantities]
    known = [value for value in values if value is not None and value >= 0]
    total = sum(known, _ZERO)
    if len(known) < len(values) or not total:
        return [None] * len(values)
    return [value / total for value in known]
