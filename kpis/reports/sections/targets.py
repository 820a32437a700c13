"""The targets: tiers, result, status, and a bullet chart for each."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from kpis.reports.charts import Tier, bullet_chart
from kpis.reports.display import Display
from kpis.reports.markup import Markup, tag
from kpis.reports.numbers import DASH
from kpis.reports.sections.cards import footnote_link
from kpis.reports.sections.parts import cell, chip, row_head, section, small, table, value_cell

_TIERS = ("floor", "target", "stretch")


def targets(view: Mapping[str, Any], display: Display, notes: Mapping[str, int]) -> Markup | None:
    """Return the table of targets; None where none is set."""
    items = view.get("targets") or ()
    if not items:
        return None
    directions = {item["kpi"]: item.get("direction") for item in view.get("headline") or ()}
    heads = [
        ("kpi", ""),
        ("value", "number"),
        ("target", "number"),
        ("attainment", "number"),
        ("progress", ""),
        ("status", ""),
    ]
    rows = [
        _row(item, str(item.get("direction") or directions.get(item["kpi"]) or "higher"), index, display, notes)
        for index, item in enumerate(items, start=1)
    ]
    return section(
        "targets", display.words.say("targets"), table([(display.words.say(key), kind) for key, kind in heads], rows)
    )


def _row(item: Mapping[str, Any], direction: str, index: int, display: Display, notes: Mapping[str, int]) -> Markup:
    say = display.words.say
    expected = item.get("expected")
    told = (
        f"{say('expected')}: {display.number(item, expected)}" if expected and expected != item.get("target") else None
    )
    attained = DASH if item.get("attainment") is None else display.numbers.percentage(Decimal(item["attainment"]))
    status = item.get("status") or "no_data"
    return tag(
        "tr",
        row_head(display.name(item["kpi"]), footnote_link(notes.get(item["kpi"]))),
        value_cell(item, display),
        cell(display.number(item, item.get("target")), small(told) if told else None, kind="number"),
        cell(attained, kind="number"),
        cell(_bullet(item, direction, index, display), kind="bullet"),
        cell(
            chip(display.words.label("statuses", status), f"status-{status.replace('_', '-')}"),
            small(say("signed")) if item.get("signed") else None,
        ),
    )


def _bullet(item: Mapping[str, Any], direction: str, index: int, display: Display) -> Markup | None:
    say, name = display.words.say, display.name(item["kpi"])
    told = display.listed([say("chart_part", name=say(key), value=text) for key, text in _tier_texts(item, display)])
    value = item.get("value")
    return bullet_chart(
        None if value is None else Decimal(value),
        [Tier(Decimal(item[key]), text, main=key == "target") for key, text in _tier_texts(item, display)],
        direction=direction,
        key=f"bullet-{index}",
        title=say("chart_bullet", kpi=name),
        description=say("chart_bullet_description", kpi=name, value=display.value(item), tiers=told),
    )


def _tier_texts(item: Mapping[str, Any], display: Display) -> Iterator[tuple[str, str]]:
    for key in _TIERS:
        if item.get(key) is not None:
            yield key, display.number(item, item[key], short=True)
