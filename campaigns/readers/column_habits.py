"""Learns from a table's own cells what no header says: decimals behind a comma, and shares written in percent."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from campaigns.readers.numerals import plain_decimal, with_point

MOST_ROWS: Final = 2_000
"""Enough to know how a table writes its numbers."""
_COMMA: Final = re.compile(r"\D*(?:\d{1,3}(?:\.\d{3})+,\d+|\d+,(?:\d{1,2}|\d{4,})|0,\d+)\D*", re.ASCII)
"""`12,5`, `1.234,50`, `0,125`: the comma can only stand before decimals."""
_POINT: Final = re.compile(r"\D*(?:\d{1,3}(?:,\d{3})+\.\d+|\d+\.(?:\d{1,2}|\d{4,})|0\.\d+)\D*", re.ASCII)


_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+", re.ASCII)
"""In a column of whole numbers the comma can only group digits."""
_WHOLE: Final = 100
_FEWEST: Final = 3
"""One share above 1 is a mistake, several are a habit."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a table writes its numbers; `in_percent` are the places of shares without any sign of that."""

    decimal_comma: bool = False
    in_percent: frozenset[int] = frozenset()


def habits_of(
    rows: Iterable[list[str]], places: Iterable[int], *, counts: Iterable[int], shares: Iterable[int]
) -> Habits:
    """Look at the numbers of `places`; `counts` are whole ones among them, and `shares` should be parts of 1.

    A comma is taken for the decimal sign where a cell allows nothing else and none forbids it. A share is taken to be
    in percent where most of its plain numbers are above 1, which no share is.
    """
    columns: dict[int, list[str]] = {place: [] for place in places}
    for row in rows:
        for place, cells in columns.items():
            if place < len(row) and row[place].strip():
                cells.append(row[place].strip())
    grouped = any(_GROUPED.fullmatch(cell) for place in counts for cell in columns[place] if "," in cell)
    comma = not grouped and _has_decimal_comma(columns)
    return Habits(comma, frozenset(place for place in shares if _is_in_percent(columns[place], comma=comma)))


def _has_decimal_comma(columns: Mapping[int, list[str]]) -> bool:
    odd = [cell for cells in columns.values() for cell in cells if not cell.isdigit() and ("," in cell or "." in cell)]
    return any(map(_COMMA.fullmatch, odd)) and not any(map(_POINT.fullmatch, odd))


def _is_in_percent(cells: Iterable[str], *, comma: bool) -> bool:
    stated = (plain_decimal(with_point(cell) if comma else cell) for cell in cells)
    numbers = [number for number in stated if number]
    above = sum(1 for number in numbers if 1 < number <= _WHOLE)
    return above >= _FEWEST and above * 2 > len(numbers)
