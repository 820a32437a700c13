"""Which imports a principal may see for what: those of the accounts of the brands it may."""

from apikit.guard import GuardedQuerySet
from campaigns.models import Import
from clients.scoping import visible_accounts
from people.principal import Principal


def visible_imports(principal: Principal, capability: str) -> GuardedQuerySet[Import]:
    """Give the imports into the accounts on which the principal has the capability."""
    imports = Import.objects.all()
    if principal.sees_every_brand:
        return imports
    return imports.filter(account__in=visible_accounts(principal, capability))
