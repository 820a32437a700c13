"""What came of it: links and codes of the demo's brands, and what their shops told back of orders and leads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from campaigns.attribution.codes import CodeKind
from campaigns.attribution.conversion_reading import read_items
from campaigns.conversions.recording import record_conversions
from campaigns.models import Campaign, Content, TrackingLink
from campaigns.services.tracking_codes import create_code
from campaigns.services.tracking_links import create_links
from clients.models import Brand, NetworkAccount
from kpis.demo.plans import BrandPlan, ShopPlan
from people.principal import Principal

SOLD_DAYS = 75  # at least the last whole month, whatever day it is
LINKED = 24
OTHER_EVENTS = {"sign_up": 0.30, "lead": 0.22, "download": 0.18, "add_to_cart": 0.70}  # for each order
KEYWORD = "OFFER"
WAYS = {"content": 30, "link": 12, "coupon": 16, "message": 12, "campaign": 10, "account": 16, "elsewhere": 4}


@dataclass(frozen=True, slots=True)
class _Shop:
    """A brand's shop while its events are drawn."""

    plan: ShopPlan
    currency: str
    accounts: Sequence[NetworkAccount]
    links: Sequence[TrackingLink]
    contents: Sequence[UUID]
    campaign: Campaign | None
    rng: Random


def sell(principal: Principal, brand_id: UUID, plan: BrandPlan, *, last_day: date) -> int:
    """Make links and codes of a brand with a shop, and record what came back. Needs the agency's context."""
    if plan.shop is None:
        return 0
    shop = _open(principal, Brand.objects.get(id=brand_id), plan.shop, last_day=last_day)
    items = list(_items(shop, last_day))
    reads = read_items(items, source="shop", now=timezone.now())
    record_conversions(principal, reads, capability="conversions:write", partial=False)
    return len(items)


def _open(principal: Principal, brand: Brand, plan: ShopPlan, *, last_day: date) -> _Shop:
    first_day = last_day - timedelta(days=SOLD_DAYS)
    accounts = list(NetworkAccount.objects.filter(brand=brand).order_by("created_at", "id"))
    contents = Content.objects.filter(account__brand=brand).select_related("account__brand", "campaign")
    newest = list(contents.order_by("-published_at", "key")[:LINKED])
    links = create_links(principal, newest, {"destination": f"https://{plan.coupon.lower()}.example/shop"})
    campaign = Campaign.objects.filter(brand=brand, start__lte=last_day, end__gte=first_day).order_by("start").first()
    codes = ((CodeKind.COUPON, plan.coupon, accounts[0]), (CodeKind.DM_KEYWORD, KEYWORD + plan.coupon, accounts[-1]))
    for kind, text, account in codes:
        create_code(principal, {"kind": kind, "code": text, "account": account, "valid_from": first_day})
    return _Shop(
        plan,
        brand.currency,
        accounts,
        links,
        [content.id for content in newest],
        campaign,
        Random(f"{principal.agency.slug}/{plan.coupon}"),  # noqa: S311 - made-up numbers, no secret
    )


def _items(shop: _Shop, last_day: date) -> Iterator[dict[str, Any]]:
    for offset in range(SOLD_DAYS):
        day = last_day - timedelta(days=offset)
        for account in shop.accounts:
            for number in range(_how_many(shop.rng, shop.plan.orders)):
                yield from _order(shop, account, day, number)
            for event, rate in OTHER_EVENTS.items():
                for number in range(_how_many(shop.rng, shop.plan.orders * rate)):
                    external_id = f"{shop.plan.coupon}-{event}-{account.handle}-{day:%m%d}-{number}"
                    yield {"event": event, "external_id": external_id, **_when(shop, day), **_whence(shop, account)}
        if day.weekday() == 0:
            yield {"event": "lead", "external_id": f"{shop.plan.coupon}-{day}-walk-in", **_when(shop, day)}


def _order(shop: _Shop, account: NetworkAccount, day: date, number: int) -> Iterator[dict[str, Any]]:
    order = {"event": "purchase", "order_id": f"{shop.plan.coupon}-{account.handle}-{day:%m%d}-{number}"}
    worth = round(shop.plan.basket * shop.rng.lognormvariate(0, 0.3), 2)
    money = {"amount": f"{worth:.2f}", "currency": shop.currency}
    when, chance = _when(shop, day), shop.rng.random()
    new = shop.rng.random() < 0.44  # noqa: PLR2004 - somewhat less than half come for the first time
    yield {**order, **when, "value": money, "status": "paid", "new_customer": new, **_whence(shop, account)}
    later = (datetime.fromisoformat(when["occurred_at"]) + timedelta(hours=9)).isoformat()
    if chance < 0.06:  # noqa: PLR2004 - one in sixteen sends it back
        yield {**order, "occurred_at": later, "status": "refunded", "refunded": money}
    elif chance < 0.10:  # noqa: PLR2004 - one in twenty-five thinks again
        yield {**order, "occurred_at": later, "status": "cancelled"}


def _when(shop: _Shop, day: date) -> dict[str, str]:
    moment = time(shop.rng.randrange(2, 13), shop.rng.randrange(60), shop.rng.randrange(60))  # the same day everywhere
    return {"occurred_at": datetime.combine(day, moment, UTC).isoformat()}


def _whence(shop: _Shop, account: NetworkAccount) -> dict[str, Any]:
    """Say where an event came from: mostly through contents and links, else by code, campaign or message."""
    chosen: dict[str, dict[str, Any]] = {
        "content": {"utm": {"utm_source": account.network, "utm_content": str(shop.rng.choice(shop.contents))}},
        "link": {"link": str(shop.rng.choice(shop.links).id)},
        "coupon": {"code": {"kind": "coupon", "code": shop.plan.coupon}},
        "message": {"account": str(account.id), "path": "dm_keyword"},
        "campaign": {"account": str(account.id), **({"campaign": str(shop.campaign.id)} if shop.campaign else {})},
        "account": {"account": str(account.id)},
        "elsewhere": {"utm": {"utm_campaign": "somebody-elses"}},
    }
    (way,) = shop.rng.choices(list(WAYS), weights=list(WAYS.values()))
    return chosen[way]


def _how_many(rng: Random, mean: float) -> int:
    return int(mean) + (rng.random() < mean % 1)
