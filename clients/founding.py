"""The profile of a new agency."""

from agencies.provisioning import Founding
from agencies.references import AgencyRef
from clients.models import AgencyProfile


def make_profile(agency: AgencyRef, founding: Founding, *, using: str) -> AgencyProfile:
    """Write the agency's profile with the defaults that its founding states; raises ValidationError for bad ones."""
    profile = AgencyProfile(slug=agency.slug, name=agency.name, **founding.profile)
    profile.clean_fields()
    profile.save(using=using)
    return profile
