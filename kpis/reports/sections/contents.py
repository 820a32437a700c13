"""The table of the top contents."""

from collections.abc import Mapping
from typing import Any

from kpis.reports.dates import day_or_text
from kpis.reports.display import Display
from kpis.reports.markup import Markup, join, safe_link, tag
from kpis.reports.numbers import DASH
from kpis.reports.sections.parts import cell, from_outside, row_head, section, small, table, value_cell

_MOST_KPIS = 5  # more columns do not fit a printed page


def contents(view: Mapping[str, Any], display: Display) -> Markup | None:
    """Return the table; None where the report names no content."""
    items = view.get("top_contents") or ()
    if not items:
        return None
    say = display.words.say
    kpis = list(dict.fromkeys(kpi for item in items for kpi in item.get("results") or {}))[:_MOST_KPIS]
    heads = [
        (say("content"), ""),
        (say("network"), ""),
        (say("published_on"), "day"),
        *((display.name(kpi), "number") for kpi in kpis),
    ]
    return section("contents", say("top_contents"), table(heads, [_row(item, kpis, display) for item in items]))


def _row(item: Mapping[str, Any], kpis: list[str], display: Display) -> Markup:
    network = display.words.label("networks", item["network"]) if item.get("network") else DASH
    published = day_or_text(item.get("published_on"), display.words.language) or DASH
    results = item.get("results") or {}
    cells = [
        value_cell({"kpi": kpi, **results[kpi]}, display) if kpi in results else cell(DASH, kind="number")
        for kpi in kpis
    ]
    form = display.words.label("formats", item["format"]) if item.get("format") else None
    return tag(
        "tr",
        row_head(_title(item, display), small(form) if form else None),
        cell(network, small(from_outside(item["account"])) if item.get("account") else None),
        cell(published, kind="day"),
        *cells,
    )


def _title(item: Mapping[str, Any], display: Display) -> Markup:
    title = from_outside(item["title"]) if item.get("title") else join(display.words.say("untitled"))
    link = safe_link(item.get("url"))
    return tag("a", title, href=link, rel="noopener noreferrer nofollow") if link else title
