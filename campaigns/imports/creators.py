"""Finds the creators whom rows name, and makes those that nobody knows yet."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Q, Value
from django.db.models.functions import Upper

from audit import events
from audit.actors import Actor
from campaigns.models import Creator, Import
from campaigns.readers import ContentRow
from campaigns.readers.numerals import is_missing
from campaigns.readers.ownership import bare_handle

LONGEST_NAME = 200
LONGEST_HANDLE = 120
BATCH = 500

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
    fresh = []
    for handle, name in named:
        if known.found(handle, name) is None:
            fresh.append(Creator(network=network, handle=handle, name=name or handle))
            known.add(fresh[-1])
    _make(fresh, by=Actor(upload.created_by))
    return {key: found.id for key in named if (found := known.found(*key)) is not None}


class _Known:
    """Creators by what they are called; of several of one name or handle the oldest counts."""

    def __init__(self, creators: Iterable[Creator]) -> None:
        self._by_handle: dict[str, Creator] = {}
        self._by_name: dict[str, list[Creator]] = {}
        for creator in creators:
            self.add(creator)

    def add(self, creator: Creator) -> None:
        """Take in a creator who is no older than those before."""
        if creator.handle:
            self._by_handle.setdefault(bare_handle(creator.handle), creator)
        self._by_name.setdefault(creator.name.casefold(), []).append(creator)

    def found(self, handle: str, name: str) -> Creator | None:
        """Give the creator of a handle, else the oldest of a name whose handle does not say otherwise."""
        if handle and (creator := self._by_handle.get(bare_handle(handle))) is not None:
            return creator
        named = self._by_name.get(name.casefold(), ()) if name else ()
        return next((creator for creator in named if not (handle and creator.handle)), None)


def _make(creators: Sequence[Creator], *, by: Actor) -> None:
    Creator.objects.bulk_create(creators, batch_size=BATCH)
    told = {
        creator.id: {"name": creator.name, "network": creator.network, "handle": creator.handle} for creator in creators
    }
    events.created_together(by, "creator", values=told)


def _lock(network: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || %s, 0))", [f":creators:{network}"]
        )


def _known(network: str, named: Iterable[CreatorKey]) -> _Known:
    handles = [spelt for handle, _ in named if handle for spelt in (bare_handle(handle), f"@{bare_handle(handle)}")]
    creators = Creator.objects.alias(of_handle=Upper("handle"), of_name=Upper("name")).filter(
        Q(of_handle__in=_capitals(handles)) | Q(of_name__in=_capitals(name for _, name in named if name)),
        network=network,
    )
    return _Known(creators.order_by("created_at", "id"))


def _capitals(texts: Iterable[str]) -> list[Upper]:
    """Leave case to the server on both sides, which may know other letters than Python does."""
    return [Upper(Value(text)) for text in dict.fromkeys(texts)]
