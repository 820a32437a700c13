"""Facts of days that say what one before them said but for their day and their numbers, as most of a request do.

What was found to be without fault once need not be looked at again: such facts are read in half the time.
"""

from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

from campaigns.pushes.plain_numbers import PlainNumbers, plain_numbers
from campaigns.pushes.stated import iso_day
from campaigns.readers.rows import AccountDayRow, AdDayRow, Grain, Number, Row

_ITS_OWN = frozenset({"day", "values"})
_NO_FLAGS: frozenset[str] = frozenset()


class Precedent(NamedTuple):
    """A fact without fault: where rows like its own go, what they are labelled with, and how its numbers are read."""

    numbers: PlainNumbers
    captured_on: date
    row: Callable[[int, date, Mapping[str, Number]], Row]
    rows: list[Row]

    def follow(self, line: int, fact: Mapping[str, Any]) -> bool:
        """Take a fact that is alike; give False, and take nothing, where its day or a number needs a closer look."""
        said, values = fact["day"], self.numbers.read(fact["values"])
        day = iso_day(said) if type(said) is str else None
        if values is None or day is None or day >= self.captured_on:
            return False
        self.rows.append(self.row(line, day, values))
        return True


class Precedents:
    """The precedents among the facts of one request, by all that facts which are alike have in common."""

    def __init__(self) -> None:
        """Begin with none."""
        self._found: dict[Hashable, Precedent] = {}
        self._shared: dict[tuple[str, ...], Callable[[Mapping[str, Any]], Any] | None] = {}
        self._numbers: dict[Hashable, PlainNumbers | None] = {}

    def take(self, line: int, fact: Mapping[str, Any]) -> bool:
        """Take a fact that follows a precedent; give False where it must be read by itself."""
        try:
            precedent = self._found.get(self._likeness(fact))
        except TypeError:  # of a list or an object, which most facts have none of
            return False
        return precedent is not None and precedent.follow(line, fact)

    def note(self, fact: Mapping[str, Any], row: Row, rows: list[Row], captured_on: date) -> None:
        """Keep a fact that became a row, and went to these rows, as a precedent where it is fit for one."""
        if not isinstance(row, AccountDayRow | AdDayRow) or row.derived or row.capped:
            return
        stated = fact["values"]
        written = (*stated, *map(type, stated.values()), type(row))
        if written not in self._numbers:
            self._numbers[written] = plain_numbers(_GRAINS[type(row)], stated)
        numbers = self._numbers[written]
        with suppress(TypeError):
            likeness = self._likeness(fact)
            if numbers is not None and likeness is not None:
                self._found[likeness] = Precedent(numbers, captured_on, _rows_like(row), rows)

    def _likeness(self, fact: Mapping[str, Any]) -> Hashable:
        """Name all that a fact says beside its day and numbers, and which metrics it states in which JSON types.

        None where it has neither day nor numbers. Raises TypeError where it says what cannot be compared at once.
        """
        members = tuple(fact)
        if members not in self._shared:
            self._shared[members] = _picking(members)
        shared, stated = self._shared[members], fact.get("values")
        if shared is None or type(stated) is not dict:
            return None
        return members, shared(fact), tuple(stated), tuple(map(type, stated.values()))


def _rows_like(row: AccountDayRow | AdDayRow) -> Callable[[int, date, Mapping[str, Number]], Row]:
    """Give what makes the row of another line, day and values, without flags and notices."""
    if isinstance(row, AccountDayRow):
        return lambda line, day, values: AccountDayRow(line, day, values, _NO_FLAGS, _NO_FLAGS, ())
    _, _, source, external_id, level, name, parent, account, currency, *_ = row
    return lambda line, day, values: AdDayRow(
        line, day, source, external_id, level, name, parent, account, currency, values, _NO_FLAGS, _NO_FLAGS, ()
    )


_GRAINS: Mapping[type[Row], Grain] = {AccountDayRow: Grain.ACCOUNT_DAY, AdDayRow: Grain.AD_DAY}


def _picking(members: tuple[str, ...]) -> Callable[[Mapping[str, Any]], Any] | None:
    shared = [name for name in members if name not in _ITS_OWN]
    return itemgetter(*shared) if shared and len(shared) + len(_ITS_OWN) == len(members) else None
