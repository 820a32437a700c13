"""The agency's own profile."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from agencies.lifecycle import rename
from apikit.versions import differing, revise
from audit import events
from clients.models import AgencyProfile
from clients.services.audited import audited
from people.principal import Principal
from people.resolution import recent_holders


def revise_profile(
    principal: Principal, profile: AgencyProfile, values: Mapping[str, Any], *, expected: int | None
) -> AgencyProfile:
    """Change what the agency says of itself; a new name reaches the shared schema once this is committed."""
    changes = differing(profile, values)
    if not changes:
        return profile
    revise(profile, expected=expected, **changes)
    events.changed(principal.actor(), "agency", id=principal.agency.id, name=profile.name, changes=audited(changes))
    if "name" in changes:
        transaction.on_commit(lambda: _tell_shared_schema(principal, changes["name"]))
    return profile


def _tell_shared_schema(principal: Principal, name: str) -> None:
    rename(principal.agency.id, name)
    recent_holders.forget()
