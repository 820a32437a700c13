"""Defines, changes and archives an agency's own KPIs; a change of meaning is a new version of all that it reaches."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models.functions import Now

from apikit.versions import revise
from audit import events
from audit.actors import Actor
from kpis.catalogue import Kpi, catalogue
from kpis.models import OwnKpi, OwnKpiVersion
from kpis.own.building import Built, build
from kpis.own.catalogue import forget_own_kpis
from kpis.own.checking import after_renaming, check, fields_of, in_use, taken_by
from kpis.own.definition import Definition, changed, means_the_same, renamed
from kpis.own.refusals import BadDefinition, KeyFixed, KpiArchived, KpiInUse, TooManyKpis, WouldBreak

OWN_AT_MOST = 200


def define_kpi(key: str, definition: Definition, *, actor: Actor) -> OwnKpi:
    """Define a KPI of the agency's own, version 1.

    `definition` has the fields of a definition file; networks "all" means those on which the formula can be computed.
    Raises BadDefinition with every mistake in it, its key being taken among them, and TooManyKpis.
    """
    rows, definition = _locked(), changed({}, definition)
    _require_room(rows)
    checked = check(key, definition, in_use(rows, without=key))
    if taken := taken_by(key, rows):
        raise BadDefinition([*taken, *checked.mistakes])
    kpi = checked.sound(key)
    row = OwnKpi.objects.create(key=key, definition=checked.definition, unit=kpi.unit)
    row.refresh_from_db()
    _keep_version(row, kpi, actor=actor)
    events.created(actor, "kpi", id=row.id, name=key, values=checked.definition)
    forget_own_kpis()
    return row


def change_kpi(row: OwnKpi, changes: Definition, *, expected: int | None, actor: Actor) -> OwnKpi:
    """Change a KPI; null takes a field away.

    Other words make no new version; any other change does, for this KPI and for those whose formulas it changes.
    Raises VersionConflict, KpiArchived, BadDefinition, and WouldBreak naming the KPIs that refer to it.
    """
    rows = _locked()
    row = next(each for each in rows if each.id == row.id)
    if row.archived_at is not None:
        raise KpiArchived
    after = changed(row.definition, changes)
    return row if after == row.definition else _put(row, after, rows, expected=expected, actor=actor)


def restore_kpi(row: OwnKpi, *, actor: Actor) -> OwnKpi:
    """Take an archived KPI back into use.

    Raises TooManyKpis, and BadDefinition where what it refers to is no more.
    """
    rows = _locked()
    row = next(each for each in rows if each.id == row.id)
    if row.archived_at is None:
        return row
    _require_room(rows)
    return _put(row, row.definition, rows, expected=None, actor=actor)


def _put(row: OwnKpi, after: dict[str, Any], rows: Sequence[OwnKpi], *, expected: int | None, actor: Actor) -> OwnKpi:
    """Write a definition, in use, and carry what it means on to those that refer to it."""
    others = in_use(rows, without=row.key)
    before = build([*others, fields_of(row)], catalogue())
    checked = check(row.key, after, others, version=row.kpi_version)
    kpi, built, after = checked.sound(row.key), checked.built, checked.definition
    if broken := built.broken.keys() - before.broken.keys():
        raise WouldBreak(broken)
    meant = means_the_same(row.definition, after) and _spelled_out(kpi) == _newest(row).formulas
    number = row.kpi_version if meant else row.kpi_version + 1
    revise(
        row,
        expected=expected,
        definition=after,
        unit=kpi.unit,
        kpi_version=number,
        archived_at=None,
        updated_at=Now(),
    )
    if not meant:
        _keep_version(row, kpi, actor=actor)
    events.changed(actor, "kpi", id=row.id, name=row.key, changes={"definition": after, "kpi_version": number})
    _carry_on(row, [each for each in rows if each.id != row.id], before, built, actor=actor)
    forget_own_kpis()
    return row


def rename_kpi(row: OwnKpi, key: str, *, expected: int | None, actor: Actor) -> OwnKpi:
    """Give a KPI another key where the product has taken its own, also where others refer to it; no meaning changes.

    Raises KeyFixed, VersionConflict, and BadDefinition where the new key cannot be used either.
    """
    if row.key not in catalogue():
        raise KeyFixed
    rows = _locked()
    checked = check(key, row.definition, after_renaming(row.key, key, rows), version=row.kpi_version)
    if taken := taken_by(key, rows):
        raise BadDefinition([*taken, *checked.mistakes])
    checked.sound(key)
    old = row.key
    revise(row, expected=expected, key=key, updated_at=Now())
    for each in rows:
        definition = renamed(each.definition, old, key)
        if each.id != row.id and definition != each.definition:
            revise(each, expected=None, definition=definition, updated_at=Now())
    events.changed(actor, "kpi", id=row.id, name=key, changes={"key": key, "was": old})
    forget_own_kpis()
    return row


def archive_kpi(row: OwnKpi, *, expected: int | None, actor: Actor) -> None:
    """Take a KPI out of use; targets that name it keep being judged. Raises VersionConflict and KpiInUse."""
    rows = _locked()
    others = in_use(rows, without=row.key)
    before = build([*others, fields_of(row)], catalogue())
    if users := build(others, catalogue()).broken.keys() - before.broken.keys():
        raise KpiInUse(users)
    revise(row, expected=expected, archived_at=Now(), updated_at=Now())
    events.deleted(actor, "kpi", id=row.id, name=row.key)
    forget_own_kpis()


def _locked() -> list[OwnKpi]:
    """Lock the agency's own KPIs, those to come included, so that no two changes pass each other and make a circle."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('kpis:' || current_schema(), 0))")
    return list(OwnKpi.objects.select_for_update().order_by("id"))


def _require_room(rows: Iterable[OwnKpi]) -> None:
    if sum(1 for row in rows if row.archived_at is None) >= OWN_AT_MOST:
        raise TooManyKpis


def _carry_on(changed_row: OwnKpi, rows: Iterable[OwnKpi], before: Built, after: Built, *, actor: Actor) -> None:
    """Make a new version of every KPI whose formula is another one now, since what it refers to changed."""
    for row in rows:
        old, new = before.kpis.get(row.key), after.kpis.get(row.key)
        if (
            row.archived_at is not None
            or old is None
            or new is None
            or (_spelled_out(old), old.unit) == (_spelled_out(new), new.unit)
        ):
            continue
        revise(row, expected=None, unit=new.unit, kpi_version=row.kpi_version + 1, updated_at=Now())
        _keep_version(row, new, actor=actor, because_of=changed_row.key)
        changes = {"kpi_version": row.kpi_version, "because_of": changed_row.key}
        events.changed(actor, "kpi", id=row.id, name=row.key, changes=changes)


def _spelled_out(kpi: Kpi) -> dict[str, str]:
    return {place: formula.spelled_out() for place, formula in {**kpi.formulas, **kpi.kind_formulas}.items()}


def _newest(row: OwnKpi) -> OwnKpiVersion:
    return OwnKpiVersion.objects.filter(of=row).latest("number")


def _keep_version(row: OwnKpi, kpi: Kpi, *, actor: Actor, because_of: str = "") -> None:
    OwnKpiVersion.objects.create(
        of=row,
        number=row.kpi_version,
        definition=row.definition,
        formulas=_spelled_out(kpi),
        unit=row.unit,
        because_of=because_of,
        set_by=actor.name,
    )
