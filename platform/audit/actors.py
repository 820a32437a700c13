"""Who acts: copied into each audit entry, so that it stays readable after the person is gone."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or a program that changes something; `id` is the membership, None for the command line."""

    name: str
    id: UUID | None = None
    credential_id: UUID | None = None
    request_id: str = ""


COMMAND_LINE = Actor(name="command line")
