"""Reads the numbers of a benchmark row into the scale that its statistic asks for.

Edges are written as the source says them: `from` and `up_to` include the edge, `above` and `below` do not.
"""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from campaigns.definitions import FieldReader
from kpis.benchmarks.scales import Band, Centre, Edge, Percentiles, Scale, Statistic, Thresholds
from kpis.catalogue import Direction

_EDGE_WORDS: Mapping[Direction, Mapping[str, bool]] = {  # the word, and whether the edge is included
    Direction.HIGHER: {"from": True, "above": False},
    Direction.LOWER: {"up_to": True, "below": False},
}
_PERCENTILE = re.compile(r"p[1-9][0-9]?")
_NOTHING = Centre(Decimal(0), Decimal(0))


def read_scale(reader: FieldReader, statistic: Statistic, direction: Direction | None) -> Scale:
    """Return the scale of a row's `values`, noting mistakes.

    threshold: {good: {from: "0.04"}, great: {above: "0.08"}}; mean, median, aggregate, range: {value} or
    {low, high}; percentiles: {p10, p25, ...}. Numbers are texts, so that they stay exact.
    """
    values = reader.mapping("values")
    match statistic:
        case Statistic.THRESHOLD:
            return _thresholds(reader, values, direction)
        case Statistic.PERCENTILES:
            return _percentiles(reader, values)
        case _:
            return _centre(reader, values)


def _thresholds(reader: FieldReader, values: Mapping[str, Any], direction: Direction | None) -> Scale:
    words = _EDGE_WORDS.get(direction or Direction.HIGHER)
    if words is None:
        reader.mistake("values", "a KPI that should stay in a band has no edges")
        return _NOTHING
    edges = [edge for band in Band if (edge := _edge(reader, band, values.get(band), words))]
    if not edges or len(edges) < len(values) or Band.POOR in values:
        reader.mistake("values", "expected edges of fair, good or great, each once")
        return _NOTHING
    sign = -1 if direction is Direction.LOWER else 1
    if any(sign * later.value <= sign * earlier.value for earlier, later in pairwise(edges)):
        reader.mistake("values", "a better band begins at a better value")
    return Thresholds(tuple(edges))


def _edge(reader: FieldReader, band: Band, stated: Any, words: Mapping[str, bool]) -> Edge | None:
    if stated is None:
        return None
    if not isinstance(stated, dict) or len(stated) != 1 or not set(stated) <= set(words):
        reader.mistake(f"values.{band}", f"expected one of {', '.join(words)}")
        return None
    ((word, text),) = stated.items()
    return Edge(band, _number(reader, f"values.{band}", text), words[word])


def _centre(reader: FieldReader, values: Mapping[str, Any]) -> Scale:
    if set(values) == {"value"}:
        number = _number(reader, "values.value", values["value"])
        return Centre(number, number)
    if set(values) == {"low", "high"}:
        low, high = (_number(reader, f"values.{end}", values[end]) for end in ("low", "high"))
        if low < high:
            return Centre(low, high)
    reader.mistake("values", "expected value, or low and a larger high")
    return _NOTHING


def _percentiles(reader: FieldReader, values: Mapping[str, Any]) -> Scale:
    if not {"p25", "p50", "p75"} <= set(values) or not all(_is_percentile(name) for name in values):
        reader.mistake("values", "expected p25, p50, p75 and other percentiles such as p10")
        return _NOTHING
    points = sorted((int(name[1:]), _number(reader, f"values.{name}", text)) for name, text in values.items())
    if any(later[1] < earlier[1] for earlier, later in pairwise(points)):
        reader.mistake("values", "percentiles do not fall")
    return Percentiles(tuple(points))


def _is_percentile(name: str) -> bool:
    return _PERCENTILE.fullmatch(name) is not None


def _number(reader: FieldReader, field: str, text: Any) -> Decimal:
    try:
        number = Decimal(text) if isinstance(text, str) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        reader.mistake(field, "expected a number as a text")
        return Decimal(0)
    return number
