"""Pieces that several sections of the page share: headings, tables, chips and titles that come from outside."""

from collections.abc import Iterable, Mapping
from typing import Any

from kpis.reports.display import Display, deciding_lens
from kpis.reports.markup import Child, Markup, join, tag


def section(key: str, heading: str, *children: Child) -> Markup:
    """Return a section with its heading; `key` is its anchor and its class."""
    return tag(
        "section", tag("h2", heading, id=f"{key}-heading"), *children, class_=key, aria_labelledby=f"{key}-heading"
    )


def table(heads: Iterable[tuple[str, str]], rows: Iterable[Markup], foot: Markup | None = None) -> Markup:
    """Return a table that scrolls on a narrow screen; heads are (text, class), and class "number" aligns right."""
    cells = [tag("th", text, scope="col", class_=kind or None) for text, kind in heads]
    body = tag("tbody", *rows)
    return tag("div", tag("table", tag("thead", tag("tr", *cells)), body, foot), class_="scroll")


def cell(*children: Child, kind: str | None = None) -> Markup:
    """Return a table cell."""
    return tag("td", *children, class_=kind)


def row_head(*children: Child) -> Markup:
    """Return the cell that names its row."""
    return tag("th", *children, scope="row")


def from_outside(words: str) -> Markup:
    """Return a name or title written by others, kept from turning the text around it (right-to-left marks)."""
    return tag("bdi", words)


def small(*children: Child, kind: str = "small") -> Markup:
    """Return a remark in small type."""
    return tag("span", *children, class_=kind)


def chip(words: str, kind: str) -> Markup:
    """Return a short word on a coloured ground; the word says all that the colour says."""
    return tag("span", words, class_=f"chip {kind}")


def grade_chip(item: Mapping[str, Any], display: Display) -> Markup | None:
    """Return the band, or where the result lies against a lone median; None where there is no grade."""
    grade, row, words = item.get("grade") or {}, deciding_lens(item), display.words
    if row is None:
        return None
    lens = words.label("lenses", row["lens"])
    if grade.get("band"):
        band = words.label("bands", grade["band"])
        return chip(words.say("graded_by", band=band, lens=lens), f"band-{_plain(grade['band'])}")
    if row.get("position"):
        position, kind = words.label("positions", row["position"]), words.label("kinds", row.get("kind"))
        return chip(words.say("position", position=position, kind=kind, lens=lens), "band-none")
    return None


def missing_text(item: Mapping[str, Any], display: Display) -> str | None:
    """Return why an item has no value; None where it has one."""
    return None if item.get("value") is not None else display.reason(item.get("reason"))


def value_cell(item: Mapping[str, Any], display: Display, *extras: Child, short: bool = False) -> Markup:
    """Return a right-aligned cell with a value, or with a dash and the reason for it."""
    missing = missing_text(item, display)
    shown = tag("span", display.value(item, short=short), class_="figure")
    return cell(join(shown, small(missing) if missing else None, *extras), kind="number")


def _plain(word: str) -> str:
    return "".join(letter for letter in word if letter.isalnum())
