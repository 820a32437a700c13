"""Turns the items of a view into the texts that sentences, cards, tables and charts share."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kpis.reports.changes import ChangeKind, change_of
from kpis.reports.dates import window_text
from kpis.reports.numbers import DASH, NumberStyle, numbers_in
from kpis.reports.windows import window_of
from kpis.reports.words import Words, words_in

_BOUND_SIGNS = {"at_least": "≥\N{NO-BREAK SPACE}", "at_most": "≤\N{NO-BREAK SPACE}"}


@dataclass(frozen=True)
class Display:
    """Texts of one view in its language."""

    words: Words
    numbers: NumberStyle
    currency: str
    kpi_names: Mapping[str, str]

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> "Display":
        """Return the texts of a view; amounts that name no currency are in the brand's."""
        language = view["language"]
        currency = (view.get("brand") or {}).get("currency") or ""
        return cls(words_in(language), numbers_in(language), currency, view["labels"]["kpis"])

    def name(self, kpi: str) -> str:
        """Return a KPI's name."""
        return self.kpi_names.get(kpi) or self.words.name_of({"kpi": kpi})

    def value(self, item: Mapping[str, Any], *, short: bool = False) -> str:
        """Return an item's value in its unit, with ≥ or ≤ where it is a bound; a dash where there is none."""
        return _BOUND_SIGNS.get(item.get("bound", ""), "") + self.number(item, item.get("value"), short=short)

    def number(self, item: Mapping[str, Any], text: str | None, *, short: bool = False) -> str:
        """Return a decimal string in the unit of an item; a dash for null."""
        if text is None:
            return DASH
        currency = item.get("currency") or self.currency
        return self.numbers.value(item["kpi"], item["unit"], Decimal(text), currency, short=short)

    def is_shortened(self, item: Mapping[str, Any]) -> bool:
        """Say whether a card shows less than the whole number."""
        return self.value(item, short=True) != self.value(item)

    def reason(self, code: str | None) -> str:
        """Return in words why something is missing."""
        return self.words.label("reasons", code or "no_data")

    def change(self, item: Mapping[str, Any]) -> str | None:
        """Return how much a result changed, without its sign; None where no change is known."""
        change = change_of(item)
        match change.kind:
            case ChangeKind.POINTS:
                points = self.numbers.percentage(abs(change.by or Decimal(0))).removesuffix(self.numbers.percent)
                return self.words.say("by_point" if points == "1" else "by_points", by=points)
            case ChangeKind.RELATIVE:
                return self.numbers.percentage(abs(change.by or Decimal(0)))
            case ChangeKind.NONE:
                return None

    def window(self, window: Mapping[str, Any] | None) -> str:
        """Return a window of days as text; nothing for no window."""
        days = window_of(window)
        return window_text(*days, self.words.language) if days else ""

    def listed(self, texts: list[str], mark: str = "list_comma") -> str:
        """Return texts as a list in a sentence."""
        return self.words.say(mark).join(texts)

    def grade_source(self, row: Mapping[str, Any]) -> str:
        """Return what a grade was compared with: the source and how far it can be relied on."""
        reliability = row.get("reliability")
        told = (
            self.words.say("reliability_of", level=self.words.label("reliabilities", reliability))
            if reliability
            else ""
        )
        return self.listed([part for part in (row.get("source") or "", told) if part], "list_clause")


def deciding_lens(item: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the lens row that decided an item's grade; None where none did."""
    grade = item.get("grade") or {}
    rows = [row for row in grade.get("lenses") or () if row.get("lens") == grade.get("decided_by")]
    told = [row for row in rows if row.get("band") or row.get("position")]
    return next(iter(told or rows), None)
