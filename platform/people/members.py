"""Members of the agency whose context is open, and invitations to become one."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apikit.versions import revise
from audit import events
from people.letters import send_letter
from people.models import Credential, Invitation, Membership
from people.principal import Principal
from people.refusals import AlreadyInvited, AlreadyMember, LastOwner, NoLongerOpen, NotAMember, RoleTooHigh
from people.resolution import recent_holders
from people.roles import Role, capabilities_of, may_grant
from people.tokens import TokenKind, new_token

INVITATION_LASTS = timedelta(days=14)
INVITATION_TEXT = """{inviter} invites you to work with {agency} on Yardstick.

Accept within 14 days: send this token, your name and a password to POST {url}/api/v1/invitations:accept

{token}
"""


def invite(principal: Principal, *, email: str, role: Role) -> tuple[Invitation, str]:
    """Invite an e-mail into the open agency; gives the invitation and its token, shown this once, sent on commit."""
    require_grant(principal, role)
    if Membership.objects.filter(email__iexact=email, removed_at=None).exists():
        raise AlreadyMember
    now = timezone.now()
    open_ones = Invitation.objects.filter(email__iexact=email, accepted_at=None, revoked_at=None)
    open_ones.filter(expires_at__lte=now).update(revoked_at=now)
    if open_ones.exists():
        raise AlreadyInvited
    token = new_token(TokenKind.INVITATION)
    invitation = Invitation.objects.create(
        agency_id=principal.agency.id,
        email=email.lower(),
        role=role,
        invited_by=principal.name,
        key_id=token.key_id,
        secret_hash=token.hashed(settings.CREDENTIAL_PEPPER),
        expires_at=now + INVITATION_LASTS,
    )
    events.member_invited(principal.actor(), id=invitation.id, email=invitation.email, role=role)
    text = INVITATION_TEXT.format(
        inviter=principal.name, agency=principal.agency.name, url=settings.PUBLIC_URL, token=token.text()
    )
    transaction.on_commit(partial(send_letter, f"Work with {principal.agency.name}", text, to=invitation.email))
    return invitation, token.text()


def revoke_invitation(principal: Principal, invitation: Invitation) -> None:
    """Close an open invitation. Raises NoLongerOpen where somebody was faster."""
    open_ones = Invitation.objects.filter(id=invitation.id, accepted_at=None, revoked_at=None)
    if open_ones.update(revoked_at=timezone.now()) == 0:
        raise NoLongerOpen
    events.deleted(principal.actor(), "invitation", id=invitation.id, name=invitation.email)


def change_role(principal: Principal, membership: Membership, *, role: Role, expected: int | None = None) -> Membership:
    """Give a member of the open agency another role; its sessions keep working with the new one.

    Raises RoleTooHigh, LastOwner, NotAMember, or VersionConflict where the version is no longer `expected`.
    """
    require_grant(principal, role)
    member, others_own = _locked(membership)
    _require_reach(principal, member)
    if member.role == Role.OWNER and role is not Role.OWNER and not others_own:
        raise LastOwner
    revise(member, expected=expected, role=role)
    events.changed(principal.actor(), "member", id=member.id, name=member.email, changes={"role": role})
    recent_holders.forget()
    return member


def remove(principal: Principal, membership: Membership) -> None:
    """Take a member's access away: every credential of theirs in this agency stops.

    Raises RoleTooHigh, LastOwner or NotAMember.
    """
    member, others_own = _locked(membership)
    _require_reach(principal, member)
    if member.role == Role.OWNER and not others_own:
        raise LastOwner
    now = timezone.now()
    Membership.objects.filter(id=member.id).update(removed_at=now)
    Credential.objects.filter(membership_id=member.id, revoked_at=None).update(revoked_at=now)
    events.member_removed(principal.actor(), id=member.id, email=member.email)
    recent_holders.forget()


def refresh_brand_roles(membership_id: UUID, roles: list[Role]) -> None:
    """Keep on the membership which roles it has on single brands, so that resolving a credential needs one row."""
    Membership.objects.filter(id=membership_id).update(brand_roles=sorted(roles))
    recent_holders.forget()


def require_grant(principal: Principal, role: Role) -> None:
    """Raise RoleTooHigh where the principal's role may not give `role`, or its scopes hold less than that role."""
    if not may_grant(principal.role, role):
        raise RoleTooHigh
    if principal.scopes and not capabilities_of(role) <= principal.scopes:
        raise RoleTooHigh("This API key's scopes do not hold everything that the role may do.")


def _require_reach(principal: Principal, membership: Membership) -> None:
    if not may_grant(principal.role, Role(membership.role)):
        raise RoleTooHigh


def _locked(membership: Membership) -> tuple[Membership, bool]:
    """Lock and read again a member and all owners, in one order for everybody; say whether another owner stays."""
    concerned = Q(id=membership.id) | Q(role=Role.OWNER)
    rows = Membership.objects.select_for_update().filter(concerned, removed_at=None).order_by("id")
    by_id = {row.id: row for row in rows}
    member = by_id.pop(membership.id, None)
    if member is None:
        raise NotAMember
    return member, any(row.role == Role.OWNER for row in by_id.values())
