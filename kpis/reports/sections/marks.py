"""The marks beside a number: provisional, derived, partly covered, qualified."""

from collections.abc import Iterator, Mapping
from typing import Any

from kpis.reports.display import Display
from kpis.reports.markup import Markup, join, tag
from kpis.reports.narrative import is_partly_covered


def marks(item: Mapping[str, Any], display: Display) -> Markup | None:
    """Return what a reader must know before relying on a number; None where there is nothing to say."""
    found = [tag("li", text) for text in _texts(item, display)]
    return tag("ul", join(*found), class_="marks") if found else None


def _texts(item: Mapping[str, Any], display: Display) -> Iterator[str]:
    say, grade = display.words.say, item.get("grade") or {}
    if item.get("value") is None:
        return
    if item.get("state") == "provisional":
        yield say("provisional_mark")
    if item.get("derived"):
        yield say("derived_mark")
    if is_partly_covered(item):
        yield say("coverage_mark", **item["coverage"])
    if grade.get("qualified"):
        yield say("qualified_mark")
    if grade.get("disagreement"):
        yield say("disagreement")
