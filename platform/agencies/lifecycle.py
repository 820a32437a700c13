"""What happens to an agency after it was made: suspended, resumed, closed."""

from django.db import connections

from agencies.context import OWNER, as_owner
from agencies.errors import UnknownAgencyError
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
    """List the agencies that are not closed, oldest first, as an operator."""
    with as_owner():
        fleet = Agency.objects.using(OWNER).exclude(state=AgencyState.CLOSED).order_by("created_at", "id")
        return [agency.ref() for agency in fleet]


def suspend(slug: str) -> AgencyRef:
    """Refuse every credential of the agency from now on, in every process within seconds. Data stays."""
    return _move(slug, AgencyState.SUSPENDED)


def resume(slug: str) -> AgencyRef:
    """Let a suspended agency in again."""
    return _move(slug, AgencyState.ACTIVE)


def close(slug: str, *, drop_data: bool = False) -> AgencyRef:
    """Close an agency for good: its credentials stop, its slug is freed; with `drop_data` its schema and role go too."""
    agency = find_agency(slug)
    with as_owner():
        row = Agency.objects.using(OWNER).select_for_update().get(id=agency.id)
        row.state = AgencyState.CLOSED
        row.slug = f"closed-{row.id.hex[-24:]}"
        row.save(using=OWNER)
        if drop_data:
            with connections[OWNER].cursor() as cursor:
                cursor.execute(f"DROP SCHEMA IF EXISTS {agency.schema} CASCADE")
                cursor.execute(f"DROP OWNED BY {agency.schema}")
                cursor.execute(f"DROP ROLE {agency.schema}")
    return agency


def _move(slug: str, state: AgencyState) -> AgencyRef:
    find_agency(slug)
    with as_owner():
        agency = Agency.objects.using(OWNER).select_for_update().get(slug=slug)
        agency.state = state
        agency.save(using=OWNER)
        return agency.ref()
