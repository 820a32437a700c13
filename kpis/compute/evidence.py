"""Everything that was read for one group."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from campaigns.metrics import Grain
from kpis.compute.cells import Cell
from kpis.compute.conversion_sums import ConversionSum
from kpis.compute.cost_sums import CostSum


class Evidence(NamedTuple):
    """What was read for one group."""

    cells: Mapping[Grain, Sequence[Cell]]
    costs: Sequence[CostSum]
    conversions: Sequence[ConversionSum] = ()
    of_published: Sequence[ConversionSum] = ()  # conversions of contents published in the window, to date

    def beside(self, heard: frozenset[UUID], *, all_heard: bool, published: bool) -> "Evidence":
        """Give the costs and conversions that stand beside the facts of the accounts that are `heard`.

        Conversions of another account are left out; those of no account count where all are heard.
        """
        conversions = self.of_published if published else self.conversions
        beside = [each for each in conversions if each.account in heard or (all_heard and each.account is None)]
        return self._replace(conversions=beside)
