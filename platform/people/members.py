"""Members of the agency whose context is open, and invitations to become one."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from audit import events
from people.models import Credential, Invitation, Membership
from people.principal import Principal
from people.refusals import AlreadyInvited, AlreadyMember, LastOwner, RoleTooHigh
from people.resolution import recent_holders
from people.roles import Role, capabilities_of, may_grant
from people.tokens import TokenKind, new_token

INVITATION_LASTS = timedelta(days=14)
INVITATION_TEXT = """{inviter} invites you to work with {agency} on Yardstick.

Accept within 14 days: send this token, your name and a password to POST {url}/api/v1/invitations:accept

{token}
"""


def invite(principal: Principal, *, email: str, role: Role) -> tuple[Invitation, str]:
    """Invite an e-mail into the open agency; gives the invitation and its token, which is shown and sent this once."""
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
    send_mail(f"Work with {principal.agency.name}", text, settings.DEFAULT_FROM_EMAIL, [invitation.email])
    return invitation, token.text()


def revoke_invitation(principal: Principal, invitation: Invitation) -> None:
    """Close an open invitation."""
    Invitation.objects.filter(id=invitation.id, accepted_at=None).update(revoked_at=timezone.now())
    events.deleted(principal.actor(), "invitation", id=invitation.id, name=invitation.email)


def change_role(principal: Principal, membership: Membership, *, role: Role) -> Membership:
    """Give a member of the open agency another role; its sessions keep working with the new one."""
    require_grant(principal, role)
    _require_reach(principal, membership)
    if membership.role == Role.OWNER and role is not Role.OWNER:
        _require_other_owner(membership)
    Membership.objects.filter(id=membership.id).update(role=role, version=membership.version + 1)
    events.changed(principal.actor(), "member", id=membership.id, name=membership.email, changes={"role": role})
    recent_holders.forget()
    membership.refresh_from_db()
    return membership


def remove(principal: Principal, membership: Membership) -> None:
    """Take a member's access away: every credential of theirs in this agency stops."""
    _require_reach(principal, membership)
    if membership.role == Role.OWNER:
        _require_other_owner(membership)
    now = timezone.now()
    Membership.objects.filter(id=membership.id).update(removed_at=now)
    Credential.objects.filter(membership_id=membership.id, revoked_at=None).update(revoked_at=now)
    events.member_removed(principal.actor(), id=membership.id, email=membership.email)
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


def _require_other_owner(membership: Membership) -> None:
    owners = Membership.objects.select_for_update().filter(role=Role.OWNER, removed_at=None)
    if not [owner for owner in owners if owner.id != membership.id]:
        raise LastOwner
