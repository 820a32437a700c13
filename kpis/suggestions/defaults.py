"""Reads the default sets; every mistake in them is told at once, with file and field."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from campaigns.definitions import DefinitionsError, FieldReader, Mistake, read_yaml
from kpis.catalogue import GOALS, Kpi, catalogue
from kpis.catalogue.kpi import GoalRole
from kpis.catalogue.places import parted
from kpis.suggestions.sets import SET_PLACES, Category, Choice, DefaultSets
from kpis.suggestions.vanity import missing_partners

FOLDER = Path(__file__).parent / "defaults"
_LEAST = {GoalRole.PRIMARY: 2, GoalRole.SUPPORTING: 1, GoalRole.GUARD_RAIL: 1}
_LANGUAGES = ("en", "zh-Hans")


class DefaultsError(DefinitionsError):
    """Default sets that cannot be used."""


@cache
def default_sets() -> DefaultSets:
    """Return the product's sets. Read once; raises DefaultsError when a file is wrong."""
    return load_sets(FOLDER, catalogue())


def load_sets(folder: Path, known: Mapping[str, Kpi]) -> DefaultSets:
    """Return the sets of a folder: a file a goal, and `categories.yaml`. Raises DefaultsError with all mistakes."""
    mistakes: list[Mistake] = []
    sets = {goal: _goal_sets(folder / f"{goal}.yaml", goal, known, mistakes) for goal in GOALS}
    categories = _categories(folder / "categories.yaml", known, mistakes)
    if mistakes:
        raise DefaultsError(mistakes)
    return DefaultSets(MappingProxyType(sets), categories)


def _goal_sets(
    path: Path, goal: str, known: Mapping[str, Kpi], mistakes: list[Mistake]
) -> Mapping[str, tuple[Choice, ...]]:
    fields = _mapping(path, mistakes)
    reader = FieldReader(path.name, fields, mistakes)
    reader.demand(("goal", "sets", "reasons"), ("goal", "sets", "reasons"))
    if reader.text("goal") != goal:
        reader.mistake("goal", f"expected {goal}, the name of the file")
    within = reader.part("sets")
    within.demand(SET_PLACES, SET_PLACES)
    reasons = _reasons(reader)
    sets = {place: _choices(within.part(place), reasons) for place in SET_PLACES}
    for place, choices in sets.items():
        _check_set(within, place, choices, goal, known)
    used = {choice.kpi for choices in sets.values() for choice in choices}
    for key in reasons.keys() - used:
        reader.mistake(f"reasons.{key}", "stands in no set")
    return MappingProxyType(sets)


def _mapping(path: Path, mistakes: list[Mistake]) -> Mapping[str, object]:
    try:
        fields = read_yaml(path, mistakes)
    except FileNotFoundError:
        mistakes.append(Mistake(path.name, "(file)", "missing"))
        return {}
    if isinstance(fields, dict):
        return fields
    mistakes.append(Mistake(path.name, "(file)", "expected a mapping of fields"))
    return {}


def _reasons(reader: FieldReader) -> Mapping[str, Mapping[str, str]]:
    within = reader.part("reasons")
    return {key: _in_all_languages(within, key) for key in reader.mapping("reasons")}


def _in_all_languages(reader: FieldReader, field: str) -> Mapping[str, str]:
    texts = reader.texts(field)
    for language in _LANGUAGES:
        if language not in texts:
            reader.mistake(f"{field}.{language}", "missing")
    return texts


def _choices(reader: FieldReader, reasons: Mapping[str, Mapping[str, str]]) -> tuple[Choice, ...]:
    reader.demand(tuple(GoalRole), tuple(GoalRole))
    found = [(key, role) for role in GoalRole for key in reader.any_words(role)]
    for key, role in found:
        if key not in reasons:
            reader.mistake(role, f"there is no reason for {key}")
    return tuple(Choice(key, role, reasons.get(key, {})) for key, role in found)


def _check_set(
    reader: FieldReader, place: str, choices: tuple[Choice, ...], goal: str, known: Mapping[str, Kpi]
) -> None:
    """Note a set that is too small, names a KPI twice, or one that does not exist there or does not serve the goal."""
    roles = Counter(choice.role for choice in choices)
    for role, least in _LEAST.items():
        if roles[role] < least:
            reader.mistake(f"{place}.{role}", f"expected {least} at least")
    keys = [choice.kpi for choice in choices]
    for key, times in Counter(keys).items():
        if times > 1:
            reader.mistake(place, f"{key} stands twice")
    for choice in choices:
        if (problem := _problem(choice.kpi, place, keys, goal, known)) is not None:
            reader.mistake(f"{place}.{choice.role}", problem)


def _problem(key: str, place: str, beside: list[str], goal: str, known: Mapping[str, Kpi]) -> str | None:
    kpi = known.get(key)
    if kpi is None:
        return f"there is no KPI {key}"
    if kpi.formula_for(*parted(place)) is None:
        return f"{key} does not exist on {place}"
    if kpi.goals.role_for(goal) is None:
        return f"{key} does not serve {goal}"
    if partners := missing_partners(kpi, beside, (parted(place)[0],), known):
        return f"{key} says nothing without {' or '.join(partners)}"
    return None


def _categories(path: Path, known: Mapping[str, Kpi], mistakes: list[Mistake]) -> tuple[Category, ...]:
    rows = read_yaml(path, mistakes)
    reader = FieldReader(path.name, {"categories": rows}, mistakes)
    found = tuple(_category(part, known) for part in reader.parts("categories"))
    words = Counter(word for category in found for word in category.words)
    for word, times in words.items():
        if times > 1:
            reader.mistake("words", f"{word} means two categories")
    return found


def _category(reader: FieldReader, known: Mapping[str, Kpi]) -> Category:
    fields = ("category", "words", "kpis", "reason")
    reader.demand(fields, fields)
    return Category(
        category=reader.text("category"),
        words=reader.any_words("words"),
        kpis=reader.words("kpis", known),
        reason=_in_all_languages(reader, "reason"),
    )
