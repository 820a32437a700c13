"""Accounts of one kind whose rows look alike: what they state is decided once, their numbers are added as columns."""

from collections.abc import Iterable, Mapping, Sequence

from campaigns.metrics import METRICS, Grain, Kind
from kpis.compute.accounts import AccountFacts, Variant
from kpis.compute.cells import Cell
from kpis.compute.period_figures import without_never_added
from kpis.compute.saying import Counted, Figured, Saying, Strand
from kpis.compute.sheets import Bundle
from kpis.compute.totals import Total

Cells = Sequence[Cell]  # of one account: one a currency
Picks = tuple[tuple[int, int], ...]  # of an account's cells, which of their rows
PicksOf = dict[Bundle, Picks]  # those that state a bundle


class Cohort:
    """What was read of such accounts at one grain, in a bucket; the cells of each are alike.

    `key` stands for what they have in common: cohorts of several groups that share it say the same of the same, and
    share their `picks`.
    """

    __slots__ = ("_cells", "_of_picks", "_picks", "_said", "accounts", "key", "variant")

    def __init__(self, variant: Variant, key: object, picks: PicksOf) -> None:
        self.variant, self.key, self._picks = variant, key, picks
        self.accounts: list[AccountFacts] = []
        self._cells: list[Cells] = []
        self._said: dict[Bundle, Saying | None] = {}
        self._of_picks: dict[Picks, Saying] = {}

    def add(self, account: AccountFacts, cells: Cells) -> None:
        """Take an account in."""
        self.accounts.append(account)
        self._cells.append(cells)

    @property
    def cells(self) -> Iterable[Cell]:
        """Give all cells of all accounts."""
        return (cell for cells in self._cells for cell in cells)

    def says(self, bundle: Bundle) -> Saying | None:
        """Say what the rows come to that state the whole bundle; None where there are none. Worked out once."""
        if bundle not in self._said:
            self._said[bundle] = self._heard(bundle)
        return self._said[bundle]

    def _heard(self, bundle: Bundle) -> Saying | None:
        picks = self._picks.get(bundle)
        if picks is None:
            picks = self._picks[bundle] = _picked(self._cells[0], bundle)
        if not picks:
            return None
        said = self._of_picks.get(picks)
        if said is None:
            first = self._cells[0]
            strands = [
                Strand(first[number].looks[place], [cells[number].rows[place] for cells in self._cells])
                for number, place in picks
            ]
            heard = [cells[number] for number in dict(picks) for cells in self._cells]
            said = self._of_picks[picks] = Counted(strands, self.accounts, heard)
        return said


class FiguredCohort(Cohort):
    """One account of which the vendor gives figures for exactly the window, which has `days`."""

    __slots__ = ("_days", "_figures", "_grain")

    def __init__(self, variant: Variant, grain: Grain, figures: Mapping[str, Total], days: int) -> None:
        super().__init__(variant, object(), {})  # what figures tell depends on the days beside them
        self._grain, self._figures, self._days = grain, figures, days

    def _heard(self, bundle: Bundle) -> Saying | None:
        """Hear the vendor's figures, or the days where these do not suffice.

        Figures stand where days cannot speak: for unique people, and for windows that days do not cover. What a bundle
        needs beside the figures is taken from the days as it stands there.
        """
        added = without_never_added(bundle, self._grain)
        if added != bundle and bundle - added <= self._figures.keys():
            beside = super()._heard(added) if added else None
            return None if added and beside is None else self._figured(bundle - added, beside)
        daily = super()._heard(bundle)
        covered = daily is not None and daily.days >= self._days
        if not covered and self._figures.keys() >= bundle and all(_is_flow(name, self._grain) for name in bundle):
            return self._figured(bundle, None)
        return daily

    def _figured(self, names: Bundle, beside: Saying | None) -> Saying:
        figures = {name: self._figures[name] for name in names}
        return Figured(self.accounts, list(self.cells), figures, days=self._days, beside=beside)


def cohorts_of(cells: Iterable[Cell], grain: Grain, days: int, picks: dict[object, PicksOf]) -> list[Cohort]:
    """Sort cells of one bucket, which has `days`, by what their accounts have in common; in the accounts' order.

    `picks` keeps what was picked before from cells that look alike.
    """
    by_account: dict[AccountFacts, list[Cell]] = {}
    for cell in cells:
        cell.sort()
        by_account.setdefault(cell.account, []).append(cell)
    found: dict[object, Cohort] = {}
    cohort: Cohort
    for account in sorted(by_account, key=_number) if len(by_account) > 1 else by_account:
        theirs = by_account[account]
        if theirs[0].figures:
            found[account] = cohort = FiguredCohort(account.variant, grain, theirs[0].figures, days)
        else:
            key = (
                account.variant,
                *[each for cell in theirs for each in (cell.currency, cell.converted_from, *cell.looks)],
            )
            cohort = found.get(key) or found.setdefault(key, Cohort(account.variant, key, picks.setdefault(key, {})))
        cohort.add(account, theirs)
    return list(found.values())


def _number(account: AccountFacts) -> int:
    return account.number


def _picked(cells: Cells, bundle: Bundle) -> Picks:
    """Pick the rows of an account that state the whole bundle."""
    return tuple((number, place) for number, cell in enumerate(cells) for place in _stating(cell, bundle))


def _stating(cell: Cell, bundle: Bundle) -> list[int]:
    """Give the rows that state the whole bundle, of the first sheet that was asked for all of it."""
    sheet = next((look.sheet for look in cell.looks if bundle <= look.sheet.asked), None)
    return [place for place, look in enumerate(cell.looks) if look.sheet is sheet and bundle <= look.flags.stated]


def _is_flow(name: str, grain: Grain) -> bool:
    return METRICS[name].kinds.get(grain) is Kind.FLOW
