"""Who is asking: made from a credential before any view runs, and good for one request."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from agencies.references import AgencyRef
from apikit.principals import AUTHENTICATED, PUBLIC
from audit.actors import Actor
from people.roles import CAPABILITIES, SEES_EVERY_BRAND, Role

HAND_IN = "files:hand_in"
"""What the holder of an upload link may do, and nobody else: no role has it."""


@dataclass(frozen=True, slots=True)
class Principal:
    """A member of one agency, seen through one credential."""

    agency: AgencyRef
    membership_id: UUID
    user_id: UUID
    name: str
    email: str
    role: Role
    brand_roles: frozenset[Role]
    credential_id: UUID
    credential_kind: str
    scopes: frozenset[str]  # empty: whatever the role may
    request_id: str = ""

    @property
    def key(self) -> str:
        """Identify the holder in idempotency records: 64 hexadecimal digits."""
        return sha256(f"{self.agency.id}:{self.membership_id}".encode()).hexdigest()

    @property
    def sees_every_brand(self) -> bool:
        """Say whether brands need no assignment."""
        return self.role in SEES_EVERY_BRAND

    def may(self, capability: str) -> bool:
        """Say whether some role of this member has the capability, and the credential's scopes allow it."""
        if capability in {PUBLIC, AUTHENTICATED}:
            return True
        if capability == HAND_IN:
            return False
        if self.scopes and capability not in self.scopes:
            return False
        return not CAPABILITIES[capability].isdisjoint({self.role, *self.brand_roles})

    def actor(self) -> Actor:
        """Give what audit entries copy."""
        return Actor(
            name=self.name, id=self.membership_id, credential_id=self.credential_id, request_id=self.request_id
        )


@dataclass(frozen=True, slots=True)
class LinkHolder:
    """Whoever has an upload link of an agency: nobody in particular, who may hand files in and nothing else."""

    agency: AgencyRef
    link_id: UUID
    request_id: str = ""

    @property
    def key(self) -> str:
        """Identify the link in idempotency records: 64 hexadecimal digits."""
        return sha256(f"{self.agency.id}:{self.link_id}".encode()).hexdigest()

    def may(self, capability: str) -> bool:
        """Say whether this is handing in, or open to everybody."""
        return capability in {PUBLIC, HAND_IN}

    def actor(self, name: str) -> Actor:
        """Give what audit entries copy, with the name of the link."""
        return Actor(name=name, credential_id=self.link_id, request_id=self.request_id)


def asking(request: Any) -> Principal:
    """Give the member who asks; for actions whose capability makes sure that there is one."""
    principal = getattr(request, "principal", None)
    if not isinstance(principal, Principal):
        msg = "This action was reached without a credential: its capability is public"
        raise TypeError(msg)
    return principal
