"""What accounts say at one grain of all that a KPI needs, in one group."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from uuid import UUID

from campaigns.metrics import Grain
from kpis.compute.choirs import Choir
from kpis.compute.chorus import Chorus
from kpis.compute.outcome import Coverage
from kpis.compute.saying import Saying
from kpis.formulas.exact import in_reach

ChorusOf = Callable[[Sequence[Saying], Grain], Chorus]
_ZERO = Decimal(0)


class Heard:
    """The voices of a choir; most KPIs share them with others.

    `known` holds the metrics that are plainly added, each added up when it is asked for.
    """

    __slots__ = ("_chorus", "_chorus_of", "choir", "contents", "coverage", "days", "known", "paid_mix", "sayings")

    def __init__(self, choir: Choir, sayings: Sequence[Saying], coverage: Coverage, chorus_of: ChorusOf) -> None:
        self.choir, self.sayings, self.coverage, self._chorus_of = choir, sayings, coverage, chorus_of
        self.days, self.contents = coverage.days, coverage.contents
        self.known = Sums(choir, sayings)
        self.paid_mix = _paid_mix(sayings, choir.grain)
        self._chorus: Chorus | None = None

    @property
    def chorus(self) -> Chorus:
        """Put everything together that is said."""
        if self._chorus is None:
            self._chorus = self._chorus_of(self.sayings, self.choir.grain)
        return self._chorus

    @property
    def accounts(self) -> frozenset[UUID]:
        """Name the accounts that are heard."""
        return frozenset(account.id for said in self.sayings for account in said.accounts)


class Sums(dict[str, Decimal]):
    """Metrics that are plainly added. Raises KeyError for the others, and for a sum past all measure."""

    def __init__(self, choir: Choir, sayings: Sequence[Saying]) -> None:
        super().__init__()
        self._choir = choir
        self._columns = [strand.rows for said in sayings for strand in said.strands]

    def __missing__(self, name: str) -> Decimal:
        """Add a metric up."""
        places = self._choir.places(name)
        if places is None:
            raise KeyError(name)
        columns = self._columns
        value = self[name] = sum([row[at] for number, at in places for row in columns[number]], _ZERO)
        if not in_reach(value):
            raise KeyError(name)
        return value


def _paid_mix(sayings: Sequence[Saying], grain: Grain) -> str | None:
    """Say whether money helped: ads are paid; contents as they are marked; an account's own days do not tell."""
    if grain is Grain.AD_DAY:
        return "paid"
    if grain is not Grain.CONTENT:
        return None
    cells = [cell for said in sayings for cell in said.cells]
    boosted, organic = sum([cell.boosted for cell in cells]), sum([cell.organic for cell in cells])
    if boosted + organic < sum([cell.contents for cell in cells]):
        return "mixed" if boosted and organic else None
    return "boosted" if not organic else "mixed" if boosted else "organic"
