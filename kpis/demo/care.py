"""Draws what an account's days hold beside its contents: service, sales, mentions, levels of an audience, people."""

from collections.abc import Mapping
from datetime import date
from random import Random

from campaigns.metrics import METRICS
from clients.networks import AccountKind, Network
from kpis.demo.moods import mood
from kpis.demo.plans import AccountPlan

LEVELS = {"audience_a1": 46, "audience_a2": 21, "audience_a3": 6.5, "audience_a4": 0.9, "audience_a5": 0.35}
"""How many people stand at each level for each follower."""
LEFT_OUT = {Network.TIKTOK: ("follows_new", "follows_lost"), Network.DOUYIN: ("follows_new",)}
"""What a network shows of an account's days and does not export."""

PLAYED = 0.13  # of the reads of an account's posts, where the network counts reads and some posts hold a video

_Values = Mapping[str, float]


def care_days(rng: Random, plan: AccountPlan, days: Mapping[date, _Values]) -> dict[date, dict[str, float]]:
    """Give for each day what the account's place reports of all this; `days` hold what its contents brought."""
    speed = rng.lognormvariate(0, 0.4)
    return {day: _unstated(plan, _day(rng, plan, values, speed), values) for day, values in days.items()}


def reported(plan: AccountPlan, metric: str) -> bool:
    """Say whether an account of this network and kind reports a metric."""
    kind = None if plan.kind is AccountKind.STANDARD else plan.kind
    return METRICS[metric].reported_by(plan.network, kind)


def _unstated(plan: AccountPlan, drawn: _Values, stated: _Values) -> dict[str, float]:
    left_out = {name: stated[name] for name in LEFT_OUT.get(plan.network, ())}
    return left_out | {name: value for name, value in drawn.items() if name not in stated and reported(plan, name)}


def _day(rng: Random, plan: AccountPlan, values: _Values, speed: float) -> dict[str, float]:
    if plan.kind is AccountKind.MINI_PROGRAM:
        return _service(rng, plan, speed) | _visits(rng, plan)
    drawn = _service(rng, plan, speed) | _mentions(rng, plan) | _levels(rng, values) | _people(rng, values)
    return drawn | dict(mood(int(values.get("comments", 0)), plan.response)) | _watched(rng, plan, values)


def _service(rng: Random, plan: AccountPlan, speed: float) -> dict[str, float]:
    conversations = int((9 + plan.followers * 0.0002) * _near(rng))
    replied = int(conversations * min(0.98, 0.91 * _near(rng, 0.03)))
    resolved = int(replied * min(0.96, 0.84 * _near(rng, 0.04)))
    answers = int(resolved * 0.42)
    opportunities = int(conversations * 0.34)
    return {
        "conversations": conversations,
        "conversations_replied": replied,
        "conversations_resolved": resolved,
        "messages_in": int(conversations * 3.4 * _near(rng)),
        "first_response_s": int(replied * 1500 * speed * _near(rng)),
        "resolution_s": int(resolved * 21600 * speed * _near(rng)),
        "csat_answers": answers,
        "csat_sum": round(answers * min(4.9, (4.1 + 0.15 * plan.response) * _near(rng, 0.02)), 2),
        "leads": int(conversations * 0.4),
        "opportunities": opportunities,
        "opportunities_won": int(opportunities * 0.36),
        "contacts_new": int(conversations * 0.7 * _near(rng)),
    }


def _mentions(rng: Random, plan: AccountPlan) -> dict[str, float]:
    mentions = int((12 + plan.followers * 0.0006) * _near(rng, 0.3))
    return {"brand_mentions": mentions, "user_posts": int(mentions * 0.3)}


def _levels(rng: Random, values: _Values) -> dict[str, float]:
    followers = values["followers"]
    return {level: int(followers * people * _near(rng, 0.01)) for level, people in LEVELS.items()}


def _people(rng: Random, values: _Values) -> dict[str, float]:
    seen = values.get("views", 0) + values.get("reads", 0)
    interactions = sum(values.get(name, 0) for name in ("likes", "comments", "shares", "saves", "reposts"))
    engaged = int(interactions * 0.82)
    readers = int(values.get("readers", seen * 0.76))
    customers = int(seen * 0.0016 * _near(rng)) + 4
    return {
        "readers": readers,
        "sharers": int(values.get("shares", 0) * 0.88),
        "original_readers": int(readers * 0.045 * _near(rng)),
        "brand_searchers": int(readers * 0.021 * _near(rng)),
        "engaged": engaged,
        "engaged_returning": int(engaged * 0.31 * _near(rng, 0.05)),
        "customers": customers,
        "customers_repeat": int(customers * 0.27 * _near(rng, 0.1)),
    }


def _watched(rng: Random, plan: AccountPlan, values: _Values) -> dict[str, float]:
    seen = values.get("views", 0) + values.get("reads", 0)
    share = min(0.6, (0.20 + 0.11 * plan.response) * _near(rng, 0.05))
    drawn = {"impressions": int(seen * 3.1 * _near(rng, 0.05)), "link_clicks": int(seen * 0.004 * _near(rng))}
    if plan.kind is AccountKind.OFFICIAL_ACCOUNT:
        return {**drawn, "completions": int(seen * share), "watch_time_s": int(seen * 52 * _near(rng, 0.05))}
    plays = int(values.get("views", seen * PLAYED))
    watch_time_s = int(plays * 34 * (0.2 + 0.6 * share))
    danmaku = int(plays * 0.0006 * _near(rng))
    return {
        **drawn,
        "views": plays,
        "completions": int(plays * share),
        "watch_time_s": watch_time_s,
        "danmaku": danmaku,
    }


def _visits(rng: Random, plan: AccountPlan) -> dict[str, float]:
    visitors = int(plan.followers * 0.09 * _near(rng))
    new = int(visitors * 0.22 * _near(rng, 0.08))
    kept = {"retained_d1": int(new * 0.19), "retained_d7": int(new * 0.09), "retained_d30": int(new * 0.04)}
    return {"visitors": visitors, "visits": int(visitors * 1.9), "users_new": new, **kept}


def _near(rng: Random, spread: float = 0.12) -> float:
    return rng.lognormvariate(0, spread)
