"""What a column may be, by its header, and whether its values agree with that."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from campaigns.likeness import likeness
from campaigns.mapping.checking import names_of
from campaigns.mapping.known_names import Knowledge, Reason, known_on, stem, word_key, words
from campaigns.mapping.values import ValueKind, Values
from campaigns.readers.mapped_cells import DAYS, MOMENTS, NUMBERS
from campaigns.readers.rows import Grain
from campaigns.readers.vocabulary import MEASURES, RATES, Unit

Known = Mapping[str, tuple[Knowledge, ...]]

MOST_CANDIDATES: Final = 4
_ALIKE: Final = 0.75
_SHORTEST: Final = 4
_SIMILAR: Final = Decimal("0.60")
_STEM: Final = Decimal("0.90")
_MISFIT: Final = Decimal("0.30")
_ONE_HUNDREDTH: Final = Decimal("0.01")
_PERCENT_SIGN: Final = re.compile(r"\s*(?:[(（\[]\s*[%％]\s*[)）\]]|[%％])$")
_NUMERIC: Final = frozenset({ValueKind.NUMBER, ValueKind.PERCENT, ValueKind.DURATION, ValueKind.EMPTY, ValueKind.ID})
_FACTORS: Final = (
    (re.compile(r"[(（\[]\s*(?:%|％|percent)\s*[)）\]]|%$"), "0.01", frozenset({Unit.SHARE}), "percent numbers"),
    (re.compile(r"[(（\[]\s*(?:分|cents?|fen)\s*[)）\]]"), "0.01", frozenset({Unit.MONEY}), "hundredths"),
    (re.compile(r"[(（\[]\s*(?:分钟|min|mins|minutes)\s*[)）\]]|_min$"), "60", frozenset({Unit.SECONDS}), "minutes"),
    (re.compile(r"[(（\[]\s*(?:小时|h|hours?)\s*[)）\]]"), "3600", frozenset({Unit.SECONDS}), "hours"),
    (re.compile(r"[(（\[]\s*(?:毫秒|ms)\s*[)）\]]|_ms$"), "0.001", frozenset({Unit.SECONDS}), "milliseconds"),
    (
        re.compile(r"[(（\[]\s*(?:万|万元|w)\s*[)）\]]"),
        "10000",
        frozenset({Unit.COUNT, Unit.MONEY}),
        "ten thousands",
    ),
    (re.compile(r"[(（\[]\s*(?:千|千元|k)\s*[)）\]]"), "1000", frozenset({Unit.COUNT, Unit.MONEY}), "thousands"),
)


def candidates(header: str, network: str, grain: Grain) -> list[Knowledge]:
    """Return what a header may mean in a table of a grain, the surest first."""
    allowed = names_of(grain, network)
    known = known_on(network)
    key = _share_key(header, known) or word_key(header)
    best: dict[str, Knowledge] = {}
    for each in (*known.get(key, ()), *known.get(stem(key), ())):
        if each.name in allowed and (each.name not in best or best[each.name].confidence < each.confidence):
            best[each.name] = each
    found = sorted(best.values(), key=lambda each: -each.confidence)
    if not found:
        found = _by_stem(key, known, allowed) or _similar(key, known, allowed)
    return found[:MOST_CANDIDATES]


def _share_key(header: str, known: Known) -> str | None:
    """Return the word of the rate where a percent sign makes one of a count: `Completion %` is the completion rate."""
    bare = _PERCENT_SIGN.sub("", header.strip())
    rate = word_key(f"{bare} rate")
    return rate if bare != header.strip() and rate in known else None


def _less(known: Knowledge) -> Knowledge:
    return replace(known, confidence=(known.confidence * _STEM).quantize(_ONE_HUNDREDTH))


def _by_stem(key: str, known: Known, allowed: frozenset[str]) -> list[Knowledge]:
    """Find words that differ by an ending alone: `点赞次数` and `点赞量`."""
    wanted = stem(key)
    best: dict[str, Knowledge] = {}
    for word, meanings in known.items():
        if stem(word) == wanted:
            for each in meanings:
                if each.name in allowed and (each.name not in best or best[each.name].confidence < each.confidence):
                    best[each.name] = each
    return sorted((_less(each) for each in best.values()), key=lambda each: -each.confidence)


def _similar(key: str, known: Known, allowed: frozenset[str]) -> list[Knowledge]:
    best: dict[str, Decimal] = {}
    if len(key) < _SHORTEST or not key.isascii():
        return []
    for word, meanings in known.items():
        alike = likeness(key, word, least=_ALIKE) if len(word) >= _SHORTEST else 0
        if alike:
            sure = (Decimal(alike) * _SIMILAR).quantize(_ONE_HUNDREDTH)
            for each in meanings:
                if each.name in allowed:
                    best[each.name] = max(best.get(each.name, sure), sure)
    found = [Knowledge(name, Reason.SIMILAR, sure) for name, sure in best.items()]
    return sorted(found, key=lambda each: -each.confidence)


def weighed(known: Sequence[Knowledge], values: Values) -> list[Knowledge]:
    """Return the candidates with less confidence where the cells are of another kind than the name promises."""
    fitting = [each if fits(each.name, values.kind) else _doubted(each) for each in known]
    return sorted(fitting, key=lambda each: -each.confidence)


def fits(name: str, kind: ValueKind) -> bool:
    """Say whether cells of a kind can be what a name promises."""
    if kind is ValueKind.EMPTY:
        return True
    if name in DAYS or name in MOMENTS:
        return kind in {ValueKind.DATE, ValueKind.TEXT, ValueKind.NUMBER, ValueKind.ID}
    if name in NUMBERS:
        return kind in _NUMERIC and not (kind is ValueKind.PERCENT and not _is_share(name))
    return kind is ValueKind.LINK if name == "url" else kind is not ValueKind.PERCENT


def _doubted(known: Knowledge) -> Knowledge:
    return replace(known, confidence=(known.confidence * _MISFIT).quantize(_ONE_HUNDREDTH))


def _is_share(name: str) -> bool:
    return unit_of(name) is Unit.SHARE


def unit_of(name: str) -> Unit | None:
    """Return in what a metric or rate is measured, None for an attribute."""
    if name in RATES:
        return RATES[name].unit
    return MEASURES[name].unit if name in MEASURES else None


def factor_of(header: str, name: str, network: str, values: Values) -> tuple[Decimal, str]:
    """Return what the numbers of a column are multiplied by, and why; 1 where they are in the metric's own unit."""
    unit = unit_of(name)
    if unit is None:
        return Decimal(1), ""
    for pattern, factor, units, written in _FACTORS:
        if unit in units and pattern.search(header.strip().casefold()):
            return Decimal(factor), f"The header says that these are {written}."
    key = word_key(header)
    for networks, known, vendors, why in words().units:
        if network in networks and key in known:
            return vendors, why
    if unit is Unit.SHARE and values.kind is ValueKind.NUMBER and values.largest is not None and values.largest > 1:
        return _ONE_HUNDREDTH, "Values over 1 are percent numbers."
    return Decimal(1), ""
