"""Which campaigns, contents, costs, ad units, links, codes and conversions a principal may see for what."""

from django.db.models import Q

from apikit.guard import GuardedQuerySet
from campaigns.models import AdUnit, Campaign, Content, Conversion, Cost, TrackingCode, TrackingLink
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


def visible_links(principal: Principal, capability: str) -> GuardedQuerySet[TrackingLink]:
    """Give the tracking links of the brands on which the principal has the capability."""
    links = TrackingLink.objects.all()
    if principal.sees_every_brand:
        return links
    return links.filter(brand__in=visible_brands(principal, capability))


def visible_codes(principal: Principal, capability: str) -> GuardedQuerySet[TrackingCode]:
    """Give the tracking codes of the brands on which the principal has the capability."""
    codes = TrackingCode.objects.all()
    if principal.sees_every_brand:
        return codes
    return codes.filter(brand__in=visible_brands(principal, capability))


def visible_conversions(principal: Principal, capability: str) -> GuardedQuerySet[Conversion]:
    """Give the conversions of the principal's brands, and those of no brand yet that the principal sent."""
    conversions = Conversion.objects.all()
    if principal.sees_every_brand:
        return conversions
    own = Q(brand=None, sent_by=principal.membership_id)
    return conversions.filter(own | Q(brand__in=visible_brands(principal, capability)))
