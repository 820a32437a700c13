"""Finds everything that keeps a statement about a table's columns from being read, and what is odd about it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from apikit.currencies import CURRENCIES
from campaigns.mapping.statement import Statement
from campaigns.metrics import METRICS
from campaigns.readers.canonical_ads import LEVELS
from campaigns.readers.catalogue import profile_named
from campaigns.readers.header_keys import header_key
from campaigns.readers.mapped_cells import NUMBERS
from campaigns.readers.rows import Grain
from campaigns.readers.vocabulary import MEASURES, RATES, Unit
from campaigns.readers.vocabulary import METRICS as CARRIED

_OWN: Final = {grain: frozenset(profile_named(f"canonical.{grain}").known.values()) for grain in Grain}
_DIMENSION = re.compile(r"[a-z][a-z0-9_]{0,62}", re.ASCII)
_LONGEST_FIXED: Final = 60
_NEEDED: Final[Mapping[Grain, tuple[tuple[str, ...], ...]]] = {
    Grain.ACCOUNT_DAY: (("day",),),
    Grain.CONTENT: (("external_id", "url", "published_at"),),
    Grain.AD_DAY: (("day",), ("source",), ("level",), ("external_id", "name")),
    Grain.PERIOD: (("metric",), ("start",), ("end",), ("value",)),
    Grain.BREAKDOWN: (("day",), ("dimension",), ("bucket",), ("metric",), ("value",)),
}
"""What rows of each grain cannot do without; of several one is enough."""
FIXABLE: Final = frozenset({"source", "level", "currency", "ad_account", "metric", "dimension", "category", "format"})
"""Attributes that may be the same for every row, and then need no column."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a statement; `path` leads to the member: ("columns", 3, "name")."""

    path: tuple[str | int, ...]
    code: str
    detail: str


def names_of(grain: Grain, network: str) -> frozenset[str]:
    """Return everything that a column of a table of this grain may be on a network."""
    return frozenset(name for name in _OWN[grain] if _reported(name, network))


def faults_of(statement: Statement) -> list[Fault]:
    """Return every reason why the statement cannot be used, in the order of its members."""
    return [
        *_of_columns(statement),
        *_said_twice(statement),
        *_of_fixed(statement),
        *_missing(statement),
    ]


def oddities_of(statement: Statement) -> list[Fault]:
    """Return what can be used and may not be what was meant: rates that nothing can be made of."""
    found = []
    names = statement.names
    for place, column in enumerate(statement.columns):
        rate = RATES.get(column.name or "")
        if rate is not None and not names.intersection(rate.denominators) and rate.numerator not in names:
            needed = " or ".join(rate.denominators)
            detail = f"Without a column {needed} nothing can be made of {column.header}."
            found.append(Fault(("columns", place, "name"), "rate_without_denominator", detail))
    return found


def _of_columns(statement: Statement) -> Iterator[Fault]:
    for place, column in enumerate(statement.columns):
        if column.name is None:
            continue
        at = ("columns", place, "name")
        if column.name not in _OWN[statement.grain]:
            yield _unknown(column.name, statement.grain, at)
        elif not _reported(column.name, statement.network):
            yield Fault(at, "not_on_network", f"{statement.network} does not report {column.name}.")
        if column.factor != 1 and column.name not in NUMBERS:
            detail = f"{column.name} is no number, so it has no factor."
            yield Fault(("columns", place, "factor"), "factor_without_number", detail)


def _unknown(name: str, grain: Grain, at: tuple[str | int, ...]) -> Fault:
    if any(name in names for names in _OWN.values()):
        return Fault(at, "not_at_this_grain", f"Rows of {grain} have no {name}.")
    alike = get_close_matches(name, sorted(_OWN[grain]), n=3)
    hint = f" Did you mean {', '.join(alike)}?" if alike else " See /metrics for what there is."
    return Fault(at, "unknown_name", f"There is no metric or attribute {name[:60]}.{hint}")


def _reported(name: str, network: str) -> bool:
    key = RATES[name].numerator if name in RATES else name
    metric = METRICS.get(key)
    return metric is None or metric.reported_by(network)


def _said_twice(statement: Statement) -> Iterator[Fault]:
    headers: set[str] = set()
    names = set(statement.fixed)
    for place, column in enumerate(statement.columns):
        key = header_key(column.header)
        if key in headers:
            yield Fault(("columns", place, "header"), "stated_twice", "This header is stated above.")
        headers.add(key)
        if column.name in names:
            yield Fault(
                ("columns", place, "name"), "stated_twice", f"Another column, or fixed, is {column.name} already."
            )
        if column.name is not None:
            names.add(column.name)


def _of_fixed(statement: Statement) -> Iterator[Fault]:
    for name, value in statement.fixed.items():
        at = ("fixed", name)
        if name not in _OWN[statement.grain] & FIXABLE:
            known = ", ".join(sorted(_OWN[statement.grain] & FIXABLE))
            yield Fault(at, "not_fixable", f"What can be fixed here: {known or 'nothing'}.")
        elif (problem := _bad_value(name, value)) is not None:
            yield Fault(at, "bad_value", problem)


def _bad_value(name: str, value: str) -> str | None:
    allowed = {"level": LEVELS, "metric": tuple(MEASURES)}.get(name)
    if allowed is not None and value not in allowed:
        return f"One of {', '.join(allowed)} is expected." if name == "level" else "There is no such metric."
    if name == "currency" and value not in CURRENCIES:
        return "A currency code like CNY, EUR or USD is expected."
    if name == "dimension" and _DIMENSION.fullmatch(value) is None:
        return "A name of letters, digits and _ is expected."
    return None if 0 < len(value) <= _LONGEST_FIXED else f"One to {_LONGEST_FIXED} characters are expected."


def _missing(statement: Statement) -> Iterator[Fault]:
    stated = statement.names | set(statement.fixed)
    for choices in _NEEDED[statement.grain]:
        if not stated.intersection(choices):
            hint = f"; where it is always the same, fixed.{choices[0]}" if choices[0] in FIXABLE else ""
            detail = f"A column for {' or '.join(choices)} is needed{hint}."
            yield Fault(("columns",), "missing_column", detail)
    carried = statement.numbers
    if statement.grain not in {Grain.PERIOD, Grain.BREAKDOWN} and not carried:
        yield Fault(("columns",), "no_metric", "No column is a metric.")
    if statement.grain is Grain.AD_DAY and "currency" not in stated and _holds_money(carried):
        yield Fault(("columns",), "missing_column", "Money needs a column currency, or fixed.currency.")


def _holds_money(names: Iterable[str]) -> bool:
    return any(name in MEASURES and MEASURES[name].unit is Unit.MONEY for name in names)


def carried_by(grain: Grain) -> tuple[str, ...]:
    """Return the metrics that rows of this grain carry."""
    return CARRIED[grain]
