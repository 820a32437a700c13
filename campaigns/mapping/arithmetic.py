"""Finds which two columns of a table a column of rates is made of: what the rows say, whatever the header calls it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations
from typing import Final

from campaigns.mapping.values import number_in

_FEWEST_ROWS: Final = 5
_FEWEST_VALUES: Final = 3
_ENOUGH: Final = Decimal("0.9")
_MOST_COLUMNS: Final = 12
_FEWEST_PLACES: Final = 3
"""Shares with fewer decimal places fit too many quotients by chance."""


@dataclass(frozen=True, slots=True)
class Quotient:
    """A column that is one column divided by another, in `rows` of the `of` rows that state all three."""

    numerator: str
    denominator: str
    rows: int
    of: int


def quotient_of(rates: Sequence[str], counts: Mapping[str, Sequence[str]], *, sign: str) -> Quotient | None:
    """Return the two columns among `counts` that a column of rates is made of, None where no two fit nearly all rows.

    Columns are given by header with their cells; a match is one to the last printed place of the rate.
    """
    stated = [_stated(cell, sign) for cell in rates]
    if len({share for share, _ in filter(None, stated)}) < _FEWEST_VALUES:
        return None
    numbers = {header: [number_in(cell, sign) for cell in cells] for header, cells in counts.items()}
    found = []
    for numerator, denominator in permutations(list(numbers)[:_MOST_COLUMNS], 2):
        quotient = _tried(stated, numerator, denominator, numbers)
        if quotient is not None:
            found.append(quotient)
    return max(found, key=lambda each: (each.rows, each.of), default=None)


def _tried(
    stated: Sequence[tuple[Decimal, Decimal] | None],
    numerator: str,
    denominator: str,
    numbers: Mapping[str, Sequence[Decimal | None]],
) -> Quotient | None:
    rows = of = 0
    for rate, part, whole in zip(stated, numbers[numerator], numbers[denominator], strict=True):
        if rate is None or part is None or not whole:
            continue
        share, room = rate
        of += 1
        rows += abs(part / whole - share) <= room
    if of < _FEWEST_ROWS or rows < of * _ENOUGH:
        return None
    return Quotient(numerator, denominator, rows, of)


def _stated(cell: str, sign: str) -> tuple[Decimal, Decimal] | None:
    """Return a rate and half its last printed place, None where there is none or it says too little."""
    value = number_in(cell, sign)
    if value is None:
        return None
    printed = cell.strip().rstrip("%％")
    places = len(printed.replace(",", ".").partition(".")[2]) + (2 if cell.strip().endswith(("%", "％")) else 0)
    if places < _FEWEST_PLACES:
        return None
    return value, Decimal(51).scaleb(-places - 2)
