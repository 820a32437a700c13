"""How an agency's people leave with it and come back: who they are and what they may, never a password or a token."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from agencies.archive.shared import Renamed, Row, SharedRows
from agencies.references import AgencyRef
from people.models import Credential, Invitation, Membership, User
from people.roles import Role
from people.tokens import TokenKind, new_token

MEMBER_FIELDS = ("id", "email", "display_name", "role", "brand_roles", "version", "created_at", "removed_at")
INVITATION_FIELDS = ("id", "email", "role", "invited_by", "created_at", "expires_at", "accepted_at", "revoked_at")
KEY_FIELDS = ("id", "membership_id", "name", "scopes", "created_at", "expires_at", "revoked_at", "last_used_at")


def _members_leave(agency_id: UUID, using: str) -> Iterator[Row]:
    return _rows(Membership, MEMBER_FIELDS, using, agency_id=agency_id)


def _members_arrive(agency: AgencyRef, rows: Iterable[Row], using: str) -> Renamed:
    """Make the members again: known people by their e-mail, others with no password until they ask for one.

    Who had left before stays away. An id that is taken, as beside the agency that it comes from, becomes a new one.
    """
    renamed: dict[str, str] = {}
    for row in rows:
        if row["removed_at"] is not None:
            continue
        member = Membership(
            agency_id=agency.id,
            user=_user(row["email"], row["display_name"], using),
            **{name: row[name] for name in ("email", "display_name", "role", "brand_roles", "version")},
        )
        if not Membership.objects.using(using).filter(id=row["id"]).exists():
            member.id = UUID(row["id"])
        else:
            renamed[row["id"]] = str(member.id)
        member.clean_fields(exclude=["user", "agency", "brand_roles", "removed_at"])
        member.brand_roles = [Role(role) for role in row["brand_roles"]]
        member.save(using=using, force_insert=True)
        Membership.objects.using(using).filter(id=member.id).update(created_at=parse_datetime(row["created_at"]))
    return renamed


def _user(email: str, name: str, using: str) -> User:
    known = User.objects.using(using).filter(email__iexact=email).first()
    if known is not None:
        return known
    user = User(email=email.lower(), display_name=name)
    user.set_unusable_password()
    user.clean_fields(exclude=["password"])
    user.save(using=using)
    return user


def _invitations_leave(agency_id: UUID, using: str) -> Iterator[Row]:
    return _rows(Invitation, INVITATION_FIELDS, using, agency_id=agency_id)


def _invitations_arrive(agency: AgencyRef, rows: Iterable[Row], using: str) -> Renamed:
    """Make the invitations again for the record. Open ones come closed: their tokens did not travel."""
    renamed: dict[str, str] = {}
    for row in rows:
        token = new_token(TokenKind.INVITATION)  # that nobody gets to see
        moments = {name: parse_datetime(row[name]) for name in ("expires_at", "accepted_at", "revoked_at") if row[name]}
        if "accepted_at" not in moments:
            moments.setdefault("revoked_at", timezone.now())
        invitation = Invitation(
            agency_id=agency.id,
            key_id=token.key_id,
            secret_hash=token.hashed(settings.CREDENTIAL_PEPPER),
            **{name: row[name] for name in ("email", "role", "invited_by")},
            **moments,
        )
        if not Invitation.objects.using(using).filter(id=row["id"]).exists():
            invitation.id = UUID(row["id"])
        elif "accepted_at" not in moments:  # else it is the member's id, and changed with the member
            renamed[row["id"]] = str(invitation.id)
        invitation.save(using=using, force_insert=True)
        Invitation.objects.using(using).filter(id=invitation.id).update(created_at=parse_datetime(row["created_at"]))
    return renamed


def _keys_leave(agency_id: UUID, using: str) -> Iterator[Row]:
    return _rows(Credential, KEY_FIELDS, using, agency_id=agency_id, kind=TokenKind.API_KEY)


def _rows(model: Any, fields: tuple[str, ...], using: str, **of: Any) -> Iterator[Row]:
    for row in model.objects.using(using).filter(**of).order_by("created_at", "id").values(*fields):
        yield {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | list) else _text(value)


def _text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


MEMBERS = SharedRows("members", _members_leave, _members_arrive)
INVITATIONS = SharedRows("invitations", _invitations_leave, _invitations_arrive)
API_KEYS = SharedRows("api_keys", _keys_leave)


def forget_people(agency_id: UUID, *, using: str) -> Mapping[str, int]:
    """Delete what the platform holds of an agency's people; gives the rows of each table that went.

    Who belongs to no other agency, now or formerly, is deleted with them.
    """
    users = set(Membership.objects.using(using).filter(agency_id=agency_id).values_list("user_id", flat=True))
    gone: dict[str, int] = {}
    for model in (Credential, Invitation, Membership):
        gone[model._meta.db_table] = model.objects.using(using).filter(agency_id=agency_id).delete()[0]
    nobodys = User.objects.using(using).filter(id__in=users, memberships=None)
    gone[User._meta.db_table] = nobodys.delete()[0]
    return gone
