"""Records conversions in the open agency, as a batch over the API does."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from campaigns.attribution.conversion_reading import read_items
from campaigns.conversions.recording import Outcome, record_conversions
from people.principal import Principal
from people.roles import Role
from tests.people import Person, World


def principal_of(world: World, person: Person, role: Role = Role.OWNER) -> Principal:
    """Give a member as requests see them."""
    return Principal(
        agency=world.north,
        membership_id=person.membership_id,
        user_id=person.user_id,
        name=person.name,
        email=person.email,
        role=role,
        brand_roles=frozenset(),
        credential_id=UUID(int=1),
        credential_kind="session",
        scopes=frozenset(),
    )


def record(world: World, items: Sequence[Any], *, partial: bool = False) -> list[Outcome]:
    """Record items as alice, who owns the agency."""
    reads = read_items(items, source="shop", now=timezone.now())
    return record_conversions(principal_of(world, world.alice), reads, capability="conversions:write", partial=partial)
