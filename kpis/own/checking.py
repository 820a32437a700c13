"""Checks a definition beside the agency's other KPIs and the product's, telling every mistake at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from campaigns.definitions import Mistake
from campaigns.metrics import METRICS
from kpis.catalogue import Kpi, catalogue
from kpis.models import OwnKpi
from kpis.own.building import ALL, Built, Fields, build, everywhere
from kpis.own.catalogue import agency_catalogue
from kpis.own.definition import Definition, as_file, changed, renamed
from kpis.own.refusals import BadDefinition, KeyFixed

STAND_IN = "this_kpi"  # for a key that cannot be used, so that the rest of the definition is checked too


@dataclass(frozen=True)
class Checked:
    """A definition with its networks listed, what it and the others come to, and what is wrong with it."""

    definition: dict[str, Any]
    built: Built
    mistakes: Sequence[Mistake]

    def sound(self, key: str) -> Kpi:
        """Return the KPI; raises BadDefinition with every mistake."""
        if self.mistakes:
            raise BadDefinition(self.mistakes)
        return self.built.kpis[key]


def check(key: str, definition: Definition, others: Sequence[Fields], *, version: int = 1) -> Checked:
    """Check a definition beside the others; networks "all" becomes those on which it can be computed."""
    taken = _taken_by_product(key)
    name = STAND_IN if taken else key
    stated = _spread(name, definition, others)
    built = build([*others, as_file(name, version, stated)], catalogue())
    return Checked(stated, built, [*taken, *built.broken.get(name, ())])


def mistakes_in(key: str, definition: Definition, *, of: OwnKpi | None = None, trial: bool = False) -> list[Mistake]:
    """Return what is wrong with a definition, or with changes `of` a KPI, its key among them, without saving anything.

    A trial may have the key of an own KPI: it is the change of that one which is tried.
    """
    rows = list(OwnKpi.objects.order_by("key"))
    if of is not None:
        others = in_use(rows, without=of.key) if key == of.key else after_renaming(of.key, key, rows)
        return [*_of_new_key(key, of, rows), *check(key, changed(of.definition, definition), others).mistakes]
    found = [] if trial else taken_by(key, rows)
    return [*found, *check(key, changed({}, definition), in_use(rows, without=key)).mistakes]


def trial_of(key: str, definition: Definition) -> Kpi:
    """Return the KPI that a definition would make beside the agency's others; raises BadDefinition."""
    others = in_use(agency_catalogue().own.values(), without=key)
    return check(key, changed({}, definition), others).sound(key)


def in_use(rows: Iterable[OwnKpi], *, without: str) -> list[Fields]:
    """Return the definitions of the KPIs in use but one."""
    return [fields_of(row) for row in rows if row.archived_at is None and row.key != without]


def after_renaming(old: str, new: str, rows: Iterable[OwnKpi]) -> list[Fields]:
    """Return the definitions of the other KPIs in use as they would name a KPI by its new key."""
    return [as_file(each["key"], each["version"], renamed(each, old, new)) for each in in_use(rows, without=old)]


def fields_of(row: OwnKpi) -> Fields:
    """Return a KPI as a definition file would state it."""
    return as_file(row.key, row.kpi_version, row.definition)


def taken_by(key: str, rows: Iterable[OwnKpi]) -> list[Mistake]:
    """Return the mistake that another KPI of the agency has the key."""
    row = next((each for each in rows if each.key == key), None)
    if row is None:
        return []
    state = "archived" if row.archived_at else "in use"
    return [Mistake(key, "key", f"the agency has a KPI {key} already, which is {state}", "key_taken")]


def _of_new_key(key: str, of: OwnKpi, rows: Iterable[OwnKpi]) -> list[Mistake]:
    if key == of.key:
        return []
    fixed = [] if of.key in catalogue() else [Mistake(key, "key", KeyFixed.detail.removesuffix("."), KeyFixed.code)]
    return [*fixed, *taken_by(key, rows)]


def _taken_by_product(key: str) -> list[Mistake]:
    if key in catalogue() or key in METRICS:
        return [Mistake(key, "key", f"{key} is a metric or a KPI of the product", "key_taken")]
    return []


def _spread(key: str, definition: Definition, others: Sequence[Fields]) -> dict[str, Any]:
    if definition.get("networks") != ALL or "formula" not in definition:
        return dict(definition)
    return {**definition, "networks": everywhere(as_file(key, 1, definition), others, catalogue())}
