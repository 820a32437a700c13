"""Who works on which brand, granted to members and to those who are still invited."""

from uuid import UUID

from audit import events
from clients.models import Brand, BrandAccess
from clients.refusals import UnknownMember
from clients.scoping import roles_on_brands
from people.members import refresh_brand_roles, require_grant
from people.models import Invitation, Membership
from people.principal import Principal
from people.roles import Role


def grant_access(principal: Principal, *, membership_id: UUID, brand: Brand, role: Role | None) -> BrandAccess:
    """Let a member or an invited person work on a brand, with the own role or with another one on this brand.

    Raises UnknownMember, or RoleTooHigh where the principal's credential holds less than what is granted.
    """
    own_role, email = _own_role(membership_id)
    require_grant(principal, role or own_role)
    access = BrandAccess.objects.create(membership_id=membership_id, brand=brand, role=role or "")
    access.refresh_from_db()
    name = f"{email} on {brand.name}"
    events.created(principal.actor(), "brand_access", id=access.id, name=name, values={"role": role or own_role})
    state_brand_roles(membership_id)
    return access


def withdraw_access(principal: Principal, access: BrandAccess) -> None:
    """Take the access to one brand away."""
    access_id, membership_id = access.id, access.membership_id
    name = f"{membership_id} on {access.brand.name}"
    access.delete()
    events.deleted(principal.actor(), "brand_access", id=access_id, name=name)
    state_brand_roles(membership_id)


def state_brand_roles(membership_id: UUID) -> None:
    """Copy the roles on single brands to the membership, so that resolving a credential needs one row."""
    refresh_brand_roles(membership_id, roles_on_brands(membership_id))


def _own_role(membership_id: UUID) -> tuple[Role, str]:
    member = Membership.objects.filter(id=membership_id, removed_at=None).first()
    if member is not None:
        return Role(member.role), member.email
    invited = Invitation.objects.filter(id=membership_id, accepted_at=None, revoked_at=None).first()
    if invited is None:
        raise UnknownMember
    return Role(invited.role), invited.email
