"""What happens to an agency after it was made: suspended, resumed, closed."""

from uuid import UUID

from django.db import connections

from agencies.context import OWNER, as_owner, at_the_door
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


def rename(agency_id: UUID, name: str) -> None:
    """Give an agency another name in the shared schema, where log-in shows it."""
    with at_the_door():
        Agency.objects.filter(id=agency_id).update(name=name)


def close(slug: str, *, drop_data: bool = False) -> AgencyRef:
    """Close an agency for good: its credentials stop and its slug is freed.

    With `drop_data` its schema and database role go too, and with them what the shared schema holds of its people:
    memberships, invitations, credentials and hosts. Users stay, since they may belong to other agencies.
    """
    agency = find_agency(slug)
    with as_owner():
        row = Agency.objects.using(OWNER).select_for_update().get(id=agency.id)
        row.state = AgencyState.CLOSED
        row.slug = f"closed-{row.id.hex[-24:]}"
        row.save(using=OWNER)
        if drop_data:
            _drop(row)
    return agency


def _drop(agency: Agency) -> None:
    for relation in Agency._meta.related_objects:
        relation.related_model.objects.using(OWNER).filter(**{relation.field.name: agency}).delete()
    with connections[OWNER].cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {agency.schema_name} CASCADE")
        cursor.execute(f"DROP ROLE IF EXISTS {agency.schema_name}")


def _move(slug: str, state: AgencyState) -> AgencyRef:
    find_agency(slug)
    with as_owner():
        agency = Agency.objects.using(OWNER).select_for_update().get(slug=slug)
        agency.state = state
        agency.save(using=OWNER)
        return agency.ref()
