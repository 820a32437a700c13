"""Related brands and accounts in bodies: only those on which the caller has the action's capability."""

from typing import Any

from apikit.fields import ScopedRelatedField
from apikit.guard import GuardedQuerySet
from clients.models import Brand, NetworkAccount
from clients.scoping import visible_accounts, visible_brands
from people.principal import asking


def capability_of(request: Any) -> str:
    """Name the capability that the action of the request needs."""
    view = request.parser_context["view"]
    capability: str = view.capability
    return capability


def brands_of(request: Any) -> GuardedQuerySet[Brand]:
    """Give the brands that the action may be done for."""
    return visible_brands(asking(request), capability_of(request)).filter(archived_at=None)


def accounts_of(request: Any) -> GuardedQuerySet[NetworkAccount]:
    """Give the accounts that the action may be done for, each with its brand."""
    return visible_accounts(asking(request), capability_of(request)).filter(archived_at=None).select_related("brand")


def brand_field(**more: Any) -> ScopedRelatedField:
    """Make the field that names a brand."""
    return ScopedRelatedField(scope=brands_of, **more)


def account_field(**more: Any) -> ScopedRelatedField:
    """Make the field that names an account."""
    return ScopedRelatedField(scope=accounts_of, **more)
