"""Reads one definition into a draft: its fields are sound, its formulas not yet checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from campaigns.definitions import FieldReader, Mistake
from campaigns.metrics import Grain, Unit
from kpis.catalogue.bands import Bands, read_bands
from kpis.catalogue.goals import GOALS
from kpis.catalogue.history import KpiVersion, VendorField, read_vendor_fields, read_versions
from kpis.catalogue.journeys import Audience, Journey, read_audience, read_journey
from kpis.catalogue.kpi import Basis, Direction, GoalRole, KpiClass, KpiGoals
from kpis.catalogue.names import read_names, read_network_names
from kpis.catalogue.texts import read_account_kinds, read_texts

_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")  # what a formula can name
READERS = ("executive", "account_manager", "client", "creator", "analyst")
_REQUIRED = ("key", "names", "direction", "networks")
_REVIEWED = (  # what a file of the product's own catalogue has besides
    *("version", "description", "why", "unit", "goals", "class", "pair_with", "readers"),
    *("smallest_denominator", "grains", "basis_hint", "journey", "audience", "versions", "source", "reviewed"),
)
_OPTIONAL = ("formula", "formulas", "account_kinds", "network_names", "bands", "vendor_fields")
_KNOWN = (*_REQUIRED, *_REVIEWED, *_OPTIONAL)


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
    """A definition as its author wrote it.

    `texts` holds the formula's text a place: every network, and beside it every kind of account that could have it.
    `account_kinds` are those that the author names, empty where the metrics decide.
    """

    reader: FieldReader
    key: str
    version: int
    names: Mapping[str, str]
    description: str
    why: str
    texts: Mapping[str, str]
    account_kinds: tuple[str, ...]
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
    network_names: Mapping[str, Mapping[str, str]]
    bands: Bands | None
    journey: Journey | None
    audience: tuple[Audience, ...]
    vendor_fields: tuple[VendorField, ...]
    versions: tuple[KpiVersion, ...]


def read_draft(file: str, fields: Mapping[str, Any], mistakes: list[Mistake], *, reviewed: bool) -> Draft:
    """Return the draft of one definition, noting its mistakes.

    A `reviewed` definition states every field and is named in English and Chinese; an agency's own
    one needs key, an English name, formula, networks and direction.
    """
    reader = FieldReader(file, fields, mistakes)
    reader.demand(_KNOWN, (*_REQUIRED, *_REVIEWED) if reviewed else _REQUIRED, nullable=("smallest_denominator",))
    version = reader.whole_number("version", 1) or 1
    return Draft(
        reader=reader,
        key=_key(reader),
        version=version,
        names=read_names(reader, languages=("en", "zh-Hans") if reviewed else ("en",)),
        description=reader.text("description"),
        why=reader.text("why"),
        texts=read_texts(reader, fields.get("networks")),
        account_kinds=read_account_kinds(reader),
        unit=reader.word("unit", Unit, Unit.RATIO) if reader.has("unit") else None,
        direction=reader.word("direction", Direction, Direction.HIGHER),
        goals=_goals(reader, reviewed=reviewed),
        kpi_class=reader.word("class", KpiClass, KpiClass.ACTIONABLE),
        pair_with=reader.any_words("pair_with"),
        readers=reader.words("readers", READERS) or READERS,
        smallest_denominator=reader.whole_number("smallest_denominator", None),
        grains=tuple(_GRAINS[word] for word in reader.words("grains", tuple(_GRAINS)) or _GRAINS),
        basis_hint=reader.word("basis_hint", Basis, Basis.OCCURRED),
        source=reader.text("source"),
        reviewed=reader.day("reviewed"),
        network_names=read_network_names(reader),
        bands=read_bands(reader),
        journey=read_journey(reader, tuple(GOALS)),
        audience=read_audience(reader),
        vendor_fields=read_vendor_fields(reader),
        versions=read_versions(reader, version),
    )


def _key(reader: FieldReader) -> str:
    key = reader.text("key")
    if key and not _KEY.fullmatch(key):
        reader.mistake("key", "expected small letters, digits and underscores, a letter first, 60 at most")
    return key


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
