"""The tiers of a target: floor, target and stretch."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from kpis.catalogue import Direction


@dataclass(frozen=True)
class Tiers:
    """What a KPI should reach, in the KPI's unit.

    For `higher` and `lower` the tiers lead from the worst to the best. For `band` floor and stretch are
    the ends to stay between and target is the aim. Floor and stretch may be left open.
    """

    target: Decimal
    floor: Decimal | None = None
    stretch: Decimal | None = None

    def sound_for(self, direction: Direction) -> bool:
        """Tell whether the tiers lead the right way, neighbours may be equal, and a band has both ends."""
        if direction is Direction.BAND and (self.floor is None or self.stretch is None):
            return False
        stated = [tier for tier in (self.floor, self.target, self.stretch) if tier is not None]
        if direction is Direction.LOWER:
            stated.reverse()
        return all(earlier <= later for earlier, later in pairwise(stated))

    def scaled(self, share: Decimal) -> "Tiers":
        """Return the tiers of a part of the period, for totals that add up over it."""
        return Tiers(
            target=self.target * share,
            floor=None if self.floor is None else self.floor * share,
            stretch=None if self.stretch is None else self.stretch * share,
        )
