"""Which accounts of a group state something of some metrics: those that a KPI speaks of there."""

from collections.abc import Mapping

from campaigns.metrics import Grain
from kpis.compute.accounts import AccountFacts
from kpis.compute.evidence import Evidence
from kpis.compute.planning import MetricsAt


class Stated:
    """The metrics that the accounts of one group state, grain by grain. A content counts whatever it states."""

    def __init__(self, evidence: Evidence) -> None:
        self._by_grain: dict[Grain, dict[AccountFacts, frozenset[str]]] = {}
        self._found: dict[MetricsAt, tuple[AccountFacts, ...]] = {}
        for grain, cells in evidence.cells.items():
            told = self._by_grain[grain] = {}
            for cell in cells:
                names = told.get(cell.account, frozenset())
                told[cell.account] = names.union(cell.figures or (), *[look.flags.stated for look in cell.looks])

    def by(self, metrics: MetricsAt) -> tuple[AccountFacts, ...]:
        """List the accounts, in their order, that state one of these metrics at its grain."""
        if metrics not in self._found:
            found = {account for grain, names in metrics for account in self._at(grain, names)}
            self._found[metrics] = tuple(sorted(found, key=_number))
        return self._found[metrics]

    def _at(self, grain: Grain, names: frozenset[str]) -> Mapping[AccountFacts, frozenset[str]]:
        told = self._by_grain.get(grain, {})
        if grain is Grain.CONTENT:
            return told
        return {account: stated for account, stated in told.items() if not stated.isdisjoint(names)}


def _number(account: AccountFacts) -> int:
    return account.number
