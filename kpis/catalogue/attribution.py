"""How the conversions that a KPI counts are credited: in a vendor's window, or by our own links and codes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from campaigns.metrics import METRICS

CONVERSION_METRICS = frozenset(
    {
        *("conversions", "deep_conversions", "leads", "orders", "orders_created", "units", "buyers", "new_customers"),
        *("gmv", "revenue", "refund_amount", "refunds", "first_orders", "first_order_revenue_30d", "add_to_cart"),
        *("carts", "customers", "customers_repeat", "contacts_new", "opportunities", "opportunities_won"),
        *(key for key in METRICS if key.startswith("tracked_")),
    }
)
"""What somebody did at the end of the way, so that it matters to whom it is credited."""


@dataclass(frozen=True)
class Crediting:
    """One way in which conversions are credited.

    `network` is None where it holds on every network of the KPI, `account_kind` where it does for every kind there.
    `click_hours` and `view_hours` are the windows after a click and after a view, None where there is none.
    `booked_on` is the day that a conversion is counted on, None where nobody says. `statement` says all of it in words,
    by language.
    """

    network: str | None
    account_kind: str | None
    click_hours: int | None
    view_hours: int | None
    booked_on: str | None
    statement: Mapping[str, str]
    source: str


_UNSTATED = MappingProxyType(
    {
        "en": "Nothing is attributed: counted as the imported records say.",
        "zh-Hans": "不做归因：以导入的记录为准。",
    },
)


@cache
def credited(metrics: frozenset[str], networks: tuple[str, ...]) -> tuple[Crediting, ...]:
    """Return how the conversions among some metrics are credited on some networks; empty where there are none."""
    found: list[Crediting] = []
    for metric in sorted(CONVERSION_METRICS.intersection(metrics)):
        found.extend(each for network in networks for each in _on_network(metric, network) if each not in found)
    shared = [replace(each, network=None) for each in found]
    merged = [
        everywhere if shared.count(everywhere) == len(networks) > 1 else each
        for each, everywhere in zip(found, shared, strict=True)
    ]
    return tuple(each for at, each in enumerate(merged) if each not in merged[:at])


def _on_network(metric: str, network: str) -> Iterator[Crediting]:
    stated = [each for each in METRICS[metric].attribution if each.place.network == network]
    for each in stated:
        yield Crediting(
            network=network,
            account_kind=each.place.account_kind,
            click_hours=each.click_hours,
            view_hours=each.view_hours,
            booked_on=each.booked_on,
            statement=each.statement,
            source=each.source,
        )
    if not stated:
        yield Crediting(network, None, None, None, None, _UNSTATED, "The imported file.")
