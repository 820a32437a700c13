"""The headline cards: value, change, grade and what to know before relying on the number."""

from collections.abc import Mapping
from typing import Any

from kpis.reports.changes import Change, ChangeKind, Verdict, change_of
from kpis.reports.display import Display, deciding_lens
from kpis.reports.markup import Markup, join, tag
from kpis.reports.sections.marks import marks
from kpis.reports.sections.parts import grade_chip, missing_text, section, small

_ARROWS = {1: "▲", -1: "▼", 0: "■"}


def cards(view: Mapping[str, Any], display: Display, notes: Mapping[str, int]) -> Markup:
    """Return a card for each headline result; `notes` holds the footnote number of each KPI."""
    items = view.get("headline") or ()
    if not items:
        return section("headline", display.words.say("headline"), tag("p", display.words.say("no_results")))
    found = [_card(item, display, notes.get(item["kpi"])) for item in items]
    return section("headline", display.words.say("headline"), tag("div", *found, class_="cards"))


def _card(item: Mapping[str, Any], display: Display, note: int | None) -> Markup:
    return tag(
        "article",
        tag("h3", display.name(item["kpi"]), footnote_link(note)),
        _figure(item, display),
        _change(item, display),
        _grade(item, display),
        marks(item, display),
        class_="card",
    )


def footnote_link(note: int | None) -> Markup | None:
    """Return a link to the definition of a KPI at the foot of the page."""
    return tag("sup", tag("a", str(note), href=f"#note-{note}")) if note else None


def _figure(item: Mapping[str, Any], display: Display) -> Markup:
    missing = missing_text(item, display)
    under = display.words.say("missing", reason=missing) if missing else None
    if under is None and display.is_shortened(item):
        under = display.words.say("exactly", value=display.value(item))
    return join(
        tag("p", display.value(item, short=True), class_="figure"),
        tag("p", under, class_="under") if under else None,
    )


def _change(item: Mapping[str, Any], display: Display) -> Markup | None:
    change = change_of(item)
    if item.get("value") is None:
        return None
    if change.kind is ChangeKind.NONE or change.by is None:
        text = display.words.say("change_none", reason=display.reason(change.reason))
        return tag("p", text, class_="change neutral")
    return tag(
        "p", _arrow(change), join(display.change(item), " "), _against(item, display, change), class_=_kind(change)
    )


def _arrow(change: Change) -> Markup:
    sign = 0 if not change.by else 1 if change.by > 0 else -1
    return tag("span", _ARROWS[sign] + {1: " +", -1: " \N{MINUS SIGN}", 0: " "}[sign], class_="arrow")


def _against(item: Mapping[str, Any], display: Display, change: Change) -> Markup:
    say = display.words.say
    before = display.number(item, item["previous"]["value"], short=True)
    parts = [f"{say('against_previous')} ({before})"]
    if change.verdict is not Verdict.NEUTRAL:
        parts.append(say(change.verdict.value))
    return small(display.listed(parts, "list_clause"))


def _kind(change: Change) -> str:
    return f"change {change.verdict.value}"


def _grade(item: Mapping[str, Any], display: Display) -> Markup | None:
    chip = grade_chip(item, display)
    if chip is None:
        reason = (item.get("grade") or {}).get("reason")
        if not reason or item.get("value") is None:
            return None
        return tag("p", display.words.say("no_grade", reason=display.reason(reason)), class_="grade under")
    row = deciding_lens(item) or {}
    source = display.grade_source(row)
    return tag("div", chip, tag("p", source, class_="under") if source else None, class_="grade")
