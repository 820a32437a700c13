"""Finds the account that a file is of: by what the file states, by its name, by what accounts there are."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from campaigns.collection.expectations import is_of
from campaigns.imports.contents import content_key
from campaigns.imports.looks import LOOKED_AT
from campaigns.models import AdUnit, Content
from campaigns.readers import AdDayRow, ContentRow, Profile, Reading, profiles
from campaigns.readers.ownership import bare_handle
from clients.models import NetworkAccount

_SHORTEST_NAME: Final = 3
_HANDLE_IN_URL = re.compile(r"/@([^/?#]+)")


class PlacedBy(StrEnum):
    """What told the account of a file."""

    NAMED = "named"
    STATED_HANDLE = "stated_handle"
    KNOWN_IDS = "known_ids"
    FILE_NAME = "file_name"
    SAME_ARCHIVE = "same_archive"
    ONLY_ACCOUNT = "only_account"


@dataclass(frozen=True, slots=True)
class Placement:
    """The account of a file and what told it; without one, the accounts that it could be of."""

    account: NetworkAccount | None
    by: PlacedBy | None
    candidates: tuple[NetworkAccount, ...]


def candidates_for(reading: Reading, accounts: Iterable[NetworkAccount]) -> tuple[NetworkAccount, ...]:
    """Give the accounts that can have such a file: those of its network, and of its kinds."""
    profile = _profile_of(reading.profile)
    if profile is not None and profile.network is not None:
        return tuple(account for account in accounts if is_of(profile, account))
    return tuple(account for account in accounts if reading.network in {None, account.network})


def place(
    reading: Reading, file_name: str, accounts: Iterable[NetworkAccount], *, others: Iterable[NetworkAccount] = ()
) -> Placement:
    """Find the account of a file; evidence that points to several, or to one of `others`, is none."""
    possible = candidates_for(reading, accounts)
    handles = _stated_handles(reading)
    if handles:
        stated = [account for account in possible if bare_handle(account.handle) in handles]
        if len(stated) == 1 and len(handles) == 1:
            return Placement(stated[0], PlacedBy.STATED_HANDLE, possible)
        return Placement(None, None, tuple(stated))
    for by, found in (
        (PlacedBy.KNOWN_IDS, _known_ids(reading, possible)),
        (PlacedBy.FILE_NAME, [account for account in possible if _named_in(file_name, account)]),
        (PlacedBy.ONLY_ACCOUNT, possible),
    ):
        if by is PlacedBy.ONLY_ACCOUNT and any(_named_in(file_name, other) for other in others):
            return Placement(None, None, ())
        if len(found) == 1:
            return Placement(found[0], by, possible)
    return Placement(None, None, possible)


def _profile_of(key: str) -> Profile | None:
    return next((profile for profile in profiles() if profile.key == key), None)


def _stated_handles(reading: Reading) -> frozenset[str]:
    """Give the handles that rows state in a column, or in the addresses of contents."""
    urls = {
        bare_handle(found[1])
        for row in reading.rows
        if isinstance(row, ContentRow) and (found := _HANDLE_IN_URL.search(row.url))
    }
    return reading.stated_handles | urls


def _known_ids(reading: Reading, possible: Sequence[NetworkAccount]) -> list[NetworkAccount]:
    """Give the accounts that have contents or ad units of the file already."""
    rows = reading.rows[:LOOKED_AT]
    ids = [account.id for account in possible]
    keys = {content_key(row) for row in rows if isinstance(row, ContentRow)}
    units = {row.external_id for row in rows if isinstance(row, AdDayRow)}
    contents = Content.objects.filter(account__in=ids, key__in=keys).values_list("account_id", flat=True)
    ads = AdUnit.objects.filter(account__in=ids, external_id__in=units).values_list("account_id", flat=True)
    owners = {*contents, *ads}
    return [account for account in possible if account.id in owners]


def _named_in(file_name: str, account: NetworkAccount) -> bool:
    """Say whether a file's name says the account's handle, name or id, as a word of its own or in Chinese."""
    spoken = file_name.casefold()
    names = (bare_handle(account.handle), account.display_name.casefold(), account.external_id.casefold())
    return any(len(name) >= _SHORTEST_NAME and _is_word_in(name, spoken) for name in names)


def _is_word_in(name: str, text: str) -> bool:
    return re.search(rf"(?<![0-9a-z]){re.escape(name)}(?![0-9a-z])", text) is not None
