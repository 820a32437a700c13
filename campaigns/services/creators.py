"""Creators: who makes content for brands, known to the whole agency."""

from collections.abc import Mapping
from typing import Any

from django.db.models.functions import Now

from apikit.versions import differing, revise
from audit import events
from campaigns.models import Creator
from clients.services.audited import audited
from people.principal import Principal


def add_creator(principal: Principal, values: Mapping[str, Any]) -> Creator:
    """Make a creator."""
    creator = Creator.objects.create(**values)
    creator.refresh_from_db()
    events.created(principal.actor(), "creator", id=creator.id, name=creator.name, values=audited(values))
    return creator


def revise_creator(
    principal: Principal, creator: Creator, values: Mapping[str, Any], *, expected: int | None
) -> Creator:
    """Change a creator. Raises VersionConflict."""
    changes = differing(creator, values)
    if changes:
        revise(creator, expected=expected, updated_at=Now(), **changes)
        events.changed(principal.actor(), "creator", id=creator.id, name=creator.name, changes=audited(changes))
    return creator


def delete_creator(principal: Principal, creator: Creator) -> None:
    """Delete a creator whom no content and no cost names; the database refuses any other."""
    creator_id = creator.id
    creator.delete()
    events.deleted(principal.actor(), "creator", id=creator_id, name=creator.name)
