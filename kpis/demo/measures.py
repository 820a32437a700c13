"""What an agency of the demo states for itself: exchange rates by month, and KPIs of its own."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from kpis.currency.services import RateDraft, state_rates
from kpis.demo.acting import ACTOR
from kpis.own.services import define_kpi

MONTHS = 7  # at least as far back as the facts reach
USUAL = {("EUR", "CNY"): Decimal("8.04"), ("USD", "CNY"): Decimal("7.16"), ("EUR", "USD"): Decimal("1.123")}
DRIFT = Decimal("0.004")  # a month

OWN_KPIS: dict[str, dict[str, Any]] = {
    "advocacy_index": {
        "names": {"en": "Advocacy index", "zh-Hans": "口碑指数"},
        "description": "Responses weighted by how much of themselves people put into them.",
        "formula": "weighted(likes, 0.5, comments, 3, shares, 5)",
        "networks": ["tiktok", "douyin", "xiaohongshu"],
        "direction": "higher",
        "goals": {"primary": ["engagement"]},
    },
    "share_of_responses": {
        "names": {"en": "Share of responses", "zh-Hans": "互动占比"},
        "description": "A group's part of all likes and comments of the scope.",
        "formula": "share_of(likes + comments)",
        "networks": "all",
        "direction": "higher",
        "goals": {"supporting": ["engagement"]},
    },
}


def state_measures(*, last_day: date) -> None:
    """State rates of each month's first day, and define the agency's KPIs. Needs its context."""
    first = last_day.replace(day=1)
    drafts = []
    for month in range(MONTHS):
        factor = 1 + DRIFT * month
        for (base, quote), usual in USUAL.items():
            drafts.append(RateDraft(base, quote, first, (usual * factor).quantize(Decimal("0.0001")), "House rates"))
        first = (first - timedelta(days=1)).replace(day=1)
    state_rates(drafts, actor=ACTOR)
    for key, definition in OWN_KPIS.items():
        define_kpi(key, definition, actor=ACTOR)
