"""The foot of the page: what each number measures, what it was compared with and which files it came from."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kpis.reports.dates import day_or_text
from kpis.reports.display import Display
from kpis.reports.markup import Markup, join, tag
from kpis.reports.numbers import DASH
from kpis.reports.sections.parts import cell, from_outside, row_head, section, table

_READING = (
    "dash_note",
    "bound_note",
    "provisional_note",
    "derived_note",
    "coverage_note",
    "qualified_note",
    "grade_note",
)


def numbered(view: Mapping[str, Any]) -> dict[str, int]:
    """Return the footnote number of each KPI whose definition the view holds, in the order of the page."""
    defined = [item["kpi"] for key in ("headline", "by_network") for item in view.get(key) or () if item.get("formula")]
    return {kpi: number for number, kpi in enumerate(dict.fromkeys(defined), start=1)}


def footnotes(view: Mapping[str, Any], display: Display, notes: Mapping[str, int]) -> Markup:
    """Return definitions, benchmarks, files and the key to the marks."""
    provenance = view.get("provenance") or {}
    parts = [
        _part("definitions", _definitions(view, display, notes), display),
        _part("benchmarks", _benchmarks(view, display), display),
        _part("files", _files(provenance.get("imports") or [], display), display),
        _part("reading", tag("ul", *(tag("li", display.words.say(key)) for key in _READING)), display),
    ]
    return section("provenance", display.words.say("provenance"), *parts)


def _part(key: str, content: Markup | None, display: Display) -> Markup | None:
    return tag("div", tag("h3", display.words.say(key)), content, class_="part") if content else None


def _definitions(view: Mapping[str, Any], display: Display, notes: Mapping[str, int]) -> Markup | None:
    if not notes:
        return None
    items: dict[str, list[Mapping[str, Any]]] = {}
    for item in [*(view.get("headline") or ()), *(view.get("by_network") or ())]:
        if item["kpi"] in notes:
            items.setdefault(item["kpi"], []).append(item)
    versions = (view.get("provenance") or {}).get("kpi_versions") or {}
    lines = [_definition(items[kpi], versions.get(kpi), number, display) for kpi, number in notes.items()]
    return tag("ol", *lines, class_="definitions")


def _definition(items: Sequence[Mapping[str, Any]], version: object, number: int, display: Display) -> Markup:
    first = items[0]
    facts = [tag("span", fact) for fact in _facts(first, first.get("kpi_version") or version, display)]
    formula = join(*_formula(items, display))
    return tag("li", tag("b", display.name(first["kpi"])), " = ", formula, *facts, id=f"note-{number}")


def _formula(items: Sequence[Mapping[str, Any]], display: Display) -> Iterator[Markup | str]:
    """Give the one formula; where networks have different ones, that of each behind its name."""
    written = {(item.get("group") or {}).get("network"): item["formula"] for item in items if item.get("formula")}
    if None in written or len(set(written.values())) == 1:
        yield tag("code", written.get(None) or next(iter(written.values())))
        return
    for number, (network, formula) in enumerate(written.items()):
        if number:
            yield display.words.say("list_clause")
        yield f"{display.words.label('networks', network)} "
        yield tag("code", formula)


def _facts(item: Mapping[str, Any], version: object, display: Display) -> Iterator[str]:
    say, label, sample = display.words.say, display.words.label, item.get("sample") or {}
    if version:
        yield f"{say('version')} {version}"
    if item.get("basis"):
        yield f"{say('basis')}: {label('bases', item['basis'])}"
    if item.get("grain"):
        yield f"{say('grain')}: {label('grains', item['grain'])}"
    if sample.get("denominator") is not None:
        yield f"{say('sample')}: {say('sample_fraction', **_grouped(sample, display))}"
    if sample.get("contents"):
        yield say("sample_contents", contents=sample["contents"])
    if item.get("source"):
        yield f"{say('source')}: {item['source']}"


def _grouped(sample: Mapping[str, Any], display: Display) -> dict[str, str]:
    keys = ("numerator", "denominator")
    return {key: display.number({"kpi": "", "unit": "count"}, sample.get(key)) for key in keys}


def _benchmarks(view: Mapping[str, Any], display: Display) -> Markup | None:
    found = (view.get("provenance") or {}).get("benchmarks") or ()
    if not found:
        return None
    heads = [("source", ""), ("as_of", "day"), ("observations", "number"), ("reliability", "")]
    rows = [
        tag(
            "tr",
            row_head(row.get("source") or row.get("key") or DASH),
            cell(day_or_text(row.get("as_of"), display.words.language) or DASH, kind="day"),
            cell(display.number({"kpi": "", "unit": "count"}, _text(row.get("n"))), kind="number"),
            cell(display.words.label("reliabilities", row["reliability"]) if row.get("reliability") else DASH),
        )
        for row in found
    ]
    return table([(display.words.say(key), kind) for key, kind in heads], rows)


def _files(imports: list[Mapping[str, Any]], display: Display) -> Markup | None:
    if not imports:
        return None
    heads = [("file", ""), ("network", ""), ("profile", ""), ("captured_on", "day"), ("rows", "number")]
    rows = [
        tag(
            "tr",
            row_head(from_outside(row.get("file_name") or DASH)),
            cell(_network(row, display)),
            cell(row.get("profile") or DASH),
            cell(day_or_text(row.get("captured_on"), display.words.language) or DASH, kind="day"),
            cell(display.number({"kpi": "", "unit": "count"}, _text(row.get("rows"))), kind="number"),
        )
        for row in imports
    ]
    return table([(display.words.say(key), kind) for key, kind in heads], rows)


def _network(row: Mapping[str, Any], display: Display) -> Markup:
    network = display.words.label("networks", row["network"]) if row.get("network") else DASH
    return tag("span", network, " ", from_outside(row.get("handle") or ""))


def _text(number: object) -> str | None:
    return None if number is None else str(number)
