"""Tells from the cells of a column what kind of values it holds and how they are written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from campaigns.readers.days import NotADate
from campaigns.readers.numerals import NotANumber, is_missing, parse_amount, parse_seconds
from campaigns.readers.table_dates import DateFormat, parse_table_date

MOST_SAMPLES: Final = 3
_MOSTLY: Final = Decimal("0.8")
_LONG_ID: Final = 9
_DECIMAL_COMMA = re.compile(r"[-+]?(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,(?:\d{1,2}|\d{4,}))\s*%?")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-]\d{4}(?:\D.*)?", re.ASCII)
_TWELVE: Final = 12


class ValueKind(StrEnum):
    """What the filled cells of a column mostly are."""

    EMPTY = "empty"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    DURATION = "duration"
    ID = "id"
    LINK = "link"
    TEXT = "text"


SHOWN: Final = frozenset({ValueKind.NUMBER, ValueKind.PERCENT, ValueKind.DATE, ValueKind.DURATION})
"""Kinds whose values may be shown: the others may be somebody's name, text or number."""


@dataclass(frozen=True, slots=True)
class Values:
    """What a column holds: `largest` of its numbers, how many cells are filled, and up to three of them."""

    kind: ValueKind
    filled: int
    largest: Decimal | None
    samples: tuple[str, ...]


def decimal_sign(cells: Sequence[str]) -> str:
    """Return `,` where numbers of the table can only be read with a decimal comma, else a point."""
    commas = sum(1 for cell in cells if _DECIMAL_COMMA.fullmatch(cell.strip()))
    points = sum(1 for cell in cells if re.fullmatch(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+\s*%?", cell.strip()))
    return "," if commas > points else "."


def values_of(cells: Sequence[str], *, sign: str = ".") -> Values:
    """Return what the cells of one column are."""
    filled = [cell for cell in cells if not is_missing(cell)]
    if not filled:
        return Values(ValueKind.EMPTY, 0, None, ())
    kind = _kind([_pointed(cell, sign) for cell in filled])
    samples = tuple(dict.fromkeys(filled))[:MOST_SAMPLES] if kind in SHOWN else ()
    numbers = [number for cell in filled if (number := number_in(cell, sign)) is not None]
    largest = max(numbers, default=None) if kind in {ValueKind.NUMBER, ValueKind.PERCENT} else None
    return Values(kind, len(filled), largest, samples)


def number_in(cell: str, sign: str = ".") -> Decimal | None:
    """Return the number in a cell, percent as a fraction, None where there is none."""
    text = _pointed(cell.strip(), sign)
    percent = text.endswith(("%", "％"))
    try:
        numeral = parse_amount(text.rstrip("%％"))
    except NotANumber:
        return None
    if numeral is None:
        return None
    value = Decimal(numeral.value)
    return value / 100 if percent else value


def _pointed(cell: str, sign: str) -> str:
    return cell.replace(".", "").replace(",", ".") if sign == "," and _DECIMAL_COMMA.fullmatch(cell) else cell


def _kind(filled: Sequence[str]) -> ValueKind:
    needed = len(filled) * _MOSTLY
    tests = (
        (ValueKind.PERCENT, lambda cell: cell.endswith(("%", "％")) and number_in(cell) is not None),
        (ValueKind.LINK, lambda cell: cell.casefold().startswith(("http://", "https://"))),
        (ValueKind.ID, lambda cell: cell.isascii() and cell.isdigit() and len(cell) >= _LONG_ID),
        (ValueKind.DATE, _is_date),
        (ValueKind.NUMBER, lambda cell: number_in(cell) is not None),
        (ValueKind.DURATION, _is_duration),
    )
    for kind, test in tests:
        if sum(1 for cell in filled if test(cell)) >= needed:
            return kind
    return ValueKind.TEXT


def _is_date(cell: str) -> bool:
    if number_in(cell) is not None and not (len(cell) == len("20260101") and cell.startswith("20")):
        return False
    try:
        parse_table_date(cell, DateFormat.AUTO)
    except NotADate:
        return _SLASHED.fullmatch(cell) is not None
    return True


def _is_duration(cell: str) -> bool:
    try:
        return parse_seconds(cell) is not None
    except NotANumber:
        return False


def date_format(cells: Sequence[str]) -> tuple[DateFormat, bool]:
    """Return how the days of a column are written, and whether that could be known from them."""
    slashed = [match for cell in cells if (match := _SLASHED.fullmatch(cell.strip())) is not None]
    if not slashed:
        return DateFormat.AUTO, True
    if any(int(match[1]) > _TWELVE for match in slashed):
        return DateFormat.DAY_FIRST, True
    if any(int(match[2]) > _TWELVE for match in slashed):
        return DateFormat.MONTH_FIRST, True
    return DateFormat.AUTO, all(match[1] == match[2] for match in slashed)
