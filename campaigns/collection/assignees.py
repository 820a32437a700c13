"""Who is asked for a file: a member of the agency, or somebody outside of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from clients.models import BrandAccess
from people.models import Membership
from people.roles import SEES_EVERY_BRAND


@dataclass(frozen=True, slots=True)
class Assignee:
    """A person who brings files; `member` is None for a contact outside of the agency."""

    member: UUID | None
    name: str
    email: str


def members_named(ids: Iterable[UUID]) -> Mapping[UUID, Assignee]:
    """Give those of the members who are still there."""
    found = Membership.objects.filter(id__in=set(ids), removed_at=None)
    return {
        each.id: Assignee(member=each.id, name=each.display_name, email=each.email)
        for each in found.only("id", "display_name", "email")
    }


def works_on(member: UUID, brand: UUID) -> bool:
    """Say whether somebody is a member who sees a brand."""
    found = Membership.objects.filter(id=member, removed_at=None).first()
    if found is None:
        return False
    return found.role in SEES_EVERY_BRAND or BrandAccess.objects.filter(membership_id=member, brand_id=brand).exists()
