"""Defines, changes and archives an agency's own KPIs; a change of meaning is a new version of all that it reaches."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models.functions import Now

from apikit.versions import revise
from audit import events
from audit.actors import Actor
from campaigns.definitions import Mistake
from campaigns.metrics import METRICS
from kpis.catalogue import Kpi, catalogue
from kpis.models import OwnKpi, OwnKpiVersion
from kpis.own.building import ALL, Built, Fields, build, everywhere
from kpis.own.catalogue import forget_own_kpis
from kpis.own.definition import Definition, as_file, changed, means_the_same
from kpis.own.refusals import BadDefinition, KpiArchived, KpiInUse, TooManyKpis, WouldBreak

OWN_AT_MOST = 200


def define_kpi(key: str, definition: Definition, *, actor: Actor) -> OwnKpi:
    """Define a KPI of the agency's own, version 1.

    `definition` has the fields of a definition file; networks "all" means those on which the formula can be computed.
    Raises BadDefinition with every mistake in it, its key being taken among them, and TooManyKpis.
    """
    rows, definition = _locked(), changed({}, definition)
    if sum(1 for row in rows if row.archived_at is None) >= OWN_AT_MOST:
        raise TooManyKpis
    taken = _taken(key, rows)
    others = _in_use(rows, without=key)
    stated = _spread(key, definition, others)
    kpi = _require_sound(key, build([*others, as_file(key, 1, stated)], catalogue()), taken)
    row = OwnKpi.objects.create(key=key, definition=stated, unit=kpi.unit)
    row.refresh_from_db()
    _keep_version(row, kpi, actor=actor)
    events.created(actor, "kpi", id=row.id, name=key, values=stated)
    forget_own_kpis()
    return row


def mistakes_in(key: str, definition: Definition, *, of: OwnKpi | None = None, trial: bool = False) -> list[Mistake]:
    """Return what is wrong with a definition, or with changes `of` a KPI, without saving anything.

    A trial may have the key of an own KPI: it is the change of that one which is tried.
    """
    rows = list(OwnKpi.objects.order_by("key"))
    after = changed(of.definition if of else {}, definition)
    others = _in_use(rows, without=key)
    found = [] if of else _taken(key, () if trial else rows)
    built = build([*others, as_file(key, 1, _spread(key, after, others))], catalogue())
    return [*found, *(each for each in built.broken.get(key, ()) if not found or each.field != "key")]


def trial_of(key: str, definition: Definition) -> Kpi:
    """Return the KPI that a definition would make beside the agency's others; raises BadDefinition."""
    others = _in_use(OwnKpi.objects.order_by("key"), without=key)
    stated = _spread(key, changed({}, definition), others)
    taken = _taken(key, ())
    return _require_sound(key, build([*others, as_file(key, 1, stated)], catalogue()), taken)


def change_kpi(row: OwnKpi, changes: Definition, *, expected: int | None, actor: Actor) -> OwnKpi:
    """Change a KPI; null takes a field away.

    Other words make no new version; any other change does, for this KPI and for those whose formulas it changes.
    Raises VersionConflict, KpiArchived, BadDefinition, and WouldBreak naming the KPIs that refer to it.
    """
    rows = _locked()
    row = next(each for each in rows if each.id == row.id)
    if row.archived_at is not None:
        raise KpiArchived
    after = _spread(row.key, changed(row.definition, changes), _in_use(rows, without=row.key))
    return row if after == row.definition else _put(row, after, rows, expected=expected, actor=actor)


def restore_kpi(row: OwnKpi, *, actor: Actor) -> OwnKpi:
    """Take an archived KPI back into use; raises BadDefinition where what it refers to is no more."""
    rows = _locked()
    row = next(each for each in rows if each.id == row.id)
    return row if row.archived_at is None else _put(row, row.definition, rows, expected=None, actor=actor)


def _put(row: OwnKpi, after: dict[str, Any], rows: Sequence[OwnKpi], *, expected: int | None, actor: Actor) -> OwnKpi:
    """Write a definition, in use, and carry what it means on to those that refer to it."""
    others = _in_use(rows, without=row.key)
    before = build([*others, _fields(row)], catalogue())
    built = build([*others, as_file(row.key, row.kpi_version, after)], catalogue())
    kpi = _require_sound(row.key, built)
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


def archive_kpi(row: OwnKpi, *, expected: int | None, actor: Actor) -> None:
    """Take a KPI out of use; targets that name it keep being judged. Raises VersionConflict and KpiInUse."""
    rows = _locked()
    others = _in_use(rows, without=row.key)
    before = build([*others, _fields(row)], catalogue())
    if users := build(others, catalogue()).broken.keys() - before.broken.keys():
        raise KpiInUse(users)
    revise(row, expected=expected, archived_at=Now(), updated_at=Now())
    events.deleted(actor, "kpi", id=row.id, name=row.key)
    forget_own_kpis()


def _locked() -> list[OwnKpi]:
    """Lock the agency's own KPIs, so that no two changes pass each other and make a circle."""
    return list(OwnKpi.objects.select_for_update().order_by("id"))


def _fields(row: OwnKpi) -> Fields:
    return as_file(row.key, row.kpi_version, row.definition)


def _in_use(rows: Iterable[OwnKpi], *, without: str) -> list[Fields]:
    return [_fields(row) for row in rows if row.archived_at is None and row.key != without]


def _taken(key: str, rows: Iterable[OwnKpi]) -> list[Mistake]:
    if key in catalogue() or key in METRICS:
        return [Mistake(key, "key", f"{key} is a metric or a KPI of the product", "key_taken")]
    row = next((each for each in rows if each.key == key), None)
    if row is None:
        return []
    state = "archived" if row.archived_at else "in use"
    return [Mistake(key, "key", f"the agency has a KPI {key} already, which is {state}", "key_taken")]


def _spread(key: str, definition: Definition, others: Sequence[Fields]) -> dict[str, Any]:
    """Put the networks on which a formula can be computed in the place of "all"."""
    if definition.get("networks") != ALL or "formula" not in definition:
        return dict(definition)
    return {**definition, "networks": everywhere(as_file(key, 1, definition), others, catalogue())}


def _require_sound(key: str, built: Built, mistakes: Sequence[Mistake] = ()) -> Kpi:
    found = [*mistakes, *(each for each in built.broken.get(key, ()) if not mistakes or each.field != "key")]
    if found:
        raise BadDefinition(found)
    return built.kpis[key]


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
