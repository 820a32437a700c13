"""The default permission of DRF here: a view that is not one of the closed bases answers nobody."""

from typing import Any

from rest_framework.permissions import BasePermission


class NobodyUndeclared(BasePermission):
    """Refuses; closed views check the capability that each action declares and do not ask this."""

    def has_permission(self, request: Any, view: Any) -> bool:
        """Refuse."""
        del request, view
        return False
