"""Which taggings and rules a principal may see for what."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q

from apikit.guard import GuardedQuerySet
from campaigns.models import Tagging, TagRule
from clients.scoping import visible_brands
from people.principal import Principal

READ_RULES = "tag_rules:read"


def visible_taggings(principal: Principal, capability: str) -> GuardedQuerySet[Tagging]:
    """Give the taggings all of whose contents are of brands on which the principal has the capability.

    One that reached further is not shown in part: its counts would tell of other brands.
    """
    taggings = Tagging.objects.all()
    if principal.sees_every_brand:
        return taggings
    return taggings.filter(brands__contained_by=ArraySubquery(visible_brands(principal, capability).values("id")))


def visible_tag_rules(principal: Principal, capability: str) -> GuardedQuerySet[TagRule]:
    """Give the rules of the brands on which the principal has the capability.

    Rules for every brand are read by all who read rules, and changed and applied by those who see every brand.
    """
    rules = TagRule.objects.all()
    if principal.sees_every_brand:
        return rules
    mine = Q(brand__in=visible_brands(principal, capability))
    return rules.filter(mine | Q(brand=None)) if capability == READ_RULES else rules.filter(mine)
