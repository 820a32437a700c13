"""What the events of one conversion add up to: the same in whatever order they came in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from campaigns.attribution.conversion import STATUSES, Status

Said = TypeVar("Said")
_RANKS = {"": -1, **{status: rank for rank, status in enumerate(STATUSES)}}
_ZERO = Decimal(0)
_UNDOING = (Status.CANCELLED, Status.REFUNDED)


@dataclass(frozen=True, slots=True)
class EventSaid:
    """What one event says. A status is blank where what happened has none; None is what it does not say.

    `refunded` is what has been paid back in all until then. `number` is the place in the order of arrival.
    """

    status: str
    occurred_at: datetime | None
    day: date | None
    seen_at: datetime  # when the sender saw it, else when it came in
    number: int
    amount: Decimal | None = None
    currency: str = ""
    refunded: Decimal | None = None
    new_customer: bool | None = None
    path: str = ""
    external_id: str = ""

    def local_day(self, zone: ZoneInfo) -> date:
        """Give the day that is stated, else the day of the moment in a time zone."""
        if self.day is not None:
            return self.day
        return _known(self.occurred_at).astimezone(zone).date()

    def instant(self, zone: ZoneInfo) -> datetime:
        """Give the moment; of a day alone its beginning, but its end for what takes an order back.

        So a refund that is told by its day follows the payment that is told by the second of that day.
        """
        of_day = time.max if self.status in _UNDOING else time.min
        return self.occurred_at or datetime.combine(_known(self.day), of_day, zone)


@dataclass(frozen=True, slots=True)
class ConversionState:
    """How a conversion stands; `refunds` are the amounts paid back by day, each with the day's own sign."""

    status: str
    occurred_at: datetime | None
    day: date
    amount: Decimal | None
    currency: str
    refunded: Decimal | None
    refunded_on: date | None
    new_customer: bool | None
    path: str
    external_id: str
    refunds: Mapping[date, Decimal] = field(default_factory=dict)


def state_of(events: Iterable[EventSaid], zone: ZoneInfo) -> ConversionState:
    """Add up the events of one conversion, at least one.

    The newest wins: by the moment it happened, of one moment by the later status, then by when it was seen. The day
    is the day of the first payment, for what has no payment that of the first event. A refund of an untold amount is
    of the whole.
    """
    ordered = sorted(events, key=lambda said: (said.instant(zone), _RANKS[said.status], said.seen_at, said.number))
    amount = _newest(said.amount for said in ordered)
    paid = next((said for said in ordered if said.status == Status.PAID), None)
    begun = paid or next((said for said in ordered if said.status == Status.PENDING), ordered[0])
    refunded, refunds = _refunds(ordered, amount, zone)
    return ConversionState(
        status=ordered[-1].status,
        occurred_at=begun.occurred_at,
        day=begun.local_day(zone),
        amount=amount,
        currency=next((said.currency for said in ordered if said.currency), ""),
        refunded=refunded,
        refunded_on=max(refunds, default=None),
        new_customer=_newest(said.new_customer for said in ordered),
        path=_newest(said.path or None for said in ordered) or "",
        external_id=_newest(said.external_id or None for said in ordered) or "",
        refunds=refunds,
    )


def _refunds(
    ordered: list[EventSaid], amount: Decimal | None, zone: ZoneInfo
) -> tuple[Decimal | None, dict[date, Decimal]]:
    """Give what was paid back in all, None where nothing was ever said of it, and how it grew by day."""
    total: Decimal | None = None
    grown: defaultdict[date, Decimal] = defaultdict(Decimal)
    before = ""
    for said in ordered:
        now = said.refunded
        if now is None and said.status == Status.REFUNDED:
            now = amount
        elif now is None and said.status == Status.PAID and before == Status.REFUNDED:
            now = _ZERO  # paid again: the refund was taken back
        if now is not None:
            grown[said.local_day(zone)] += now - (total or _ZERO)
            total = now
        before = said.status
    return total, {day: change for day, change in grown.items() if change}


def _newest(values: Iterable[Said | None]) -> Said | None:
    found: Said | None = None
    for value in values:
        found = value if value is not None else found
    return found


def _known(value: Said | None) -> Said:
    if value is None:
        msg = "an event states its moment or its day"
        raise ValueError(msg)
    return value
