"""The costs: what was spent and billed, and for the agency's own eyes what it cost."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kpis.reports.dates import day_or_text
from kpis.reports.display import Display
from kpis.reports.markup import Markup, tag
from kpis.reports.numbers import DASH
from kpis.reports.sections.parts import cell, from_outside, row_head, section, table

_SUMS = ("media_spend", "billed", "internal", "margin")


def costs(view: Mapping[str, Any], display: Display) -> Markup | None:
    """Return the costs; None where the view holds none. Which sums are told is the lens' decision, not made here."""
    told = view.get("costs") or {}
    items = told.get("items") or ()
    sums = [key for key in _SUMS if key in told]
    if not items and all(told[key] is None for key in sums):
        return None
    currency = told.get("currency") or display.currency
    figures = [
        tag("div", tag("dt", display.words.say(key)), tag("dd", _amount(told[key], currency, display))) for key in sums
    ]
    listed = _items(items, currency, display, internal="internal" in told) if items else None
    return section("costs", display.words.say("costs"), tag("dl", *figures, class_="sums"), listed)


def _items(items: list[Mapping[str, Any]], currency: str, display: Display, *, internal: bool) -> Markup:
    amounts = ("billed", "internal") if internal else ("billed",)
    heads = [("cost_name", ""), ("cost_kind", ""), ("cost_days", ""), *((key, "number") for key in amounts)]
    rows = [
        tag(
            "tr",
            row_head(from_outside(item.get("name") or DASH)),
            cell(display.words.label("cost_kinds", item["kind"]) if item.get("kind") else DASH),
            cell(_days(item, display)),
            *(cell(_amount(item.get(key), currency, display), kind="number") for key in amounts),
        )
        for item in items
    ]
    return table([(display.words.say(key), kind) for key, kind in heads], rows)


def _days(item: Mapping[str, Any], display: Display) -> str:
    start, end = item.get("start"), item.get("end")
    return display.window(item) if start and end else day_or_text(start or end, display.words.language) or DASH


def _amount(amount: str | None, currency: str, display: Display) -> str:
    return DASH if amount is None else display.numbers.money(Decimal(amount), currency)
