"""Which campaigns, contents, costs and ad units a principal may see for what: those of the brands it may."""

from apikit.guard import GuardedQuerySet
from campaigns.models import AdUnit, Campaign, Content, Cost
from clients.scoping import visible_accounts, visible_brands
from people.principal import Principal


def visible_campaigns(principal: Principal, capability: str) -> GuardedQuerySet[Campaign]:
    """Give the campaigns of the brands on which the principal has the capability."""
    campaigns = Campaign.objects.all()
    if principal.sees_every_brand:
        return campaigns
    return campaigns.filter(brand__in=visible_brands(principal, capability))


def visible_contents(principal: Principal, capability: str) -> GuardedQuerySet[Content]:
    """Give the contents of the accounts on which the principal has the capability."""
    contents = Content.objects.all()
    if principal.sees_every_brand:
        return contents
    return contents.filter(account__in=visible_accounts(principal, capability))


def visible_costs(principal: Principal, capability: str) -> GuardedQuerySet[Cost]:
    """Give the costs of the brands on which the principal has the capability."""
    costs = Cost.objects.all()
    if principal.sees_every_brand:
        return costs
    return costs.filter(brand__in=visible_brands(principal, capability))


def visible_ad_units(principal: Principal, capability: str) -> GuardedQuerySet[AdUnit]:
    """Give the ad units of the accounts on which the principal has the capability."""
    ad_units = AdUnit.objects.all()
    if principal.sees_every_brand:
        return ad_units
    return ad_units.filter(account__in=visible_accounts(principal, capability))
