"""Who is asking, as far as an endpoint needs to know: a stable key and what it may do."""

from typing import Any, Protocol, runtime_checkable

PUBLIC = "public"
"""Capability of an action that anyone may call, with a credential or without."""

AUTHENTICATED = "authenticated"
"""Capability of an action that needs a credential and nothing more."""


@runtime_checkable
class Principal(Protocol):
    """The holder of a credential, set as `request.principal` before any view runs."""

    key: str

    def may(self, capability: str) -> bool:
        """Say whether the holder has this capability."""
        ...


def principal_of(request: Any) -> Principal | None:
    """Give who is asking, or None for an anonymous request."""
    return getattr(request, "principal", None)
