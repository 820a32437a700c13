"""Who does the demo's work where a service asks for a member: the agency's owner, in a session made for it."""

from agencies.context import at_the_door
from agencies.references import AgencyRef
from audit.actors import Actor
from people.models import Membership
from people.principal import Principal
from people.roles import Role
from people.sessions import open_session
from people.tokens import TokenKind

ACTOR = Actor(name="demo")


def owner_of(agency: AgencyRef) -> Principal:
    """Open a session of the owner and give them as requests see them."""
    with at_the_door():
        member = Membership.objects.select_related("agency").get(agency_id=agency.id, role=Role.OWNER)
        opened = open_session(member)
        return Principal(
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
