"""Chooses the KPIs for a goal: the default sets, what a category of contents raises, and whom they matter to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from kpis.catalogue import Audience, Kpi, KpiClass
from kpis.catalogue.kpi import GoalRole
from kpis.catalogue.places import parted
from kpis.suggestions.sets import Category, Choice, DefaultSets
from kpis.suggestions.vanity import missing_partners, partners_on

_OWN = MappingProxyType({"en": "The agency's own KPI for this goal.", "zh-Hans": "代理商为此目标自定义的指标。"})
_ROLES = tuple(GoalRole)
_FIRST_FOR: Mapping[str, Audience] = {
    "executive": Audience.BRAND,
    "client": Audience.BRAND,
    "creator": Audience.CREATOR,
}


@dataclass(frozen=True)
class Wish:
    """What is asked for: a goal at some places, and whom and what it is for; None narrows nothing.

    `places` name kinds of account where a network has several. `content_category` is the agency's own word.
    """

    goal: str
    places: tuple[str, ...]
    content_category: str | None = None
    reader: str | None = None


@dataclass(frozen=True)
class Suggestion:
    """A KPI for a goal at a place: its role, why by language, and its partners where it says nothing alone."""

    kpi: Kpi
    place: str
    role: GoalRole
    reason: Mapping[str, str]
    partners: tuple[str, ...]

    @property
    def needs(self) -> tuple[str, ...]:
        """The base metrics that its formula needs there, by name."""
        formula = self.kpi.formula_for(*parted(self.place))
        return () if formula is None else tuple(sorted(formula.metrics()))


def suggest(wish: Wish, sets: DefaultSets, known: Mapping[str, Kpi], own: Iterable[str] = ()) -> list[Suggestion]:
    """Return the suggestions, primary ones first and guard-rails last, each role place by place; a KPI once a place.

    `known` are the KPIs that may be named, `own` the keys of the agency's own ones among them. A vanity KPI is
    suggested only with a partner beside it.
    """
    category = sets.category_of(wish.content_category) if wish.content_category else None
    found = []
    for place in wish.places:
        choices = [*sets.choices(wish.goal, place), *_own_choices(wish.goal, place, known, own)]
        choices = _raised(choices, category, wish.goal, place, known)
        found.extend(_at_place(wish, place, choices, known))
    return sorted(found, key=lambda each: _ROLES.index(each.role))


def _own_choices(goal: str, place: str, known: Mapping[str, Kpi], own: Iterable[str]) -> Iterator[Choice]:
    for key in own:
        role = known[key].goals.role_for(goal)
        if role is not None and known[key].formula_for(*parted(place)) is not None:
            yield Choice(key, role, _OWN)


def _raised(
    choices: Sequence[Choice], category: Category | None, goal: str, place: str, known: Mapping[str, Kpi]
) -> list[Choice]:
    """Put first what a category raises, and add what it raises and the set has not."""
    if category is None:
        return list(choices)
    chosen = {choice.kpi: choice for choice in choices}
    raised = []
    for key in category.kpis:
        if key in chosen:
            raised.append(replace(chosen.pop(key), reason=category.reason))
        elif known[key].goals.role_for(goal) is not None and known[key].formula_for(*parted(place)) is not None:
            raised.append(Choice(key, GoalRole.SUPPORTING, category.reason))
    return [*raised, *chosen.values()]


def _at_place(wish: Wish, place: str, choices: Sequence[Choice], known: Mapping[str, Kpi]) -> list[Suggestion]:
    networks = (parted(place)[0],)
    kept = [choice for choice in choices if wish.reader is None or wish.reader in known[choice.kpi].readers]
    keys = {choice.kpi for choice in kept}
    suggested = [
        Suggestion(kpi, place, choice.role, choice.reason, partners_on(kpi, networks, known) or kpi.pair_with)
        for choice in kept
        if not missing_partners(kpi := known[choice.kpi], keys, networks, known)
    ]
    return sorted(suggested, key=lambda each: not _is_first(each.kpi, wish.reader))


def _is_first(kpi: Kpi, reader: str | None) -> bool:
    return _FIRST_FOR.get(reader or "") in kpi.audience and kpi.kpi_class is not KpiClass.VANITY
