"""The first member of a new agency."""

from agencies.provisioning import Founding
from agencies.references import AgencyRef
from audit import events
from audit.actors import COMMAND_LINE
from people.models import Membership, User
from people.passwords import check_strength
from people.roles import Role


def make_owner(agency: AgencyRef, founding: Founding, *, using: str) -> Membership:
    """Make the founder a user, unless the e-mail has one, and the agency's first owner.

    Raises ValidationError for an e-mail that is none, WeakPassword for a password that breaks the rules.
    """
    founder = founding.founder
    user = User.objects.using(using).filter(email__iexact=founder.email).first()
    if user is None:
        user = User(email=founder.email.lower(), display_name=founder.name)
        user.clean_fields(exclude=["password"])
        if founder.password is not None:
            check_strength(founder.password, user)
        user.set_password(founder.password)
        user.save(using=using)
    membership = Membership.objects.using(using).create(
        agency_id=agency.id, user=user, email=user.email, display_name=founder.name, role=Role.OWNER
    )
    events.agency_provisioned(COMMAND_LINE, id=agency.id, name=agency.name, owner=user.email, using=using)
    return membership
