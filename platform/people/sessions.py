"""Log in, log out, switch agency: sessions are credentials of one membership in one agency."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from agencies.context import at_the_door, in_agency
from agencies.references import AgencyRef
from audit import events
from audit.actors import Actor
from people.models import Credential, Membership, User
from people.principal import Principal
from people.refusals import AgencyRequired, BadLogin, NoAgency
from people.resolution import lets_in, recent_holders
from people.roles import Role
from people.throttle import count_failure, forgive, refuse_when_too_many
from people.tokens import TokenKind, new_token

SESSION_LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A session just made; `token` is shown this once."""

    credential_id: UUID
    token: str
    expires_at: datetime
    agency: AgencyRef
    membership: Membership

    def actor(self, request_id: str) -> Actor:
        """Give what audit entries copy of who opened it."""
        member = self.membership
        return Actor(name=member.display_name, id=member.id, credential_id=self.credential_id, request_id=request_id)


def log_in(*, email: str, password: str, agency: str | None, address: str, request_id: str = "") -> OpenedSession:
    """Open a session for the person in one of their agencies, named by slug or id where there are several.

    Raises TooManyAttempts, BadLogin (the same for a wrong password and a person who does not exist, after the same
    work), AgencyRequired or NoAgency.
    """
    with at_the_door():
        refuse_when_too_many(email, address)
        user = User.objects.filter(email__iexact=email).first()
        right = _password_is_right(user, password)
        if not right:
            count_failure(email, address)
    if user is None or not right:
        raise BadLogin
    with at_the_door():
        _require_still(user)
        forgive(email, address)
        opened = open_session(_choose(_active_memberships(user.id), agency))
    _tell_of_log_in(opened, request_id)
    return opened


def switch(principal: Principal, *, agency: str) -> OpenedSession:
    """Open a session in another of the person's agencies. The old session stays as it is."""
    with at_the_door():
        opened = open_session(_choose(_active_memberships(principal.user_id), agency))
    _tell_of_log_in(opened, principal.request_id)
    return opened


def log_out(principal: Principal) -> None:
    """End the session of the request; other sessions stay."""
    with at_the_door():
        revoke_credential(principal.credential_id)
    with in_agency(principal.agency):
        events.logged_out(principal.actor(), id=principal.credential_id, email=principal.email)


def open_session(membership: Membership) -> OpenedSession:
    """Make a session credential of a membership. Needs the door's context."""
    token, expires_at = new_token(TokenKind.SESSION), timezone.now() + SESSION_LASTS
    credential = Credential.objects.create(
        kind=TokenKind.SESSION,
        key_id=token.key_id,
        secret_hash=token.hashed(settings.CREDENTIAL_PEPPER),
        agency_id=membership.agency_id,
        membership=membership,
        expires_at=expires_at,
    )
    return OpenedSession(
        credential_id=credential.id,
        token=token.text(),
        expires_at=expires_at,
        agency=membership.agency.ref(),
        membership=membership,
    )


def revoke_credential(credential_id: UUID) -> None:
    """Make a credential useless from now on: here at once, in other processes within seconds."""
    credential = Credential.objects.filter(id=credential_id, revoked_at=None).first()
    if credential is not None:
        Credential.objects.filter(id=credential_id).update(revoked_at=timezone.now())
        recent_holders.forget(credential.key_id)


def end_sessions_of_user(user_id: UUID) -> None:
    """End every session of a person in every agency, as after a new password. Needs the door's context."""
    Credential.objects.filter(membership__user_id=user_id, kind=TokenKind.SESSION, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    recent_holders.forget()


def memberships_of(user_id: UUID) -> list[Membership]:
    """List the person's active agencies, for choosing one."""
    with at_the_door():
        return _active_memberships(user_id)


def _require_still(user: User) -> None:
    """Lock the person; raises BadLogin where the password was replaced since it was checked, and sessions ended."""
    if not User.objects.select_for_update().filter(id=user.id, password=user.password).exists():
        raise BadLogin


def _active_memberships(user_id: UUID) -> list[Membership]:
    rows = Membership.objects.select_related("agency").filter(user_id=user_id, removed_at=None)
    return [row for row in rows.order_by("created_at", "id") if lets_in(row.agency.ref(), Role(row.role))]


def _choose(memberships: list[Membership], agency: str | None) -> Membership:
    if not memberships:
        raise NoAgency
    if agency is None:
        if len(memberships) > 1:
            raise AgencyRequired(f"Name one of your agencies: {', '.join(each.agency.slug for each in memberships)}.")
        return memberships[0]
    for membership in memberships:
        if agency in {membership.agency.slug, str(membership.agency_id)}:
            return membership
    raise AgencyRequired


def _password_is_right(user: User | None, password: str) -> bool:
    if user is None or not user.has_usable_password():
        make_password(password)  # the same work as a check, so that time tells nothing
        return False
    return user.check_password(password)


def _tell_of_log_in(opened: OpenedSession, request_id: str) -> None:
    with in_agency(opened.agency):
        events.logged_in(opened.actor(request_id), id=opened.credential_id, email=opened.membership.email)
