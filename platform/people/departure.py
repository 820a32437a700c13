"""An owner closes the agency, and changes their mind: confirmed by name and password, told to every owner."""

from datetime import timedelta

from agencies.closing import begin_closing, reopen
from agencies.context import at_the_door, in_agency
from agencies.errors import AlreadyClosingError, ClosedByOperatorError, NotClosingError
from agencies.references import AgencyRef
from audit import events
from people.letters import send_letter
from people.models import Membership, User
from people.principal import Principal
from people.refusals import AlreadyClosing, ClosedByOperator, NotClosing, WrongName, WrongPassword
from people.resolution import recent_holders
from people.roles import Role
from people.throttle import count_failure, refuse_when_too_many

CLOSING_TEXT = """{name} closes the agency {agency}.

Until {until} UTC its owners can read and export everything, and take it back: POST {url}/api/v1/agency:reopen
After that everything is deleted for good.
"""


def close_agency(
    principal: Principal, *, slug: str, password: str, grace: timedelta, address: str, url: str
) -> AgencyRef:
    """Close the caller's agency: others lose access within seconds, owners can read, export and reopen.

    Raises WrongName unless `slug` is the agency's, TooManyAttempts, WrongPassword (counted like a failed log-in), or
    AlreadyClosing.
    """
    if slug != principal.agency.slug:
        raise WrongName
    _prove(principal, password, address)
    try:
        agency = begin_closing(principal.agency.id, grace=grace, by=principal.membership_id)
    except AlreadyClosingError as error:
        raise AlreadyClosing from error
    recent_holders.forget()
    if agency.purge_at is not None:
        with in_agency(agency):
            events.agency_closing(principal.actor(), id=agency.id, name=agency.name, purge_at=agency.purge_at)
        until = f"{agency.purge_at:%Y-%m-%d %H:%M}"
        text = CLOSING_TEXT.format(name=principal.name, agency=agency.name, until=until, url=url)
        for email in _owners(agency):
            send_letter(f"{agency.name} is closing", text, to=email)
    return agency


def reopen_agency(principal: Principal) -> AgencyRef:
    """Let the caller's closing agency live on. Raises NotClosing or ClosedByOperator."""
    try:
        agency = reopen(principal.agency.id, as_operator=False)
    except NotClosingError as error:
        raise NotClosing from error
    except ClosedByOperatorError as error:
        raise ClosedByOperator from error
    recent_holders.forget()
    with in_agency(agency):
        events.agency_reopened(principal.actor(), id=agency.id, name=agency.name)
    return agency


def _prove(principal: Principal, password: str, address: str) -> None:
    """Count and refuse a password that is not the caller's, in a transaction that outlives the refusal."""
    with at_the_door():
        user = User.objects.get(id=principal.user_id)
        refuse_when_too_many(user.email, address)
        right = user.check_password(password)
        if not right:
            count_failure(user.email, address)
    if not right:
        raise WrongPassword(pointer="#/password")


def _owners(agency: AgencyRef) -> list[str]:
    with at_the_door():
        owners = Membership.objects.filter(agency_id=agency.id, role=Role.OWNER, removed_at=None)
        return list(owners.order_by("created_at").values_list("email", flat=True))
