"""The profile of a new agency."""

from django.core.exceptions import ValidationError

from agencies.provisioning import Founding
from agencies.references import AgencyRef
from apikit.currencies import BAD_CURRENCY, CURRENCIES
from clients.models import AgencyProfile


def make_profile(agency: AgencyRef, founding: Founding, *, using: str) -> AgencyProfile:
    """Write the agency's profile with the defaults that its founding states; raises ValidationError for bad ones."""
    profile = AgencyProfile(slug=agency.slug, name=agency.name, **founding.profile)
    profile.clean_fields()
    if profile.currency and profile.currency not in CURRENCIES:
        raise ValidationError({"currency": BAD_CURRENCY})
    profile.save(using=using)
    return profile
