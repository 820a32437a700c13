"""Targets are set, revised and signed off; every state is kept as a revision with who, when and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models.functions import Now

from apikit.etag import bump_version
from audit import events
from audit.actors import Actor
from campaigns.metrics import Unit
from campaigns.models import Campaign
from clients.models import Brand, NetworkAccount
from kpis.catalogue import Direction, Kpi
from kpis.grading import Tiers
from kpis.models import Target, TargetRevision, TargetSignOff
from kpis.own.catalogue import agency_catalogue
from kpis.targets.refusals import (
    CurrencyNeeded,
    EmptyPeriod,
    NotNewest,
    NotOnBrand,
    SignedAlready,
    TiersOutOfOrder,
    UnknownKpi,
)

REVISED = ("floor", "target", "stretch", "start", "end")


@dataclass(frozen=True, slots=True)
class TargetDraft:
    """What a target is made from; what is left open is taken from the campaign, the KPI and the brand.

    A target without a basis speaks of results on either.
    """

    kpi: str
    brand: Brand
    target: Decimal
    start: date
    end: date
    floor: Decimal | None = None
    stretch: Decimal | None = None
    account: NetworkAccount | None = None
    campaign: Campaign | None = None
    content_category: str = ""
    basis: str = ""
    goal: str = ""
    direction: str = ""
    currency: str = ""
    reason: str = ""


def kpi_of(key: str) -> Kpi:
    """Find a KPI by its key; raises UnknownKpi, its code telling an archived and a broken one."""
    known = agency_catalogue()
    if key not in known:
        code, detail = known.why_not(key)
        raise UnknownKpi(detail, code=code)
    return known[key]


def set_target(draft: TargetDraft, *, actor: Actor) -> Target:
    """Set a target and its first revision.

    Raises UnknownKpi, TiersOutOfOrder, NotOnBrand, EmptyPeriod or CurrencyNeeded.
    """
    kpi = kpi_of(draft.kpi)
    direction = Direction(draft.direction or kpi.direction)
    _check(draft, kpi, direction)
    target = Target.objects.create(
        kpi=kpi.key,
        brand=draft.brand,
        account=draft.account,
        campaign=draft.campaign,
        content_category=draft.content_category,
        basis=draft.basis,
        goal=draft.goal or _goal(draft, kpi),
        direction=direction,
        floor=draft.floor,
        target=draft.target,
        stretch=draft.stretch,
        currency=draft.currency or (draft.brand.currency if kpi.unit is Unit.MONEY else ""),
        start=draft.start,
        end=draft.end,
        reason=draft.reason,
    )
    _keep_revision(target, actor)
    events.created(actor, "target", id=target.id, name=kpi.key, values={"target": draft.target})
    return target


def revise_target(
    target: Target, changes: Mapping[str, Any], *, reason: str, expected: int | None, actor: Actor
) -> Target:
    """Change tiers or period of a target: a new revision; the old one stays, and a signed one keeps judging.

    Raises VersionConflict where `expected` is not the stored version, TiersOutOfOrder and EmptyPeriod.
    """
    values = {name: changes[name] for name in REVISED if name in changes}
    after = {name: values.get(name, getattr(target, name)) for name in REVISED}
    tiers = Tiers(target=after["target"], floor=after["floor"], stretch=after["stretch"])
    if not tiers.sound_for(Direction(target.direction)):
        raise TiersOutOfOrder
    if after["end"] < after["start"]:
        raise EmptyPeriod
    bump_version(
        Target.objects.filter(id=target.id),
        expected=expected,
        **values,
        revision=target.revision + 1,
        reason=reason,
        updated_at=Now(),
    )
    target.refresh_from_db()
    _keep_revision(target, actor)
    events.target_revised(actor, id=target.id, kpi=target.kpi, changes=values, reason=reason)
    return target


def sign_off(target: Target, *, revision: int, comment: str, actor: Actor) -> Target:
    """Sign off the newest revision for the client: from now on the period is judged by it.

    Raises NotNewest or SignedAlready.
    """
    locked = Target.objects.select_for_update().get(id=target.id)
    if revision != locked.revision:
        raise NotNewest
    if locked.signed_revision == revision:
        raise SignedAlready
    kept = TargetRevision.objects.get(of=locked, number=revision)
    TargetSignOff.objects.create(of=kept, signed_by=actor.name, comment=comment)
    locked.signed_revision = revision
    locked.version += 1
    locked.save(update_fields=["signed_revision", "version"])
    events.target_signed_off(actor, id=locked.id, kpi=locked.kpi, revision=revision)
    return locked


def archive_target(target: Target, *, expected: int | None, actor: Actor) -> None:
    """Take a target out of use; its revisions stay."""
    bump_version(Target.objects.filter(id=target.id), expected=expected, archived_at=Now())
    events.deleted(actor, "target", id=target.id, name=target.kpi)


def _check(draft: TargetDraft, kpi: Kpi, direction: Direction) -> None:
    if draft.end < draft.start:
        raise EmptyPeriod
    if not Tiers(target=draft.target, floor=draft.floor, stretch=draft.stretch).sound_for(direction):
        raise TiersOutOfOrder
    for related in (draft.account, draft.campaign):
        if related is not None and related.brand_id != draft.brand.id:
            raise NotOnBrand
    if kpi.unit is Unit.MONEY and not (draft.currency or draft.brand.currency):
        raise CurrencyNeeded


def _goal(draft: TargetDraft, kpi: Kpi) -> str:
    if draft.campaign is not None:
        return draft.campaign.goal
    served = (*kpi.goals.primary, *kpi.goals.supporting, *kpi.goals.guard_rail)
    return served[0] if served else "awareness"


def _keep_revision(target: Target, actor: Actor) -> TargetRevision:
    return TargetRevision.objects.create(
        of=target,
        number=target.revision,
        floor=target.floor,
        target=target.target,
        stretch=target.stretch,
        start=target.start,
        end=target.end,
        reason=target.reason,
        set_by=actor.name,
    )
