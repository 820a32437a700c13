"""What a pencil makes of what was said of orders, in whatever order it was said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True)
class TwinOrderEvent:
    """What was said of an order for a moment: its state from then on, its price, and what is paid back so far."""

    moment: datetime
    status: str
    amount: Decimal
    refunded: Decimal | None = None


@dataclass(frozen=True)
class TwinOrder:
    """An order with all that was said of it."""

    name: str
    events: Sequence[TwinOrderEvent]
    new_customer: bool
    path: str

    @property
    def in_time(self) -> list[TwinOrderEvent]:
        return sorted(self.events, key=lambda said: said.moment)

    @property
    def counts(self) -> bool:
        """An order counts while it is paid, or was paid and then paid back."""
        return self.in_time[-1].status in {"paid", "refunded"}

    @property
    def bought_on(self) -> date:
        """The day of the purchase is the day on which it was first paid."""
        paid = [said for said in self.in_time if said.status == "paid"]
        return (paid or self.in_time)[0].moment.date()

    @property
    def price(self) -> Decimal:
        return self.in_time[-1].amount

    def paid_back(self) -> Mapping[date, Decimal]:
        """Give what was paid back on each day: how much more is back than was before."""
        found: dict[date, Decimal] = {}
        before = Decimal(0)
        for said in self.in_time:
            if said.refunded is not None:
                day = said.moment.date()
                found[day] = found.get(day, Decimal(0)) + said.refunded - before
                before = said.refunded
        return found


def tracked(orders: Iterable[TwinOrder], start: date, end: date) -> dict[str, Decimal]:
    """Add up the orders of a window: purchases on the day that they were paid, refunds on their own."""
    counted = [order for order in orders if order.counts]
    bought = [order for order in counted if start <= order.bought_on <= end]
    back = [amount for order in counted for day, amount in order.paid_back().items() if start <= day <= end]
    return {
        "tracked_purchases": Decimal(len(bought)),
        "tracked_revenue": sum((order.price for order in bought), Decimal(0)),
        "tracked_refunds": sum(back, Decimal(0)),
        "tracked_new_customers": Decimal(sum(order.new_customer for order in bought)),
        "tracked_dm_conversions": Decimal(sum(order.path.startswith("dm") for order in bought)),
    }
