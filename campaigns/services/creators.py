"""Creators: who makes content for brands, known to the whole agency."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Exists, ManyToOneRel, Model, OuterRef, QuerySet
from django.db.models.functions import Now

from agencies.erasure import PLACEHOLDER
from apikit.versions import differing, revise
from audit import events
from campaigns.models import Creator
from campaigns.refusals import CreatorInUse
from clients.services.audited import audited
from people.erasure import erase_somebody
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
    """Delete a creator whom nothing names: no content, cost, link, code, conversion or rule. Raises CreatorInUse."""
    free = Creator.objects.filter(*(~Exists(rows) for rows in _naming_rows()), id=creator.id)
    # Django's own delete would ask each table for every row of the creator, to say no after the first.
    if not free._raw_delete(free.db):
        raise CreatorInUse
    events.deleted(principal.actor(), "creator", id=creator.id, name=creator.name)


def erase_creator(
    principal: Principal, creator: Creator, *, more_words: Iterable[str], preview: bool
) -> Mapping[str, int]:
    """Erase a creator's name, handle and notes wherever they stand; gives the rows by table.

    What they made and cost stays, under a creator without a name.
    """
    words = [word for word in (creator.name, creator.handle, *more_words) if word and word != PLACEHOLDER]
    places = erase_somebody(principal, words, preview=preview, kind="creator", id=creator.id)
    if not preview:
        revise(creator, expected=None, name=PLACEHOLDER, handle="", internal_notes="", updated_at=Now())
    return places


def _naming_rows() -> Iterator[QuerySet[Model]]:
    for relation in Creator._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):
            yield relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
