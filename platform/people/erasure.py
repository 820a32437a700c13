"""Erasing somebody from the agency: whom it named, and who worked there."""

from collections.abc import Iterable, Mapping
from functools import partial
from uuid import UUID

from django.db import transaction

from agencies.context import at_the_door
from agencies.erasure import PLACEHOLDER, erase
from agencies.name_patterns import folded
from agencies.sought import Sought
from audit import events
from people.members import remove
from people.models import Invitation, Membership, User
from people.principal import Principal
from people.refusals import NothingToErase, NotYourself
from people.resolution import recent_holders

SHORTEST_LATIN, SHORTEST_OTHER = 3, 2  # a shorter word stands in too much that is not about anybody
NOWHERE = "{id}@erased.invalid"  # RFC 2606: mail to it never arrives anywhere


def erase_words(principal: Principal, words: Iterable[str], *, preview: bool) -> Mapping[str, int]:
    """Replace words about somebody wherever they stand; gives the rows by table. `preview` changes nothing.

    Raises NothingToErase where every word is too short.
    """
    telling = [word for word in words if is_telling(word)]
    if not telling:
        raise NothingToErase
    return erase_somebody(principal, telling, preview=preview, kind="person", id=None)


def erase_somebody(
    principal: Principal, words: Iterable[str], *, preview: bool, kind: str, id: UUID | None
) -> Mapping[str, int]:
    """Replace what names somebody of a kind that has a row; words that are too short are not looked for.

    The trail tells that somebody was erased, and never who.
    """
    telling = tuple(dict.fromkeys(word for word in words if is_telling(word)))
    return _erase(principal, Sought(telling), preview=preview, kind=kind, id=id)


def erase_member(principal: Principal, member: Membership, *, preview: bool) -> Mapping[str, int]:
    """Remove a member and erase their e-mail, and their name where it stands alone; numbers and acts stay.

    The person's log-in goes too, unless they belong to another agency. Raises NotYourself, RoleTooHigh, LastOwner.
    """
    if member.id == principal.membership_id:
        raise NotYourself
    sought = Sought((member.email,), tuple(filter(None, [member.display_name])))
    told = erase(sought, preview=True)
    if preview:
        return told
    if member.removed_at is None:
        remove(principal, member)
    gone = {"email": NOWHERE.format(id=member.id), "display_name": PLACEHOLDER}
    Membership.objects.filter(id=member.id).update(**gone)
    Invitation.objects.filter(email__iexact=member.email).update(email=gone["email"])
    erase(sought)
    events.person_erased(principal.actor(), kind="member", id=member.id, places=told)
    transaction.on_commit(partial(_forget_user, member.user_id))
    recent_holders.forget()
    return told  # their removal wrote of them once more, and took rows of theirs along


def is_telling(word: str) -> bool:
    """Say whether a word is long enough to be looked for."""
    compared = folded(word)
    return len(compared) >= (SHORTEST_LATIN if compared.isascii() else SHORTEST_OTHER)


def _erase(principal: Principal, sought: Sought, *, preview: bool, kind: str, id: UUID | None) -> Mapping[str, int]:
    places = erase(sought, preview=preview)
    if not preview:
        events.person_erased(principal.actor(), kind=kind, id=id, places=places)
    return places


def _forget_user(user_id: UUID) -> None:
    """Make a person unknown who belongs to no agency any more; needs no open context."""
    with at_the_door():
        if Membership.objects.filter(user_id=user_id, removed_at=None).exists():
            return
        user = User.objects.get(id=user_id)
        user.email, user.display_name = NOWHERE.format(id=user_id), PLACEHOLDER
        user.set_unusable_password()
        user.save(update_fields=["email", "display_name", "password"])
