"""A reference to an agency that is safe to keep, compare and pass between threads."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class AgencyState(StrEnum):
    """Where an agency is in its life."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class AgencyRef:
    """What is needed to open an agency's context: no database row, so it never goes stale in another context."""

    id: UUID
    slug: str
    name: str
    schema: str
    state: AgencyState = AgencyState.ACTIVE
    purge_at: datetime | None = None  # when a closing agency is deleted
