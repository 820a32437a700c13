"""Which brands a principal may see for what: the one rule that every list, look-up and related field goes through."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from apikit.guard import GuardedQuerySet
from clients.models import Brand, BrandAccess, NetworkAccount
from people.models import Invitation, Membership
from people.principal import Principal
from people.roles import Role, roles_with


def visible_brands(principal: Principal, capability: str) -> GuardedQuerySet[Brand]:
    """Give the brands on which the principal has the capability: all for owners and admins, else the assigned ones."""
    brands = Brand.objects.all()
    if principal.sees_every_brand:
        return brands
    entitled = roles_with(capability)
    granting = Q(role__in=sorted(entitled))
    if principal.role in entitled:
        granting |= Q(role="")
    mine = BrandAccess.objects.filter(granting, membership_id=principal.membership_id, brand=OuterRef("pk"))
    return brands.filter(Exists(mine))


def visible_accounts(principal: Principal, capability: str) -> GuardedQuerySet[NetworkAccount]:
    """Give the accounts of the visible brands."""
    accounts = NetworkAccount.objects.all()
    if principal.sees_every_brand:
        return accounts
    return accounts.filter(brand__in=visible_brands(principal, capability))


def visible_access(principal: Principal, capability: str) -> GuardedQuerySet[BrandAccess]:
    """Give who works on the visible brands: members, and those whose invitation is open; nobody who left."""
    members = Membership.objects.filter(removed_at=None).values("id")
    invited = Invitation.objects.filter(accepted_at=None, revoked_at=None).values("id")
    holders = Q(membership_id__in=members) | Q(membership_id__in=invited)
    return BrandAccess.objects.filter(holders, brand__in=visible_brands(principal, capability))


def roles_on_brands(membership_id: UUID) -> list[Role]:
    """List the roles that a member has on single brands beside their own."""
    stated = BrandAccess.objects.filter(membership_id=membership_id).exclude(role="")
    return sorted({Role(role) for role in stated.values_list("role", flat=True)})
