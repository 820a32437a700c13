"""What a restored agency calls itself."""

from collections.abc import Mapping

from agencies.references import AgencyRef
from clients.models import AgencyProfile


def name_the_profile(agency: AgencyRef, former: Mapping[str, str], *, using: str) -> None:
    """Give the profile the slug and name that the agency was restored under."""
    del former
    AgencyProfile.objects.using(using).update(slug=agency.slug, name=agency.name)
