"""The people of the demo: made once, and given a valid token at each start."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from agencies.context import at_the_door
from agencies.references import AgencyRef
from kpis.demo.plans import AgencyPlan, PersonPlan
from people.models import Credential, Membership, User
from people.roles import Role
from people.sessions import open_session
from people.tokens import parse_token

STILL_GOOD = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody of the demo with a token that works."""

    name: str
    role: Role
    email: str
    token: str


def make_member(agency: AgencyRef, person: PersonPlan, *, password: str) -> Membership:
    """Make a person with a password and a membership in the agency."""
    with at_the_door():
        # A person outlives an agency that was removed.
        email = person.email(agency.slug)
        user = User.objects.filter(email=email).first() or User(email=email, display_name=person.name)
        user.set_password(password)
        user.save()
        return Membership.objects.create(
            agency_id=agency.id, user=user, email=user.email, display_name=person.name, role=person.role
        )


def set_owner_password(agency: AgencyRef, *, password: str) -> None:
    """Give the founder, who was made with the agency, the demo's password."""
    with at_the_door():
        user = User.objects.get(memberships__agency_id=agency.id, memberships__role=Role.OWNER)
        user.set_password(password)
        user.save(update_fields=["password"])


def people_with_tokens(agency: AgencyRef, plan: AgencyPlan, kept: dict[str, str]) -> Iterator[DemoPerson]:
    """Give the demo's people who are still members, with the token of theirs in `kept` (by e-mail) or a new one."""
    with at_the_door():
        for person in plan.people:
            member = (
                Membership.objects.select_related("agency")
                .filter(agency_id=agency.id, email=person.email(agency.slug), removed_at=None)
                .first()
            )
            if member is None:
                continue
            token = kept.get(member.email, "")
            if not _opens(token, member):
                token = open_session(member).token
            yield DemoPerson(name=person.name, role=Role(member.role), email=member.email, token=token)


def _opens(text: str, member: Membership) -> bool:
    """Say whether a token is the member's and will be good for a while."""
    token = parse_token(text)
    if token is None:
        return False
    credential = Credential.objects.filter(key_id=token.key_id, membership=member, revoked_at=None).first()
    return (
        credential is not None
        and token.proves(credential.secret_hash, settings.CREDENTIAL_PEPPER)
        and credential.expires_at is not None
        and credential.expires_at > timezone.now() + STILL_GOOD
    )
