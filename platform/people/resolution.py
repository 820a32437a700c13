"""Turns a token into a principal: one small query, remembered for seconds, in a role that can do nothing else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from agencies.context import as_resolver
from agencies.references import AgencyRef, AgencyState
from people.models import Credential
from people.principal import LinkHolder, Principal
from people.roles import Role
from people.tokens import Token, TokenKind

REMEMBERED_SECONDS = 3.0  # how long another process may still honour what was revoked here
REMEMBERED_TOKENS = 10_000
LAST_USED_STEP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Holder:
    """What a credential's row said, read once for several requests."""

    credential_id: UUID
    kind: str
    secret_hash: str
    expires_at: datetime | None
    scopes: frozenset[str]
    agency: AgencyRef
    membership_id: UUID
    user_id: UUID
    name: str
    email: str
    role: Role
    brand_roles: frozenset[Role]

    def principal(self, request_id: str) -> Principal | LinkHolder:
        """Make the principal of one request."""
        if self.kind == TokenKind.UPLOAD_LINK:
            return LinkHolder(agency=self.agency, link_id=self.credential_id, request_id=request_id)
        return Principal(
            agency=self.agency,
            membership_id=self.membership_id,
            user_id=self.user_id,
            name=self.name,
            email=self.email,
            role=self.role,
            brand_roles=self.brand_roles,
            credential_id=self.credential_id,
            credential_kind=self.kind,
            scopes=self.scopes,
            request_id=request_id,
        )


class RecentHolders:
    """What this process read in the last seconds, by key id; no agency is open when it is asked."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[str, tuple[float, Holder]] = {}

    def get(self, key_id: str) -> Holder | None:
        """Give what is still fresh."""
        kept = self._kept.get(key_id)
        return kept[1] if kept and kept[0] > monotonic() else None

    def put(self, key_id: str, holder: Holder) -> None:
        """Keep for a few seconds; everything is forgotten when there is too much of it."""
        with self._lock:
            if len(self._kept) >= REMEMBERED_TOKENS:
                self._kept.clear()
            self._kept[key_id] = (monotonic() + REMEMBERED_SECONDS, holder)

    def forget(self, key_id: str | None = None) -> None:
        """Forget one key, or all."""
        with self._lock:
            if key_id is None:
                self._kept.clear()
            else:
                self._kept.pop(key_id, None)


recent_holders = RecentHolders()


def resolve(token: Token, *, request_id: str = "") -> Principal | LinkHolder | None:
    """Give the principal that a token opens; None for one that is unknown, wrong, expired, revoked or suspended."""
    holder = recent_holders.get(token.key_id)
    if holder is None:
        holder = _read(token)
        if holder is None:
            return None
        recent_holders.put(token.key_id, holder)
    if holder.kind != token.kind or not token.proves(holder.secret_hash, settings.CREDENTIAL_PEPPER):
        return None
    if holder.expires_at is not None and holder.expires_at <= timezone.now():
        return None
    return holder.principal(request_id)


def lets_in(agency: AgencyRef, role: Role) -> bool:
    """Say whether an agency lets a member of a role in: an active one all, a closing one its owners."""
    match agency.state:
        case AgencyState.ACTIVE:
            return True
        case AgencyState.CLOSING:
            return role is Role.OWNER
        case AgencyState.SUSPENDED:
            return False


def _read(token: Token) -> Holder | None:
    with as_resolver():
        row = (
            Credential.objects.select_related("agency", "membership")
            .filter(key_id=token.key_id, revoked_at=None, membership__removed_at=None)
            .first()
        )
        if row is None or not lets_in(row.agency.ref(), Role(row.membership.role)):
            return None
        if row.kind == TokenKind.UPLOAD_LINK and row.agency.state != AgencyState.ACTIVE:
            return None
        if not token.proves(row.secret_hash, settings.CREDENTIAL_PEPPER):
            return None
        _note_use(row)
    member = row.membership
    return Holder(
        credential_id=row.id,
        kind=row.kind,
        secret_hash=row.secret_hash,
        expires_at=row.expires_at,
        scopes=frozenset(row.scopes),
        agency=row.agency.ref(),
        membership_id=member.id,
        user_id=member.user_id,
        name=member.display_name,
        email=member.email,
        role=Role(member.role),
        brand_roles=frozenset(Role(role) for role in member.brand_roles),
    )


def _note_use(row: Credential) -> None:
    now = timezone.now()
    if row.last_used_at is None or now - row.last_used_at > LAST_USED_STEP:
        Credential.objects.filter(id=row.id).update(last_used_at=now)
