"""Finds the creators whom rows name, and makes those that nobody knows yet."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import connection
from django.db.models import Q

from audit import events
from audit.actors import Actor
from campaigns.models import Creator, Import
from campaigns.readers import ContentRow
from campaigns.readers.numerals import is_missing
from campaigns.readers.ownership import bare_handle

LONGEST_NAME = 200
LONGEST_HANDLE = 120

CreatorKey = tuple[str, str]


def creator_key(row: ContentRow) -> CreatorKey | None:
    """Name the creator of a row by handle and name, None where it names nobody."""
    handle, name = _said(row.creator_handle)[:LONGEST_HANDLE], _said(row.creator_name)[:LONGEST_NAME]
    return (handle, name) if handle or name else None


def _said(cell: str) -> str:
    return "" if is_missing(cell) else cell.strip()


def creators_for(upload: Import, rows: Iterable[ContentRow]) -> Mapping[CreatorKey, UUID]:
    """Map who is named to a creator of the account's network: by handle, else by name, else a new one.

    A name alone never finds a creator of another handle. Two imports that name the same new creator wait for each
    other, so that there is one.
    """
    named = dict.fromkeys(key for row in rows if (key := creator_key(row)) is not None)
    if not named:
        return {}
    network = upload.account.network
    _lock(network)
    known = _known(network, named)
    for handle, name in named:
        if _found(known, handle, name) is None:
            creator = Creator.objects.create(network=network, handle=handle, name=name or handle)
            values = {"name": creator.name, "network": network, "handle": handle}
            events.created(Actor(upload.created_by), "creator", id=creator.id, name=creator.name, values=values)
            known.append(creator)
    return {key: found.id for key in named if (found := _found(known, *key)) is not None}


def _lock(network: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || %s, 0))", [f":creators:{network}"]
        )


def _known(network: str, named: Iterable[CreatorKey]) -> list[Creator]:
    asked = Q()
    for handle, name in named:
        if handle:
            asked |= Q(handle__iexact=bare_handle(handle)) | Q(handle__iexact=f"@{bare_handle(handle)}")
        if name:
            asked |= Q(name__iexact=name)
    return list(Creator.objects.filter(asked, network=network).order_by("created_at", "id"))


def _found(known: Iterable[Creator], handle: str, name: str) -> Creator | None:
    """Give the creator of a handle, else the oldest of a name whose handle does not say otherwise."""
    by_name = None
    for creator in known:
        if handle and creator.handle and bare_handle(creator.handle) == bare_handle(handle):
            return creator
        same_name = bool(name) and creator.name.casefold() == name.casefold()
        if same_name and by_name is None and not (handle and creator.handle):
            by_name = creator
    return by_name
