"""What the accounts of a cohort state of some metrics: rows that look alike stand in columns, and are added as such."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, Protocol

from kpis.compute.accounts import AccountFacts
from kpis.compute.cells import Cell
from kpis.compute.sheets import Look, Row, Way
from kpis.compute.totals import Total

_ZERO = Decimal(0)
_MONTH_FROM = 31  # the bit from which on a number that names the days of a month names the month
_DAYS_OF_MONTH = (1 << _MONTH_FROM) - 1


class Strand(NamedTuple):
    """Rows of one look, one of each account; a tuple, since every group has some."""

    look: Look
    rows: Sequence[Row]


class Saying(Protocol):
    """What accounts state of a bundle of metrics.

    `rows` are all that it rests on, `days` those of the account that states fewest, `cells` those that speak.
    `strands` are the rows where all is told by rows.
    """

    accounts: Sequence[AccountFacts]
    cells: Sequence[Cell]
    strands: Sequence[Strand]
    rows: int
    days: int

    def total(self, name: str) -> Total:
        """Add up one of the metrics."""


class Counted:
    """A saying of rows of one bucket. Each metric is added once, however many bundles it is in."""

    __slots__ = ("_totals", "accounts", "cells", "days", "rows", "strands")

    def __init__(self, strands: Sequence[Strand], accounts: Sequence[AccountFacts], cells: Sequence[Cell]) -> None:
        self.strands, self.accounts, self.cells = strands, accounts, cells
        self._totals: dict[str, Total] = {}
        self.rows = sum([_rows_of(strand) for strand in strands])
        self.days = _fewest_days(strands)

    def total(self, name: str) -> Total:
        """Add up a metric that all of the rows state."""
        found = self._totals.get(name)
        if found is None:
            found = self._totals[name] = self._added(name)
        return found

    def _added(self, name: str) -> Total:
        strands = self.strands
        way = strands[0].look.sheet.columns[name].way
        if way is Way.LAST and len(strands) > 1:
            strands = _newest(strands)
        return _total(name, way, strands)


class Figured:
    """A saying of one account in which the vendor's figures for a window stand in for what its days cannot tell.

    `beside` says what its days tell of the other metrics; without it the figures cover all `days` of the window.
    """

    __slots__ = ("_beside", "_figures", "accounts", "cells", "days", "rows", "strands")

    def __init__(
        self,
        accounts: Sequence[AccountFacts],
        cells: Sequence[Cell],
        figures: Mapping[str, Total],
        *,
        days: int,
        beside: Saying | None,
    ) -> None:
        self.accounts, self.cells, self._figures, self._beside = accounts, cells, figures, beside
        self.strands: Sequence[Strand] = ()
        self.rows, self.days = (beside.rows, beside.days) if beside else (days, days)

    def total(self, name: str) -> Total:
        """Give the vendor's figure, or what the days come to."""
        if self._beside is None or name in self._figures:
            return self._figures[name]
        return self._beside.total(name)


def _rows_of(strand: Strand) -> int:
    at = strand.look.sheet.rows_at
    return int(sum([row[at] for row in strand.rows]))


def _fewest_days(strands: Sequence[Strand]) -> int:
    """Count the days of the account that states fewest; 0 where rows are not of days."""
    sheet = strands[0].look.sheet
    by_account = zip(*[strand.rows for strand in strands], strict=True)
    if sheet.days_at is not None:
        at = sheet.days_at
        return min([_named(tuple([tuple(row[at]) for row in rows])) for rows in by_account])
    at = sheet.rows_at
    return int(min([sum([row[at] for row in rows]) for rows in by_account])) if sheet.of_days else 0


@lru_cache(maxsize=1024)
def _named(each: tuple[tuple[int, ...], ...]) -> int:
    """Count the days that any of several rows names, month by month; most accounts have every day, and so the same."""
    by_month: dict[int, int] = {}
    for months in each:
        for month in months:
            of = month >> _MONTH_FROM
            by_month[of] = by_month.get(of, 0) | month
    return sum([(days & _DAYS_OF_MONTH).bit_count() for days in by_month.values()])


def _newest(strands: Sequence[Strand]) -> list[Strand]:
    """Keep of each account the row that is the newest, since a level is taken last."""
    at = strands[0].look.sheet.last_day_at
    newest = []
    for rows in zip(*[strand.rows for strand in strands], strict=True):
        last = max(range(len(rows)), key=lambda number: rows[number][at])
        newest.append(Strand(strands[last].look, [rows[last]]))
    return newest


def _total(name: str, way: Way, strands: Iterable[Strand]) -> Total:
    """Put one metric of several strands together."""
    values: list[Decimal] = []
    seconds: list[Decimal] = []
    gain = loss = _ZERO
    singles = 0
    derived = capped = overstated = False
    for strand in strands:
        flags, rows = strand.look.flags, strand.rows
        column = strand.look.sheet.columns[name]
        numbers = [row[column.at] for row in rows]
        values += numbers
        derived = derived or name in flags.derived
        capped = capped or name in flags.capped
        overstated = overstated or name in flags.overstated
        if way is Way.ALONE:
            seconds += [row[column.second] for row in rows]
            singles += _rows_of(strand)
        elif name in flags.unbased:
            gained = sum([row[column.second] for row in rows], _ZERO)
            gain, loss = gain + gained, loss + sum(numbers, _ZERO) - gained
    return Total(
        value=Decimal(max(values)) if way is Way.HIGHEST else sum(values, _ZERO),
        largest=Decimal(max(seconds)) if seconds else None,
        unbased_gain=gain,
        unbased_loss=loss,
        derived=derived,
        capped=capped,
        overstated=overstated,
        singles=singles,
    )
