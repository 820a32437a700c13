"""Reads one definition into a draft: its fields are sound, its formulas not yet checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from campaigns.definitions import FieldReader, Mistake
from campaigns.metrics import Grain, Unit
from kpis.catalogue.goals import GOALS
from kpis.catalogue.kpi import ALL_NETWORKS, Basis, Direction, GoalRole, KpiClass, KpiGoals

_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")  # what a formula can name
READERS = ("executive", "account_manager", "client", "creator", "analyst")
_REQUIRED = ("key", "names", "direction", "networks")
_REVIEWED = (  # what a file of the product's own catalogue has besides
    *("version", "description", "why", "unit", "goals", "class", "pair_with", "readers"),
    *("smallest_denominator", "grains", "basis_hint", "source", "reviewed"),
)
_KNOWN = (*_REQUIRED, *_REVIEWED, "formula", "formulas")


class _GrainWord(StrEnum):
    """How definition files call the fact tables."""

    ACCOUNT = "account"
    CONTENT = "content"
    AD = "ad"


_GRAINS: Mapping[str, Grain] = {
    _GrainWord.ACCOUNT: Grain.ACCOUNT_DAY,
    _GrainWord.CONTENT: Grain.CONTENT,
    _GrainWord.AD: Grain.AD_DAY,
}


@dataclass(frozen=True)
class Draft:
    """A definition as its author wrote it. `texts` holds the formula's text a network."""

    reader: FieldReader
    key: str
    version: int
    names: Mapping[str, str]
    description: str
    why: str
    texts: Mapping[str, str]
    unit: Unit | None
    direction: Direction
    goals: KpiGoals
    kpi_class: KpiClass
    pair_with: tuple[str, ...]
    readers: tuple[str, ...]
    smallest_denominator: int | None
    grains: tuple[Grain, ...]
    basis_hint: Basis
    source: str
    reviewed: date | None


def read_draft(file: str, fields: Mapping[str, Any], mistakes: list[Mistake], *, reviewed: bool) -> Draft:
    """Return the draft of one definition, noting its mistakes.

    A `reviewed` definition states every field and is named in English and Chinese; an agency's own
    one needs key, an English name, formula, networks and direction.
    """
    reader = FieldReader(file, fields, mistakes)
    reader.demand(_KNOWN, (*_REQUIRED, *_REVIEWED) if reviewed else _REQUIRED, nullable=("smallest_denominator",))
    return Draft(
        reader=reader,
        key=_key(reader),
        version=reader.whole_number("version", 1) or 1,
        names=_names(reader, languages=("en", "zh-Hans") if reviewed else ("en",)),
        description=reader.text("description"),
        why=reader.text("why"),
        texts=_texts(reader, fields),
        unit=reader.word("unit", Unit, Unit.RATIO) if reader.has("unit") else None,
        direction=reader.word("direction", Direction, Direction.HIGHER),
        goals=_goals(reader, reviewed=reviewed),
        kpi_class=reader.word("class", KpiClass, KpiClass.ACTIONABLE),
        pair_with=_pair_with(reader, fields),
        readers=reader.words("readers", READERS) or READERS,
        smallest_denominator=reader.whole_number("smallest_denominator", None),
        grains=tuple(_GRAINS[word] for word in reader.words("grains", tuple(_GRAINS)) or _GRAINS),
        basis_hint=reader.word("basis_hint", Basis, Basis.OCCURRED),
        source=reader.text("source"),
        reviewed=reader.day("reviewed"),
    )


def _key(reader: FieldReader) -> str:
    key = reader.text("key")
    if key and not _KEY.fullmatch(key):
        reader.mistake("key", "expected small letters, digits and underscores, a letter first, 60 at most")
    return key


def _names(reader: FieldReader, *, languages: tuple[str, ...]) -> Mapping[str, str]:
    names = reader.texts("names")
    for language in languages:
        if language not in names:
            reader.mistake(f"names.{language}", "missing")
    return names


def _texts(reader: FieldReader, fields: Mapping[str, Any]) -> Mapping[str, str]:
    stated = fields.get("networks")
    networks = ALL_NETWORKS if stated == "all" else reader.words("networks", ALL_NETWORKS)
    if stated == []:
        reader.mistake("networks", "expected at least one")
    if reader.has("formula") == reader.has("formulas"):
        reader.mistake("formula", "expected either formula or formulas")
        return {}
    if reader.has("formula"):
        return MappingProxyType(dict.fromkeys(networks, reader.text("formula")))
    texts = reader.texts("formulas")
    if set(texts) != set(networks):
        reader.mistake("formulas", "expected one formula for each of the networks")
    return MappingProxyType({network: texts[network] for network in networks if network in texts})


def _goals(reader: FieldReader, *, reviewed: bool) -> KpiGoals:
    stated = reader.mapping("goals")
    for role in stated:
        if role not in list(GoalRole):
            reader.mistake(f"goals.{role}", "no such role")
    primary, supporting, guard_rail = (
        reader.words_of(f"goals.{role}", stated.get(role), tuple(GOALS)) for role in GoalRole
    )
    if reviewed and not (primary or supporting or guard_rail):
        reader.mistake("goals", "serves no goal")
    return KpiGoals(primary, supporting, guard_rail)


def _pair_with(reader: FieldReader, fields: Mapping[str, Any]) -> tuple[str, ...]:
    stated = fields.get("pair_with") or []
    return reader.words_of("pair_with", stated, stated if isinstance(stated, list) else ())
