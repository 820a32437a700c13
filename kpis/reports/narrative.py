"""Short sentences about a report, each naming the KPIs that it rests on; none says why something happened."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from kpis.reports.changes import ChangeKind, change_of
from kpis.reports.display import Display, deciding_lens
from kpis.reports.windows import length_of
from kpis.reports.words import Words

_TOLD_CHANGES = 5  # what a reader takes in; the cards show all
_TOLD_GRADES = 5
_STATUS_ORDER = ("achieved", "on_track", "at_risk", "off_track", "missed", "too_early", "no_data")


class SentenceKind(StrEnum):
    """What a sentence is about."""

    CHANGE = "change"
    GRADE = "grade"
    TARGETS = "targets"
    MISSING = "missing"
    CAUTION = "caution"


@dataclass(frozen=True)
class Sentence:
    """One statement and the KPIs whose numbers it rests on."""

    kind: SentenceKind
    text: str
    rests_on: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the sentence as JSON."""
        return {"kind": self.kind.value, "text": self.text, "rests_on": list(self.rests_on)}


def narrate(view: Mapping[str, Any], words: Words) -> list[Sentence]:
    """Return what happened, how it was graded, how targets stand, what is missing and what to be careful with.

    The view must be redacted and hold its language and labels; the sentences see nothing else.
    """
    display = Display.of(view)
    headline = list(view.get("headline") or ())
    sentences = [_change(item, display) for item in headline if item.get("value") is not None][:_TOLD_CHANGES]
    sentences += [sentence for item in headline if (sentence := _grade(item, display))][:_TOLD_GRADES]
    sentences += _targets(view, words)
    sentences += _missing(headline, display)
    return [*sentences, *_cautions(view, headline, display)]


def _change(item: Mapping[str, Any], display: Display) -> Sentence:
    change = change_of(item)
    gaps = {"kpi": display.name(item["kpi"]), "value": display.value(item, short=True), "by": display.change(item)}
    if change.kind is ChangeKind.NONE or change.by is None:
        text = display.words.say("sentence_alone", **gaps, reason=display.reason(change.reason))
    elif change.by == 0:
        text = display.words.say("sentence_same", **gaps)
    else:
        before = display.number(item, item["previous"]["value"], short=True)
        phrase = "sentence_rose" if change.by > Decimal(0) else "sentence_fell"
        text = display.words.say(phrase, **gaps, before=before)
    return Sentence(SentenceKind.CHANGE, text, (item["kpi"],))


def _grade(item: Mapping[str, Any], display: Display) -> Sentence | None:
    row = deciding_lens(item)
    if row is None:
        return None
    words, grade = display.words, item["grade"]
    gaps = {"kpi": display.name(item["kpi"]), "lens": words.label("lenses", row["lens"])}
    if grade.get("band"):
        source = display.grade_source(row)
        told = words.say("sentence_band_source", source=source) if source else ""
        text = words.say("sentence_band", **gaps, band=words.label("bands", grade["band"]), source=told)
    elif row.get("position"):
        position, kind = words.label("positions", row["position"]), words.label("kinds", row.get("kind"))
        source = row.get("source") or gaps["lens"]
        text = words.say("sentence_position", **gaps, position=position, kind=kind, source=source)
    else:
        return None
    return Sentence(SentenceKind.GRADE, text, (item["kpi"],))


def _targets(view: Mapping[str, Any], words: Words) -> Iterator[Sentence]:
    targets = view.get("targets") or ()
    if not targets:
        return
    counts = Counter(target.get("status") or "no_data" for target in targets)
    ordered = sorted(
        counts, key=lambda status: (_STATUS_ORDER.index(status) if status in _STATUS_ORDER else 99, status)
    )
    parts = [
        words.say("sentence_target_part", count=counts[status], status=words.label("statuses", status))
        for status in ordered
    ]
    text = words.say("sentence_targets", count=len(targets), parts=words.say("list_comma").join(parts))
    yield Sentence(SentenceKind.TARGETS, text, tuple(dict.fromkeys(target["kpi"] for target in targets)))


def _missing(headline: list[Mapping[str, Any]], display: Display) -> Iterator[Sentence]:
    by_reason: dict[str, list[str]] = {}
    for item in headline:
        if item.get("value") is None:
            by_reason.setdefault(display.reason(item.get("reason")), []).append(item["kpi"])
    for reason, kpis in by_reason.items():
        names = display.listed([display.name(kpi) for kpi in kpis])
        text = display.words.say("sentence_missing", kpis=names, reason=reason)
        yield Sentence(SentenceKind.MISSING, text, tuple(kpis))


def _cautions(view: Mapping[str, Any], headline: list[Mapping[str, Any]], display: Display) -> Iterator[Sentence]:
    valued = [item for item in headline if item.get("value") is not None]
    yield from _about("sentence_bounds", valued, lambda item: item.get("bound", "exact") != "exact", display)
    yield from _about("sentence_disagreement", valued, _disagrees, display)
    yield from _about("sentence_provisional", valued, lambda item: item.get("state") == "provisional", display)
    yield from _coverage(valued, display)
    now, before = length_of(view.get("window")), length_of(view.get("previous_window"))
    if now and before and now != before:
        text = display.words.say("sentence_window_lengths", now=now, before=before)
        yield Sentence(SentenceKind.CAUTION, text, ())


def _about(
    phrase: str,
    items: list[Mapping[str, Any]],
    concerns: Callable[[Mapping[str, Any]], bool],
    display: Display,
) -> Iterator[Sentence]:
    kpis = tuple(item["kpi"] for item in items if concerns(item))
    if kpis:
        text = display.words.say(phrase, kpis=display.listed([display.name(kpi) for kpi in kpis]))
        yield Sentence(SentenceKind.CAUTION, text, kpis)


def _disagrees(item: Mapping[str, Any]) -> bool:
    return bool((item.get("grade") or {}).get("disagreement"))


def _coverage(items: list[Mapping[str, Any]], display: Display) -> Iterator[Sentence]:
    partly = [item for item in items if is_partly_covered(item)]
    if not partly:
        return
    parts = [
        display.words.say("sentence_coverage_part", kpi=display.name(item["kpi"]), **_coverage_of(item))
        for item in partly
    ]
    text = display.words.say("sentence_coverage", parts=display.listed(parts, "list_semicolon"))
    yield Sentence(SentenceKind.CAUTION, text, tuple(item["kpi"] for item in partly))


def is_partly_covered(item: Mapping[str, Any]) -> bool:
    """Say whether the files behind a result leave out days of its window."""
    coverage = _coverage_of(item)
    return coverage["days"] is not None and coverage["of"] is not None and coverage["days"] < coverage["of"]


def _coverage_of(item: Mapping[str, Any]) -> dict[str, Any]:
    coverage = item.get("coverage") or {}
    return {"days": coverage.get("days"), "of": coverage.get("of")}
