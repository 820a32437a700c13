"""The results by network: a table of everything, and bars for what can be compared."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kpis.reports.charts import Bar, bar_chart
from kpis.reports.display import Display
from kpis.reports.markup import Markup, tag
from kpis.reports.numbers import DASH
from kpis.reports.sections.cards import footnote_link
from kpis.reports.sections.marks import marks
from kpis.reports.sections.parts import cell, grade_chip, row_head, section, table, value_cell

_MOST_CHARTS = 4
_FEWEST_BARS = 2  # one bar compares nothing

ByNetwork = dict[str, dict[str, Mapping[str, Any]]]  # KPI -> network -> result


def networks(view: Mapping[str, Any], display: Display, notes: Mapping[str, int]) -> Markup | None:
    """Return table and bars; None where nothing is told by network."""
    results = _by_network(view)
    if not results:
        return None
    found = list(dict.fromkeys(network for row in results.values() for network in row))
    heads = [
        (display.words.say("kpi"), ""),
        *((display.words.label("networks", network), "number") for network in found),
    ]
    rows = [_row(kpi, results[kpi], found, display, notes) for kpi in results]
    charts = [chart for kpi in results if (chart := _chart(kpi, results[kpi], display))][:_MOST_CHARTS]
    drawn = tag("div", *charts, class_="charts") if charts else None
    return section("networks", display.words.say("by_network"), table(heads, rows), drawn)


def _by_network(view: Mapping[str, Any]) -> ByNetwork:
    results: ByNetwork = {}
    for item in view.get("by_network") or ():
        network = (item.get("group") or {}).get("network")
        if network:
            results.setdefault(item["kpi"], {})[network] = item
    return results


def _row(
    kpi: str,
    items: Mapping[str, Mapping[str, Any]],
    found: list[str],
    display: Display,
    notes: Mapping[str, int],
) -> Markup:
    cells = [
        value_cell(items[network], display, grade_chip(items[network], display), marks(items[network], display))
        if network in items
        else cell(DASH, kind="number")
        for network in found
    ]
    return tag("tr", row_head(display.name(kpi), footnote_link(notes.get(kpi))), *cells)


def _chart(kpi: str, items: Mapping[str, Mapping[str, Any]], display: Display) -> Markup | None:
    """Return bars of exact values only: a bound drawn as a bar would look like a value."""
    if len(items) < _FEWEST_BARS or any(item.get("bound", "exact") != "exact" for item in items.values()):
        return None
    say, name = display.words.say, display.name(kpi)
    bars = [
        Bar(
            display.words.label("networks", network),
            None if item.get("value") is None else Decimal(item["value"]),
            display.reason(item.get("reason")) if item.get("value") is None else display.value(item, short=True),
        )
        for network, item in items.items()
    ]
    parts = display.listed([say("chart_part", name=bar.name, value=bar.text) for bar in bars])
    title = say("chart_bar", kpi=name)
    description = say("chart_bar_description", kpi=name, parts=parts)
    drawn = bar_chart(bars, key=f"bar-{kpi}", title=title, description=description)
    return tag("figure", tag("figcaption", title), drawn) if drawn else None
