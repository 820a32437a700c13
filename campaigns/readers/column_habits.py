"""Learns from a table's own cells what no header says: decimals behind a comma, and shares written in percent."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from campaigns.readers.numerals import plain_decimal, with_point

MOST_ROWS: Final = 2_000
"""Enough to know how a table writes its numbers."""
_COMMA: Final = re.compile(
    r"\D*(?:\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d+,(?:\d{1,2}|\d{4,})|0,\d+)\D*", re.ASCII
)
"""`12,5`, `1.234,50`, `1.234.500`, `0,125`: the comma can only stand before decimals, and the point group digits."""
_POINT: Final = re.compile(
    r"\D*(?:\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|\d+\.(?:\d{1,2}|\d{4,})|0\.\d+)\D*", re.ASCII
)
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+", re.ASCII)
"""In a column of whole numbers the comma can only group digits."""
_TWO_WAYS: Final = re.compile(r"\D*[1-9]\d{0,2}\.\d{3}\D*", re.ASCII)
"""`12.500`: twelve and a half, or where points group digits twelve thousand five hundred."""
_WHOLE: Final = 100
_FEWEST: Final = 3
"""One share above 1 is a mistake, several are a habit."""
_PLACES_OF_PERCENT: Final = 2


@dataclass(frozen=True, slots=True)
class Habits:
    """How a table writes its numbers, by the places of columns.

    `in_percent` are shares without any sign of that. In `doubtful` ones a cell that could be read in two ways is not
    to be trusted: shares of which some are above 1, amounts of money that all have three decimals.
    """

    decimal_comma: bool = False
    in_percent: frozenset[int] = frozenset()
    doubtful: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Kinds:
    """What the columns of numbers hold, by their places."""

    counts: frozenset[int]
    shares: frozenset[int]
    money: frozenset[int]
    percents: frozenset[int] = frozenset()
    """Shares whose headers say that they are in percent."""


def habits_of(rows: Iterable[list[str]], places: Iterable[int], kinds: Kinds) -> Habits:
    """Look at the numbers of `places`.

    A comma is taken for the decimal sign where a cell allows nothing else and none forbids it. Shares are taken to be
    in percent where most of the table's plain ones are above 1, which no share is.
    """
    columns: dict[int, list[str]] = {place: [] for place in places}
    for row in rows:
        for place, cells in columns.items():
            if place < len(row) and row[place].strip():
                cells.append(row[place].strip())
    grouped = any(_GROUPED.fullmatch(cell) for place in kinds.counts for cell in columns[place] if "," in cell)
    comma = not grouped and _has_decimal_comma(columns)
    shares = {place: _plain(columns[place], comma=comma) for place in kinds.shares}
    in_percent = _in_percent(shares)
    above = {place for place, numbers in shares.items() if any(number > 1 for number in numbers)}
    unsure = set() if comma else {place for place in kinds.money if _all_two_ways(columns[place])}
    unsure |= _suspected({place: _plain(columns[place], comma=comma) for place in kinds.percents})
    return Habits(comma, in_percent, frozenset((above - in_percent) | unsure))


def in_two_ways(text: str, *, is_share: bool, in_percent: bool) -> bool:
    """Say whether a cell of a doubtful column could be read in two ways."""
    if not is_share:
        return _TWO_WAYS.fullmatch(text) is not None
    number = plain_decimal(text)
    return number is not None and 0 < number <= 1 and (in_percent or _places(number) <= _PLACES_OF_PERCENT)


def _has_decimal_comma(columns: Mapping[int, list[str]]) -> bool:
    odd = [cell for cells in columns.values() for cell in cells if not cell.isdigit() and ("," in cell or "." in cell)]
    return any(map(_COMMA.fullmatch, odd)) and not any(map(_POINT.fullmatch, odd))


def _suspected(percents: Mapping[int, list[Decimal]]) -> set[int]:
    """Return the columns of percents that may be parts of 1: several whose numbers are all below 1 %.

    A workbook keeps what it shows as 45 % as 0.45, whatever the header says.
    """
    stated = {place: numbers for place, numbers in percents.items() if numbers}
    below = all(number <= 1 for numbers in stated.values() for number in numbers)
    return set(stated) if len(stated) > 1 and below else set()


def _plain(cells: Iterable[str], *, comma: bool) -> list[Decimal]:
    """Return the numbers of a column that state no percent sign, without zeros, which are the same in any unit."""
    stated = (plain_decimal(with_point(cell) if comma else cell) for cell in cells)
    return [number for number in stated if number]


def _in_percent(shares: Mapping[int, list[Decimal]]) -> frozenset[int]:
    numbers = [number for each in shares.values() for number in each]
    above = sum(1 for number in numbers if 1 < number <= _WHOLE)
    if above < _FEWEST or above * 2 <= len(numbers):
        return frozenset()
    return frozenset(place for place, each in shares.items() if not _are_fractions(each))


def _are_fractions(numbers: Iterable[Decimal]) -> bool:
    known = list(numbers)
    return all(number <= 1 for number in known) and any(_places(number) > _PLACES_OF_PERCENT for number in known)


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _all_two_ways(cells: Iterable[str]) -> bool:
    pointed = [cell for cell in cells if "." in cell]
    return bool(pointed) and all(map(_TWO_WAYS.fullmatch, pointed))
