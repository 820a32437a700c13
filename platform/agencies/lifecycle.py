"""What an operator does with an agency after it was made: suspend, resume, close."""

from datetime import timedelta
from uuid import UUID

from agencies.closing import USUAL_GRACE, begin_closing, purge
from agencies.context import OWNER, as_owner, at_the_door
from agencies.errors import AgencyError, UnknownAgencyError
from agencies.models import Agency
from agencies.references import AgencyRef, AgencyState


def find_agency(slug: str) -> AgencyRef:
    """Find an agency by its slug, as an operator."""
    with as_owner():
        agency = Agency.objects.using(OWNER).filter(slug=slug).first()
    if agency is None:
        msg = f"There is no agency called {slug}"
        raise UnknownAgencyError(msg)
    return agency.ref()


def every_agency() -> list[AgencyRef]:
    """List the agencies, oldest first, as an operator."""
    with as_owner():
        fleet = Agency.objects.using(OWNER).order_by("created_at", "id")
        return [agency.ref() for agency in fleet]


def suspend(slug: str) -> AgencyRef:
    """Refuse every credential of the agency from now on, in every process within seconds. Data stays."""
    return _move(slug, AgencyState.SUSPENDED)


def resume(slug: str) -> AgencyRef:
    """Let a suspended agency in again."""
    return _move(slug, AgencyState.ACTIVE)


def rename(agency_id: UUID, name: str) -> None:
    """Give an agency another name in the shared schema, where log-in shows it."""
    with at_the_door():
        Agency.objects.filter(id=agency_id).update(name=name)


def close(slug: str, *, drop_data: bool = False, grace: timedelta = USUAL_GRACE) -> AgencyRef:
    """Close an agency, as an operator: it can be reopened until the grace period ends.

    With `drop_data` it is purged now.
    """
    agency = find_agency(slug)
    if drop_data:
        purge(agency.id, even_in_grace=True)
        return agency
    return begin_closing(agency.id, grace=grace, by=None)


def _move(slug: str, state: AgencyState) -> AgencyRef:
    find_agency(slug)
    with as_owner():
        agency = Agency.objects.using(OWNER).select_for_update().get(slug=slug)
        if agency.state == AgencyState.CLOSING:
            msg = f"{slug} is closing; reopen it first"
            raise AgencyError(msg)
        agency.state = state
        agency.save(using=OWNER)
        return agency.ref()
