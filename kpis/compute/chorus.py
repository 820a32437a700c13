"""What several cohorts say together: one quantity a metric, by the rules of its aggregation kind."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from campaigns.metrics import METRICS, Grain, Unit
from kpis.compute.saying import Saying
from kpis.compute.sheets import Bundle
from kpis.compute.totals import quantity_of
from kpis.formulas import Quantity, Reason
from kpis.formulas.evaluation import DAYS
from kpis.formulas.exact import in_reach


class Chorus:
    """Sayings of one grain, each metric put together once.

    Different currencies make money `mixed_currency`; with a `wanted` currency, one that is left makes it `no_rate`.
    `inputs` holds the quantities that were asked for, and the `days` of the window that are over; `known` those of
    them that are numbers known exactly.
    """

    __slots__ = ("converted_from", "currencies", "grain", "inputs", "known", "refused", "sayings")

    def __init__(self, sayings: Sequence[Saying], grain: Grain, days: Quantity, *, wanted: str | None) -> None:
        self.sayings, self.grain = sayings, grain
        self.inputs: dict[str, Quantity] = {DAYS: days}
        self.known: dict[str, Decimal] = known_among(self.inputs)
        cells = [cell for said in sayings for cell in said.cells]
        self.currencies = {cell.currency for cell in cells}
        self.converted_from = frozenset[str]().union(*{cell.converted_from for cell in cells})
        self.refused = currency_problem(self.currencies, wanted)

    @property
    def currency(self) -> str | None:
        """Name the currency of its money; None where there are several, and where no ad unit states one."""
        [currency] = self.currencies if len(self.currencies) == 1 else [None]
        return currency or None

    def inputs_of(self, bundle: Bundle) -> Mapping[str, Quantity]:
        """Give the quantities of some metrics, and of those that were asked for before."""
        for name in bundle:
            if name not in self.inputs:
                self._put_together(name)
        return self.inputs

    def _put_together(self, name: str) -> None:
        totals = [said.total(name) for said in self.sayings]
        quantity = quantity_of(name, totals, self.grain, self.refused) if totals else Quantity.missing(Reason.NO_DATA)
        self.inputs[name] = quantity
        self.known.update(known_among({name: quantity}))


def known_among(inputs: Mapping[str, Quantity]) -> dict[str, Decimal]:
    """Give those of some quantities that are numbers known exactly, and of a size to reckon with."""
    return {
        name: each.value
        for name, each in inputs.items()
        if each.value is not None and each.known_exactly and in_reach(each.value)
    }


@lru_cache(maxsize=4096)
def has_money(bundle: Bundle) -> bool:
    """Tell whether some of these metrics are money."""
    return any(METRICS[name].unit is Unit.MONEY for name in bundle)


def currency_problem(currencies: Collection[str], wanted: str | None) -> Reason | None:
    """Say why money in these currencies cannot be one amount; None where it can."""
    if wanted is not None and any(currency != wanted for currency in currencies):
        return Reason.NO_RATE
    return Reason.MIXED_CURRENCY if len(currencies) > 1 else None
