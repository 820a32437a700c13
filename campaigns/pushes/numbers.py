"""The numbers of one pushed fact: metrics of its grain, whole where events and people are counted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from campaigns.attribution.members import Fault
from campaigns.pushes.stated import number_of
from campaigns.readers.rows import LARGEST, Grain, Notice, Number
from campaigns.readers.vocabulary import MEASURES, METRICS, RATES, Sign, Unit

_LOWEST_SHARE, _HIGHEST_SHARE = 0, 1


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers that a fact states, and what is odd about them."""

    values: dict[str, Number]
    derived: frozenset[str]
    capped: frozenset[str]
    notices: tuple[Notice, ...]


def read_numbers(grain: Grain, said: Mapping[str, Any], faults: list[Fault]) -> Numbers:
    """Read `values`, `derived` and `capped`; a number that is null is not known and left out."""
    stated = said.get("values")
    if not isinstance(stated, Mapping) or not stated:
        faults.append(Fault("/values", "missing_value", "Send the numbers as an object, a metric a member."))
        return Numbers({}, _NONE, _NONE, ())
    before, known = len(faults), _metrics_of(grain)
    derived = _names("derived", said.get("derived"), stated, faults)
    capped = _names("capped", said.get("capped"), stated, faults)
    values: dict[str, Number] = {}
    notices: list[Notice] = []
    counts, amounts = counts_of(grain), amounts_of(grain)
    for name, value in stated.items():
        if type(value) is int and name in counts and 0 <= value <= LARGEST:  # as most are
            values[name] = value
            continue
        if type(value) is str and name in amounts and is_plain_amount(value):  # as most others are
            values[name] = Decimal(value)
            continue
        if value is None:
            continue
        number = value if type(value) is int else number_of(value)
        if number is None or name not in known or not -LARGEST <= number <= LARGEST:
            faults.append(_misfit(grain, name, number, known=name in known))
            continue
        if number < 0:
            _judge_negative(name, number, faults, notices)
        if type(number) is not int or name in _SHARES:
            number = _exact(name, number, derived=name in derived, faults=faults)
        values[name] = number
    if not values and len(faults) == before:
        faults.append(Fault("/values", "missing_value", "Every number is null: there is nothing to keep."))
    return Numbers(values, derived, capped, tuple(notices))


@lru_cache
def _metrics_of(grain: Grain) -> frozenset[str]:
    return frozenset(METRICS[grain])


@lru_cache
def counts_of(grain: Grain) -> frozenset[str]:
    """Name the metrics of a grain of which every whole number from zero on may be true."""
    return _metrics_of(grain) - _SHARES


@lru_cache
def amounts_of(grain: Grain) -> frozenset[str]:
    """Name the metrics of a grain of which every decimal from zero on may be true."""
    return _metrics_of(grain) - _SHARES - _WHOLE


is_plain_amount = re.compile(r"[0-9]{1,15}(\.[0-9]{1,12})?", re.ASCII).fullmatch
"""Tells a text that is a decimal, not below zero, and below `LARGEST`."""
_NONE: frozenset[str] = frozenset()
_WHOLE = frozenset(name for name, measure in MEASURES.items() if measure.unit is Unit.COUNT)
_SHARES = frozenset(name for name, measure in MEASURES.items() if measure.unit is Unit.SHARE)
_FROM_RATES = frozenset(rate.numerator for rate in RATES.values())
"""What a rate can give has decimals where it was derived."""


def _names(member: str, said: Any, stated: Mapping[str, Any], faults: list[Fault]) -> frozenset[str]:
    """Read which of the stated metrics are derived or capped."""
    if not said:
        return _NONE
    if not isinstance(said, list) or not all(isinstance(name, str) and name in stated for name in said):
        faults.append(Fault(f"/{member}", "not_stated", "This is a list of metrics that `values` states."))
        return _NONE
    return frozenset(said)


def _misfit(grain: Grain, name: str, number: Number | None, *, known: bool) -> Fault:
    pointer = f"/values/{name[:60].replace('~', '~0').replace('/', '~1')}"
    if name in RATES:
        detail = f"{name} is a rate: send {RATES[name].numerator}, and name it under derived where a rate gave it."
        return Fault(pointer, "unknown_metric", detail)
    if not known:
        return Fault(pointer, "unknown_metric", f"There is no such metric of {grain}.")
    if number is None:
        return Fault(pointer, "bad_number", "A number, or a decimal as text, is expected.")
    return Fault(pointer, "out_of_range", "The number is too large to be true.")


def _judge_negative(name: str, number: Number, faults: list[Fault], notices: list[Notice]) -> None:
    sign = MEASURES[name].sign
    if sign is Sign.LEVEL:
        faults.append(Fault(f"/values/{name}", "bad_number", "This cannot be below zero."))
    elif sign is Sign.EVENTS:
        notices.append(Notice("negative_flow", f"{number}: the network took back more than it added.", name))


def _exact(name: str, number: Number, *, derived: bool, faults: list[Fault]) -> Number:
    """Give a whole number where the metric counts; a count has decimals only where a rate gave it."""
    if name in _SHARES and not _LOWEST_SHARE <= number <= _HIGHEST_SHARE:
        faults.append(Fault(f"/values/{name}", "bad_number", "A share lies between 0 and 1."))
    if name not in _WHOLE:
        return number
    if number == int(number):
        return int(number)
    if not derived or name not in _FROM_RATES:
        detail = "A whole number is expected; only what a rate gave, named under derived, has decimals."
        faults.append(Fault(f"/values/{name}", "bad_number", detail))
    return number
