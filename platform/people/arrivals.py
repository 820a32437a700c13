"""Accepting an invitation: how somebody outside becomes a member."""

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from agencies.context import at_the_door, in_agency
from agencies.references import AgencyState
from audit import events
from people.models import Invitation, Membership, User
from people.passwords import check_strength
from people.refusals import BadToken, NotYou
from people.sessions import OpenedSession, open_session
from people.throttle import count_failure, refuse_when_too_many
from people.tokens import Token, TokenKind, parse_token


def accept(*, token: str, display_name: str, password: str, address: str, request_id: str = "") -> OpenedSession:
    """Accept an invitation: a new person chooses a password, a known one proves theirs. Opens a session.

    Raises BadToken for any token that does not open a current invitation, NotYou for a known person's wrong password
    (counted like a failed log-in, since who invites knows the token too), TooManyAttempts or WeakPassword.
    """
    parsed = _invitation_token(token)
    with at_the_door():
        email = _current(parsed).email
        refuse_when_too_many(email, address)
        user = _user_of(email)
        proven = user is None or user.check_password(password)
        if not proven:
            count_failure(email, address)
    if not proven:
        raise NotYou
    with at_the_door():
        opened = open_session(_join(_current(parsed), user, display_name, password))
    _welcome(opened, request_id)
    return opened


def _invitation_token(text: str) -> Token:
    parsed = parse_token(text)
    if parsed is None or parsed.kind is not TokenKind.INVITATION:
        raise BadToken
    return parsed


def _current(token: Token) -> Invitation:
    """Lock and give the invitation that the token opens."""
    open_ones = Invitation.objects.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())
    found = open_ones.select_related("agency").select_for_update(of=("self",)).filter(key_id=token.key_id).first()
    if found is None or not token.proves(found.secret_hash, settings.CREDENTIAL_PEPPER):
        raise BadToken
    if found.agency.state != AgencyState.ACTIVE:
        raise BadToken
    return found


def _user_of(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).first()


def _join(invitation: Invitation, proven: User | None, display_name: str, password: str) -> Membership:
    """Make the member; raises NotYou for a person who became known after the password was looked at."""
    known = _user_of(invitation.email)
    if known is not None and known != proven:
        raise NotYou
    user = known or _new_user(invitation.email, display_name, password)
    membership = Membership.objects.create(
        id=invitation.id,
        agency=invitation.agency,
        user=user,
        email=user.email,
        display_name=user.display_name,
        role=invitation.role,
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    return membership


def _new_user(email: str, display_name: str, password: str) -> User:
    check_strength(password, None)
    user = User(email=email.lower(), display_name=display_name)
    user.set_password(password)
    user.save()
    return user


def _welcome(opened: OpenedSession, request_id: str) -> None:
    """Tell of the arrival inside the agency, and let the apps above prepare what was promised to the invited."""
    member = opened.membership
    with in_agency(opened.agency):
        actor = opened.actor(request_id)
        events.member_joined(actor, id=member.id, email=member.email, role=member.role)
        for path in settings.MEMBER_STARTERS:
            import_string(path)(member.id)
