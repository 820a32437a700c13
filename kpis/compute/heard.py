"""What accounts say at one grain of all that a KPI needs."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from campaigns.metrics import Grain
from kpis.catalogue import Basis
from kpis.compute.accounts import Variant
from kpis.compute.chorus import Chorus
from kpis.compute.outcome import Coverage, Footing, footing
from kpis.compute.planning import KpiWay, Need
from kpis.compute.saying import Saying

Voice = tuple[Variant, Saying]  # what accounts of one kind say
_NONE: frozenset[str] = frozenset()


class Heard:
    """The voices of one grain together; most KPIs share it with others."""

    __slots__ = (
        *("_footings", "_paid_mix", "basis", "chorus", "contents", "coverage"),
        *("days", "grain", "network", "variants", "voices"),
    )

    def __init__(self, voices: Sequence[Voice], chorus: Chorus, grain: Grain, basis: Basis, coverage: Coverage) -> None:
        self.voices, self.chorus, self.grain, self.basis, self.coverage = voices, chorus, grain, basis, coverage
        self.days = min([said.days for _, said in voices])
        self.contents = coverage.contents
        self.variants = frozenset([variant for variant, _ in voices])
        self.network = only_network(self.variants)
        self._paid_mix = _paid_mix(chorus, grain)
        self._footings: dict[tuple[bool, bool], Footing] = {}

    @property
    def accounts(self) -> frozenset[UUID]:
        """Name the accounts that are heard."""
        return frozenset(account.id for _, said in self.voices for account in said.accounts)

    def footing(self, way: KpiWay, need: Need) -> Footing:
        """Say what a KPI's value rests on that comes from rows alone."""
        key = (self.grain in way.levels, need.has_money)
        found = self._footings.get(key)
        if found is None:
            money = (self.chorus.currency, self.chorus.converted_from) if need.has_money else (None, _NONE)
            found = self._footings[key] = self.footing_with(way, *money, network=self.network)
        return found

    def footing_with(
        self,
        way: KpiWay,
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
            overlapping=self.coverage.accounts > 1 and self.grain in way.levels,
            converted_from=converted_from,
            paid_mix=self._paid_mix,
            sides=sides,
        )


def only_network(variants: Iterable[Variant]) -> str | None:
    """Name the network of accounts that are all of one."""
    networks = {network for network, _ in variants}
    return networks.pop() if len(networks) == 1 else None


def _paid_mix(chorus: Chorus, grain: Grain) -> str | None:
    """Say whether money helped: ads are paid; contents as they are marked; an account's own days do not tell."""
    if grain is Grain.AD_DAY:
        return "paid"
    if grain is not Grain.CONTENT:
        return None
    cells = [cell for said in chorus.sayings for cell in said.cells]
    boosted, organic = sum([cell.boosted for cell in cells]), sum([cell.organic for cell in cells])
    if boosted + organic < sum([cell.contents for cell in cells]):
        return "mixed" if boosted and organic else None
    return "boosted" if not organic else "mixed" if boosted else "organic"
