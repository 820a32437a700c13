"""Brands: made with the agency's defaults, revised, archived, restored."""

from collections.abc import Mapping
from typing import Any

from django.db.models.functions import Now

from apikit.versions import differing, revise
from audit import events
from clients.models import AgencyProfile, Brand, BrandAccess
from clients.refusals import Archived
from clients.scoping import roles_on_brands
from clients.services.audited import audited
from people.members import refresh_brand_roles
from people.principal import Principal
from people.roles import Role, allows

DEFAULTED = ("currency", "time_zone", "industry")


def create_brand(principal: Principal, values: Mapping[str, Any]) -> Brand:
    """Make a brand; currency, time zone and industry come from the agency where they are not stated.

    Who does not see every brand is given access to the new one in the same transaction.
    """
    profile = AgencyProfile.objects.get()
    defaults = {name: getattr(profile, name) for name in DEFAULTED}
    brand = Brand.objects.create(**{**defaults, **values})
    brand.refresh_from_db()
    stated = {name: getattr(brand, name) for name in ("name", *DEFAULTED)}
    events.created(principal.actor(), "brand", id=brand.id, name=brand.name, values=stated)
    if not principal.sees_every_brand:
        _give_access(principal, brand)
    return brand


def revise_brand(principal: Principal, brand: Brand, values: Mapping[str, Any], *, expected: int | None) -> Brand:
    """Change a brand. Raises VersionConflict, or Archived for a deleted one."""
    if brand.archived_at is not None:
        raise Archived
    changes = differing(brand, values)
    if changes:
        revise(brand, expected=expected, updated_at=Now(), **changes)
        events.changed(principal.actor(), "brand", id=brand.id, name=brand.name, changes=audited(changes))
    return brand


def archive_brand(principal: Principal, brand: Brand, *, expected: int | None) -> None:
    """Take a brand out of sight; its numbers stay. Raises VersionConflict, or Archived for a deleted one."""
    if brand.archived_at is not None:
        raise Archived
    revise(brand, expected=expected, updated_at=Now(), archived_at=Now())
    events.deleted(principal.actor(), "brand", id=brand.id, name=brand.name)


def restore_brand(principal: Principal, brand: Brand) -> Brand:
    """Bring an archived brand back; one that is not archived stays as it is."""
    if brand.archived_at is not None:
        revise(brand, expected=brand.version, updated_at=Now(), archived_at=None)
        events.changed(principal.actor(), "brand", id=brand.id, name=brand.name, changes={"archived_at": None})
    return brand


def _give_access(principal: Principal, brand: Brand) -> None:
    """Assign the maker; whose own role may not make brands gets the one that let them."""
    role = "" if allows(principal.role, "brands:create") else Role.ACCOUNT_MANAGER
    access = BrandAccess.objects.create(membership_id=principal.membership_id, brand=brand, role=role)
    events.created(
        principal.actor(),
        "brand_access",
        id=access.id,
        name=f"{principal.email} on {brand.name}",
        values={"role": role},
    )
    if role:
        refresh_brand_roles(principal.membership_id, roles_on_brands(principal.membership_id))
