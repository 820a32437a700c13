"""Which plans and upload links a principal may see for what: those of the brands and accounts that it may."""

from apikit.guard import GuardedQuerySet
from campaigns.models import CollectionPlan, UploadLink
from clients.scoping import visible_accounts, visible_brands
from people.principal import Principal


def visible_plans(principal: Principal, capability: str) -> GuardedQuerySet[CollectionPlan]:
    """Give the plans of the accounts on which the principal has the capability."""
    plans = CollectionPlan.objects.all()
    if principal.sees_every_brand:
        return plans
    return plans.filter(account__in=visible_accounts(principal, capability))


def visible_upload_links(principal: Principal, capability: str) -> GuardedQuerySet[UploadLink]:
    """Give the upload links of the brands on which the principal has the capability."""
    links = UploadLink.objects.all()
    if principal.sees_every_brand:
        return links
    return links.filter(brand__in=visible_brands(principal, capability))
