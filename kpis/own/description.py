"""Describes own KPIs that cannot be computed, and tells versions apart."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from campaigns.metrics import Unit
from kpis.catalogue import Kpi, catalogue
from kpis.catalogue.building import build, vocabularies
from kpis.catalogue.drafts import read_draft
from kpis.models import OwnKpi, OwnKpiVersion
from kpis.own.catalogue import address_of
from kpis.own.definition import as_file


@dataclass(frozen=True)
class VersionNote:
    """One version of a KPI: since when, what changed, and by whom; `because_of` is a KPI that it refers to."""

    number: int
    since: date
    change: str
    formulas: dict[str, str] | None
    unit: str | None
    because_of: str | None = None
    set_by: str | None = None


def as_far_as_it_goes(row: OwnKpi) -> Kpi:
    """Return a KPI that is at fault with all that can still be said of it, by its address; formulas may be missing."""
    fields = as_file(row.key, row.kpi_version, row.definition)
    draft = read_draft(row.key, fields, [], reviewed=False)
    return replace(build(draft, vocabularies([draft], catalogue())), key=address_of(row), unit=Unit(row.unit))


def notes_of(row: OwnKpi) -> list[VersionNote]:
    """Return the versions of an own KPI, the oldest first, in one query."""
    kept = list(OwnKpiVersion.objects.filter(of=row).order_by("number"))
    return [_note(version, before) for version, before in zip(kept, [None, *kept], strict=False)]


def notes_of_product(kpi: Kpi) -> list[VersionNote]:
    """Return the versions of a product's KPI; only the current one has its formulas."""
    current = {place: formula.spelled_out() for place, formula in kpi.formulas.items()}
    return [
        VersionNote(
            number=version.number,
            since=version.since,
            change=version.change,
            formulas=current if version.number == kpi.version else None,
            unit=kpi.unit if version.number == kpi.version else None,
        )
        for version in kpi.versions
    ]


def _note(version: OwnKpiVersion, before: OwnKpiVersion | None) -> VersionNote:
    return VersionNote(
        number=version.number,
        since=version.created_at.date(),
        change=_change(version, before),
        formulas=version.formulas,
        unit=version.unit,
        because_of=version.because_of or None,
        set_by=version.set_by,
    )


def _change(version: OwnKpiVersion, before: OwnKpiVersion | None) -> str:
    if before is None:
        return "Defined."
    if version.because_of:
        return f"{version.because_of} changed, to which it refers."
    fields = sorted(_differing(version.definition, before.definition))
    return f"Changed: {', '.join(fields)}." if fields else "What it refers to changed."


def _differing(after: dict[str, Any], before: dict[str, Any]) -> Iterable[str]:
    return (field for field in after.keys() | before.keys() if after.get(field) != before.get(field))
