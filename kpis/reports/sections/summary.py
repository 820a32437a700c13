"""The head of the page and what happened in a few sentences."""

from collections.abc import Mapping
from typing import Any

from kpis.reports.dates import day_or_text
from kpis.reports.display import Display
from kpis.reports.markup import Markup, join, tag
from kpis.reports.sections.parts import from_outside, section


def head(view: Mapping[str, Any], display: Display) -> Markup:
    """Return the head: whose report, of which window, by which agency, from when."""
    say, agency, brand = (
        display.words.say,
        (view.get("agency") or {}).get("name"),
        (view.get("brand") or {}).get("name"),
    )
    previous = display.window(view.get("previous_window"))
    facts = [
        display.window(view.get("window")),
        say("compared_with", window=previous) if previous else None,
        say("created", day=day_or_text(view.get("created_at"), display.words.language))
        if view.get("created_at")
        else None,
    ]
    return tag(
        "header",
        tag("p", from_outside(agency), class_="agency") if agency else None,
        tag("h1", from_outside(view.get("title") or brand or "")),
        tag("p", from_outside(brand), class_="brand") if brand else None,
        tag("p", *[tag("span", fact) for fact in facts if fact], class_="facts"),
        _accounts(view, display),
    )


def banner(view: Mapping[str, Any], display: Display) -> Markup | None:
    """Return a warning on reports that must not leave the agency."""
    if view.get("lens") == "client":
        return None
    return tag("p", display.words.say("internal_banner"), class_="banner", role="note")


def in_short(view: Mapping[str, Any], display: Display) -> Markup | None:
    """Return the narrative as a list."""
    sentences = view.get("narrative") or ()
    if not sentences:
        return None
    items = [tag("li", sentence["text"], class_=f"about-{sentence['kind']}") for sentence in sentences]
    return section("in-short", display.words.say("in_short"), tag("ul", *items))


def remarks(view: Mapping[str, Any], display: Display) -> Markup:
    """Return the notes of the people who wrote the report, paragraph by paragraph."""
    return join(
        *(
            section(kind.replace("_", "-"), display.words.say(kind), *_paragraphs(view[kind]))
            for kind in ("notes", "internal_notes")
            if view.get(kind)
        ),
    )


def _paragraphs(words: str) -> list[Markup]:
    return [tag("p", from_outside(part)) for part in words.splitlines() if part.strip()]


def _accounts(view: Mapping[str, Any], display: Display) -> Markup | None:
    accounts = view.get("accounts") or ()
    if not accounts:
        return None
    items = [
        tag(
            "li",
            tag("b", display.words.label("networks", account["network"])),
            " ",
            from_outside(account.get("handle") or ""),
        )
        for account in accounts
    ]
    return tag("ul", *items, class_="accounts")
