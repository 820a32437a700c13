"""What groups have in common that look alike: which of their accounts speak of what, and at which grains."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from campaigns.metrics import Grain
from kpis.catalogue import Basis
from kpis.compute.accounts import Variant
from kpis.compute.choirs import Choir
from kpis.compute.chorus import Chorus
from kpis.compute.cohorts import Cohort, PicksOf
from kpis.compute.planning import GRAINS, Listening
from kpis.compute.saying import Saying

Cohorts = Mapping[Grain, Sequence[Cohort]]
ChorusOf = Callable[[Sequence[Saying], Grain], Chorus]


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who speaks of what is listened for, by grain; `sole` are those who answer whatever the others' numbers are."""

    by_grain: Mapping[Grain, Choir]
    sole: Choir | None


class Shape:
    """Decides by one group who speaks of what in all groups whose accounts and rows look alike."""

    def __init__(self, cohorts: Cohorts, basis: Basis, chorus_of: ChorusOf) -> None:
        self._cohorts, self._basis, self._chorus_of = cohorts, basis, chorus_of
        self._choirs: dict[tuple[object, ...], Choir] = {}
        self._speakers: dict[Listening, Speakers] = {}

    def speakers(self, listening: Listening) -> Speakers:
        """Give those that speak; what is said alike has one choir, whoever listens."""
        found = self._speakers.get(listening)
        if found is None:
            each = {grain: self._choir(grain, wanted, listening) for grain, wanted in listening.at.items()}
            choirs = {grain: choir for grain, choir in each.items() if choir is not None}
            contested = Grain.ACCOUNT_DAY in choirs and Grain.CONTENT in choirs
            sole = None if contested else next((choirs[grain] for grain in GRAINS if grain in choirs), None)
            found = self._speakers[listening] = Speakers(choirs, sole)
        return found

    def _choir(self, grain: Grain, wanted: Mapping[Variant, frozenset[str]], listening: Listening) -> Choir | None:
        members, variants, sayings = [], [], []
        for number, cohort in enumerate(self._cohorts.get(grain, ())):
            bundle = wanted.get(cohort.variant)
            said = None if bundle is None else cohort.says(bundle)
            if bundle is not None and said is not None:
                members.append((number, bundle))
                variants.append(cohort.variant)
                sayings.append(said)
        if not sayings:
            return None
        key = (grain, listening.kinds, *sayings)
        if key not in self._choirs:
            basis = self._basis if grain is Grain.CONTENT else Basis.OCCURRED
            chorus = self._chorus_of(sayings, grain)
            self._choirs[key] = Choir(tuple(members), variants, chorus, basis, listening.kinds)
        return self._choirs[key]


class Shapes:
    """The shapes of the groups that were heard so far, and what was picked from rows that look alike."""

    def __init__(self) -> None:
        self.picks: dict[object, PicksOf] = {}
        self._known: dict[tuple[object, ...], Shape] = {}

    def of(self, kinds: Mapping[Variant, int], cohorts: Cohorts, basis: Basis, chorus_of: ChorusOf) -> Shape:
        """Give the shape of a group: that of the first whose accounts are of the same kinds, and its cohorts too."""
        look = (
            *kinds.items(),
            *[(grain, cohort.key, len(cohort.accounts)) for grain, each in cohorts.items() for cohort in each],
        )
        found = self._known.get(look)
        if found is None:
            found = self._known[look] = Shape(cohorts, basis, chorus_of)
        return found
