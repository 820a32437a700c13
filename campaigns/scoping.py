"""Which campaigns, contents, costs, ad units, typed values, links, codes, conversions a principal may see for what."""

from typing import TypeVar

from django.db.models import Model, Q

from apikit.guard import GuardedQuerySet
from campaigns.models import (
    AdLabel,
    AdUnit,
    Campaign,
    Content,
    Conversion,
    Cost,
    EvidenceFile,
    ManualValue,
    PlausibilityFinding,
    TrackingCode,
    TrackingLink,
)
from clients.scoping import visible_accounts, visible_brands
from people.principal import Principal

Row = TypeVar("Row", bound=Model)


def visible_campaigns(principal: Principal, capability: str) -> GuardedQuerySet[Campaign]:
    """Give the campaigns of the brands on which the principal has the capability."""
    return _of_brands(Campaign.objects.all(), principal, capability)


def visible_contents(principal: Principal, capability: str) -> GuardedQuerySet[Content]:
    """Give the contents of the accounts on which the principal has the capability."""
    return _of_accounts(Content.objects.all(), principal, capability)


def visible_costs(principal: Principal, capability: str) -> GuardedQuerySet[Cost]:
    """Give the costs of the brands on which the principal has the capability."""
    return _of_brands(Cost.objects.all(), principal, capability)


def visible_ad_units(principal: Principal, capability: str) -> GuardedQuerySet[AdUnit]:
    """Give the ad units of the accounts on which the principal has the capability."""
    return _of_accounts(AdUnit.objects.all(), principal, capability)


def visible_evidence(principal: Principal, capability: str) -> GuardedQuerySet[EvidenceFile]:
    """Give the evidence of the accounts on which the principal has the capability."""
    return _of_accounts(EvidenceFile.objects.all(), principal, capability)


def visible_manual_values(principal: Principal, capability: str) -> GuardedQuerySet[ManualValue]:
    """Give the typed values of the accounts on which the principal has the capability."""
    return _of_accounts(ManualValue.objects.all(), principal, capability)


def visible_ad_labels(principal: Principal, capability: str) -> GuardedQuerySet[AdLabel]:
    """Give the ad labels of the accounts on which the principal has the capability."""
    return _of_accounts(AdLabel.objects.all(), principal, capability)


def visible_findings(principal: Principal, capability: str) -> GuardedQuerySet[PlausibilityFinding]:
    """Give the findings in the accounts on which the principal has the capability."""
    return _of_accounts(PlausibilityFinding.objects.all(), principal, capability)


def visible_links(principal: Principal, capability: str) -> GuardedQuerySet[TrackingLink]:
    """Give the tracking links of the brands on which the principal has the capability."""
    return _of_brands(TrackingLink.objects.all(), principal, capability)


def visible_codes(principal: Principal, capability: str) -> GuardedQuerySet[TrackingCode]:
    """Give the tracking codes of the brands on which the principal has the capability."""
    return _of_brands(TrackingCode.objects.all(), principal, capability)


def visible_conversions(principal: Principal, capability: str) -> GuardedQuerySet[Conversion]:
    """Give the conversions of the principal's brands, and those of no brand yet that the principal sent."""
    conversions = Conversion.objects.all()
    if principal.sees_every_brand:
        return conversions
    own = Q(brand=None, sent_by=principal.membership_id)
    return conversions.filter(own | Q(brand__in=visible_brands(principal, capability)))


def _of_brands(rows: GuardedQuerySet[Row], principal: Principal, capability: str) -> GuardedQuerySet[Row]:
    if principal.sees_every_brand:
        return rows
    return rows.filter(brand__in=visible_brands(principal, capability))


def _of_accounts(rows: GuardedQuerySet[Row], principal: Principal, capability: str) -> GuardedQuerySet[Row]:
    if principal.sees_every_brand:
        return rows
    return rows.filter(account__in=visible_accounts(principal, capability))
