"""Who does the demo's work where a service asks for a member: the agency's owner, in a session made for it."""

from collections.abc import Iterator
from contextlib import contextmanager

from agencies.context import at_the_door
from agencies.references import AgencyRef
from audit.actors import Actor
from people.models import Membership
from people.principal import Principal
from people.roles import Role
from people.sessions import log_out, open_session
from people.tokens import TokenKind

ACTOR = Actor(name="demo")


@contextmanager
def acting_as_owner(agency: AgencyRef) -> Iterator[Principal]:
    """Give the owner as requests see them, in a session that ends with the block. No agency is open around it."""
    with at_the_door():
        member = Membership.objects.select_related("agency").get(agency_id=agency.id, role=Role.OWNER)
        opened = open_session(member)
        owner = Principal(
            agency=agency,
            membership_id=member.id,
            user_id=member.user_id,
            name=member.display_name,
            email=member.email,
            role=Role.OWNER,
            brand_roles=frozenset(),
            credential_id=opened.credential_id,
            credential_kind=TokenKind.SESSION,
            scopes=frozenset(),
        )
    yield owner
    log_out(owner)
