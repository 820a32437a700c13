"""Tells DRF who was already authenticated by the routing middleware."""

from typing import Any

from rest_framework.authentication import BaseAuthentication

from people.principal import Principal


class PrincipalAuthentication(BaseAuthentication):
    """The principal is `request.user` in DRF's words."""

    def authenticate(self, request: Any) -> tuple[Principal, None] | None:
        """Pass the principal on."""
        principal = getattr(request._request, "principal", None)
        return None if principal is None else (principal, None)

    def authenticate_header(self, request: Any) -> str:  # noqa: ARG002 - signature of the base
        """Name the scheme that a 401 answer asks for."""
        return "Bearer"
