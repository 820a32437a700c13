"""How the conversions that a KPI counts are credited: in a vendor's window, or by our own links and codes."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from campaigns.metrics import METRICS

CONVERSION_METRICS = frozenset(
    {
        *("conversions", "deep_conversions", "leads", "orders", "orders_created", "units", "buyers", "new_customers"),
        *("gmv", "revenue", "refund_amount", "refunds", "first_orders", "first_order_revenue_30d", "add_to_cart"),
        *("carts", "customers", "customers_repeat", "contacts_new", "opportunities", "opportunities_won"),
    }
)
"""What somebody did at the end of the way, so that it matters to whom it is credited."""


@dataclass(frozen=True)
class Crediting:
    """One way in which conversions are credited.

    `network` and `account_kind` are None where it holds everywhere. `click_hours` and `view_hours` are the windows
    after a click and after a view, None where there is none; `booked_on` is the day that a conversion is counted on,
    None where the vendor does not say. `statement` says all of it in words, by language.
    """

    network: str | None
    account_kind: str | None
    click_hours: int | None
    view_hours: int | None
    booked_on: str | None
    statement: Mapping[str, str]
    source: str


_OWN = Crediting(
    network=None,
    account_kind=None,
    click_hours=None,
    view_hours=None,
    booked_on="event_day",
    statement=MappingProxyType(
        {
            "en": "Credited to the last link or code that was used, without a window; a purchase counts on its own "
            "day, a refund on the day of the refund.",
            "zh-Hans": "归因于最后使用的链接或口令，不设归因窗口；购买计入购买当日，退款计入退款当日。",
        },
    ),
    source="Links and codes of the agency.",
)
_UNKNOWN = MappingProxyType(
    {
        "en": "The vendor states no window; counted as the imported file says.",
        "zh-Hans": "平台未说明归因窗口；以导入文件为准。",
    },
)


def credited(metrics: Iterable[str], networks: Collection[str]) -> tuple[Crediting, ...]:
    """Return how the conversions among some metrics are credited on some networks; empty where there are none."""
    found: list[Crediting] = []
    for key in sorted(metrics):
        if key.startswith("tracked_"):
            found.append(_OWN)
        elif key in CONVERSION_METRICS:
            found.extend(_by_vendors(key, networks))
    return tuple(each for at, each in enumerate(found) if each not in found[:at])


def _by_vendors(metric: str, networks: Collection[str]) -> Iterator[Crediting]:
    stated = getattr(METRICS[metric], "attribution", ())
    for network in networks:
        theirs = [each for each in stated if each.place.network == network]
        for each in theirs:
            yield Crediting(
                network=network,
                account_kind=each.place.account_kind,
                click_hours=each.click_hours,
                view_hours=each.view_hours,
                booked_on=each.booked_on,
                statement=each.statement,
                source=each.source,
            )
        if not theirs:
            yield Crediting(network, None, None, None, None, _UNKNOWN, "The imported file.")
