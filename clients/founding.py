"""The profile of a new agency."""

from agencies.provisioning import Founding
from agencies.references import AgencyRef
from clients.models import AgencyProfile


def make_profile(agency: AgencyRef, founding: Founding, *, using: str) -> AgencyProfile:
    """Write the agency's profile with the defaults that its founding states."""
    return AgencyProfile.objects.using(using).create(slug=agency.slug, name=agency.name, **founding.profile)
