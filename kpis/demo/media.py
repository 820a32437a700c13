"""Draws the days of paid media and of what it sells: ad groups, and a live room on some evenings."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from campaigns.metrics import METRICS
from kpis.demo.plans import AdPlan

AD_GROUPS = ("Prospecting", "Retargeting")
SPEND_SHARES, ORDER_FACTORS = (0.7, 0.3), (0.85, 1.5)
SENT_BACK = 0.055  # of the orders
LIVE_EVENINGS = (1, 4, 5)  # Tuesday, Friday, Saturday
WATCHING = {
    "views": 0.82,  # of impressions; each of the next of the one before it
    "plays_2s": 0.46,
    "plays_3s": 0.84,
    "plays_6s": 0.66,
    "plays_p25": 0.93,
    "plays_p50": 0.61,
    "plays_p75": 0.64,
    "completions": 0.71,
}
RESPONDING = {  # of views
    "likes": 0.011,
    "comments": 0.0007,
    "shares": 0.0006,
    "saves": 0.0019,
    "reposts": 0.0009,
    "follows_new": 0.0008,
    "engaged_views": 0.19,
}
CLICKING = {  # of clicks
    "link_clicks": 0.91,
    "profile_visits": 0.13,
    "leads": 0.024,
    "messages_in": 0.031,
    "conversations": 0.014,
    "product_views": 0.88,
}
_Near = Callable[[float, float], float]


@dataclass(frozen=True, slots=True)
class Unit:
    """What a vendor counts for itself: `number` makes its id, `days` hold its figures."""

    number: int
    level: str
    name: str
    days: Mapping[date, Mapping[str, float]]


def media_of(agency: str, plan: AdPlan, *, first_day: date, last_day: date) -> list[Unit]:
    """Draw every unit of a plan with days; each figure is one that the network reports."""
    days = [first_day + timedelta(days=offset) for offset in range((last_day - first_day).days + 1)]
    rng = Random(f"{agency}/{plan.source}")  # noqa: S311 - made-up numbers, no secret
    units = [
        Unit(number, "ad_group", name, {day: _reported(plan, _ad_day(rng, plan, number)) for day in days})
        for number, name in enumerate(AD_GROUPS)
    ]
    if plan.live:
        live = {day: _reported(plan, _live_day(rng, plan)) for day in days if day.weekday() in LIVE_EVENINGS}
        units.append(Unit(len(units), "live_room", "Evening room", live))
    return units


def _reported(plan: AdPlan, values: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in values.items() if METRICS[name].reported_by(plan.network)}


def _ad_day(rng: Random, plan: AdPlan, number: int) -> dict[str, float]:
    def near(value: float, spread: float = 0.15) -> float:
        return value * rng.lognormvariate(0, spread)

    spend = near(plan.spend * SPEND_SHARES[number])
    impressions = int(spend / near(plan.cpm) * 1000)
    clicks = int(impressions * near(plan.click_rate))
    orders = int(clicks * near(plan.order_rate * ORDER_FACTORS[number], 0.25))
    worth = orders * near(plan.basket, 0.08)
    values = dict(_steps(rng, impressions))
    values |= {name: int(values["views"] * share * near(1)) for name, share in RESPONDING.items()}
    values |= {name: int(clicks * share * near(1, 0.05)) for name, share in CLICKING.items()}
    reach = int(impressions * min(0.9, near(0.63, 0.04)))
    seeded = int(reach * 0.042 * near(1))
    return {
        "spend": round(spend, 2),
        "impressions": impressions,
        "reach": reach,
        "clicks": clicks,
        **values,
        "watch_time_s": int(values["views"] * 4.6),
        "product_impressions": int(impressions * 0.4),
        "conversions": orders,
        "deep_conversions": int(orders * 0.58),
        "seeded": seeded,
        "seeded_deep": int(seeded * 0.31),
        **_sales(rng, plan, int(values["product_views"]), orders, worth),
    }


def _live_day(rng: Random, plan: AdPlan) -> dict[str, float]:
    def near(value: float, spread: float = 0.15) -> float:
        return value * rng.lognormvariate(0, spread)

    entered = int(near(plan.spend / plan.cpm * 120, 0.2))
    viewers = int(entered * 0.84)
    orders = int(entered * near(plan.order_rate * 0.2, 0.2))
    worth = orders * near(plan.basket, 0.08)
    return {
        "live_enter": entered,
        "live_viewers": viewers,
        "live_peak": int(viewers * near(0.07)),
        "live_watch_time_s": int(entered * near(78)),
        "live_comments": int(entered * near(0.09)),
        "live_gifts": int(entered * near(0.012)),
        "live_gift_amount": round(entered * near(0.012) * plan.basket * 0.02, 2),
        "fans_club_joins": int(entered * near(0.0045)),
        "follows_new": int(entered * near(0.011)),
        "product_impressions": int(entered * 2.4),
        "product_views": int(entered * 0.52),
        **_sales(rng, plan, int(entered * 0.52), orders, worth),
    }


def _sales(rng: Random, plan: AdPlan, looked: int, orders: int, worth: float) -> dict[str, float]:
    """Give the way from a product's page to the till and back: `looked` at it, `orders` paid, `worth` in money."""
    clicked = max(int(looked * 0.61), orders)
    created = int(orders * 1.16)
    carts = max(int(clicked * 0.19), created)
    buyers = orders - int(orders * 0.04)
    new = int(buyers * min(0.8, rng.lognormvariate(-0.56, 0.1)))
    refunds = sum(rng.random() < SENT_BACK for _ in range(orders))
    return {
        "product_clicks": clicked,
        "shop_visitors": int(looked * 0.83),
        "add_to_cart": max(int(clicked * 0.24), carts),
        "carts": carts,
        "orders_created": created,
        "orders": orders,
        "units": int(orders * 1.3),
        "buyers": buyers,
        "new_customers": new,
        "first_orders": new,
        "first_order_revenue_30d": round(new * plan.basket * 1.37, 2),
        "gmv": round(worth * 1.08, 2),
        "revenue": round(worth, 2),
        "refunds": refunds,
        "refund_amount": round(worth * refunds / orders, 2) if orders else 0,
    }


def _steps(rng: Random, impressions: int) -> Iterator[tuple[str, int]]:
    left = float(impressions)
    for name, share in WATCHING.items():
        left *= min(0.97, share * rng.lognormvariate(0, 0.05))
        yield name, int(left)
