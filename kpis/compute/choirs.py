"""Who of a group speaks of what together: decided once for all groups whose rows look alike."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from campaigns.metrics import METRICS, Kind, Unit
from kpis.catalogue import Basis
from kpis.compute.accounts import Variant
from kpis.compute.chorus import Chorus
from kpis.compute.outcome import Footing, footing
from kpis.compute.planning import KpiWay, Need
from kpis.compute.sheets import Bundle, Way
from kpis.formulas import Formula

Places = tuple[tuple[int, int], ...]  # of a metric's numbers: which of the choir's strands, and where in their rows
Members = tuple[tuple[int, Bundle], ...]  # cohorts of the group, and what their rows must state
_ADDED = frozenset({Kind.FLOW, Kind.STOCK, Kind.CUMULATIVE})
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """How one way through a KPI is read where a choir answers; `formula` is None where definitions differ.

    `derived` tells whether a number that was worked out from a rate is in it, where all of them are plainly added;
    else it is None.
    """

    way: KpiWay
    need: Need
    formula: Formula | None
    of_rows_alone: bool
    derived: bool | None
    footings: dict[str | None, Footing] = field(default_factory=dict)  # by what is known of paid attention


class Choir:
    """Cohorts that speak together at one grain, and what holds of them in every group that looks alike.

    `chorus` is that of one such group. `accounts` are those that speak, of the kinds that might.
    """

    def __init__(
        self, members: Members, variants: Iterable[Variant], chorus: Chorus, basis: Basis, kinds: frozenset[Variant]
    ) -> None:
        self.members, self.grain, self.basis, self.kinds = members, chorus.grain, basis, kinds
        self.accounts = sum([len(said.accounts) for said in chorus.sayings])
        self.variants = frozenset(variants)
        self.network = only_network(self.variants)
        self._chorus = chorus
        self._places: dict[str, Places | None] = {}
        self._readings: dict[KpiWay, Reading] = {}

    def reading(self, way: KpiWay) -> Reading:
        """Say how a KPI is read here."""
        found = self._readings.get(way)
        if found is None:
            found = self._readings[way] = self._read(way)
        return found

    def _read(self, way: KpiWay) -> Reading:
        need = way.needs[next(iter(self.variants))]
        plain = all(self.places(name) is not None for name in need.counted)
        flags = [strand.look.flags for said in self._chorus.sayings if plain for strand in said.strands]
        return Reading(
            way=way,
            need=need,
            formula=way.formula_on(self.variants),
            of_rows_alone=not (need.sides or way.uses_whole),
            derived=any(not need.counted.isdisjoint(each.derived) for each in flags) if plain else None,
        )

    def places(self, name: str) -> Places | None:
        """Say where the numbers of a metric stand that are plainly added; None where there is more to it."""
        if name not in self._places:
            self._places[name] = self._found(name)
        return self._places[name]

    def _found(self, name: str) -> Places | None:
        sayings, metric = self._chorus.sayings, METRICS[name]
        if metric.kinds[self.grain] not in _ADDED or not all(said.strands for said in sayings):
            return None
        if metric.unit is Unit.MONEY and self._chorus.refused is not None:
            return None
        looks = [strand.look for said in sayings for strand in said.strands]
        columns = [look.sheet.columns.get(name) for look in looks]
        if any(column is None or look.flags.doubts(name) for look, column in zip(looks, columns, strict=True)):
            return None
        if any(column.way is Way.LAST for column in columns if column) and len(looks) > len(sayings):
            return None
        return tuple((number, column.at) for number, column in enumerate(columns) if column)

    def footing(self, reading: Reading, paid_mix: str | None) -> Footing:
        """Say what a KPI's value rests on that comes from rows alone."""
        found = reading.footings.get(paid_mix)
        if found is None:
            has_money, chorus = reading.need.has_money, self._chorus
            currency, former = (chorus.currency, chorus.converted_from) if has_money else (None, _NONE)
            found = self.footing_with(reading, paid_mix, currency, former, network=self.network)
            reading.footings[paid_mix] = found
        return found

    def footing_with(
        self,
        reading: Reading,
        paid_mix: str | None,
        currency: str | None,
        converted_from: frozenset[str],
        *,
        network: str | None,
        sides: frozenset[str] = _NONE,
    ) -> Footing:
        """Say what a value rests on, with the currency of its money and the `sides` beside the rows."""
        return footing(
            grain=self.grain,
            basis=self.basis,
            currency=currency,
            network=network,
            overlapping=self.accounts > 1 and self.grain in reading.way.levels,
            converted_from=converted_from,
            paid_mix=paid_mix,
            sides=sides,
        )


def only_network(variants: Iterable[Variant]) -> str | None:
    """Name the network of accounts that are all of one."""
    networks = {network for network, _ in variants}
    return networks.pop() if len(networks) == 1 else None
