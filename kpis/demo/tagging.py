"""Says what belongs where, as people do: rules before the files come; campaigns, creators and ads after."""

from uuid import UUID

from django.db.models import QuerySet

from campaigns.models import AdUnit, Campaign, Content, Creator
from campaigns.services.ad_units import revise_ad_unit
from campaigns.tagging.attributes import Attribute
from campaigns.tagging.matching import Wish
from campaigns.tagging.rule_services import add_rule
from campaigns.tagging.services import tag_contents
from clients.models import Brand
from kpis.demo.plans import BrandPlan
from kpis.demo.work import creators_of
from people.principal import Principal

EVERY_NTH_BY_A_CREATOR = 4


def add_rules(principal: Principal, brand_id: UUID, plan: BrandPlan) -> None:
    """Add a rule for the brand's first topic, and one for what it sells. Needs the agency's context."""
    brand = Brand.objects.get(id=brand_id)
    if not plan.topics:
        return
    topic = plan.topics[0]
    stated = {"brand": brand, "match": {"title_contains": [topic]}}
    add_rule(principal, {**stated, "name": f"Series: {topic}", "add_hashtags": ["series"], "words": {"hook": "series"}})
    sold = {"brand": brand, "match": {"hashtags": ["promotional"]}, "add_hashtags": ["offer"]}
    add_rule(principal, {**sold, "name": "Promotions carry the tag of offers", "priority": 200})


def tag_brand(principal: Principal, brand_id: UUID, plan: BrandPlan) -> None:
    """Put tagged contents into the campaigns of their days, and name creators. Needs the agency's context."""
    tagged = Content.objects.filter(account__brand_id=brand_id).exclude(category="")
    for planned in plan.campaigns:
        campaign = Campaign.objects.select_related("brand").get(brand_id=brand_id, name=planned.name)
        running = tagged.filter(category=planned.category, published_on__range=(campaign.start, campaign.end))
        if running.exists():
            tag_contents(principal, running, Wish({Attribute.CAMPAIGN: str(campaign.id)}), campaign=campaign)
    for number, creator in enumerate(creators_of(plan)):
        made = _made_by(tagged, creator, number, len(plan.creators))
        if made:
            contents = Content.objects.filter(id__in=made)
            tag_contents(principal, contents, Wish({Attribute.CREATOR: str(creator.id)}), only_empty=True)


def link_ads(principal: Principal, brand_id: UUID) -> None:
    """Link a brand's ads to its campaign, the vendor's campaigns above them too. Needs the agency's context."""
    campaigns = Campaign.objects.filter(brand_id=brand_id).order_by("-end")
    campaign = campaigns.filter(goal="conversion").first() or campaigns.first()
    for unit in AdUnit.objects.filter(account__brand_id=brand_id).select_related("account"):
        revise_ad_unit(principal, unit, {"campaign": campaign}, expected=None)


def _made_by(tagged: QuerySet[Content], creator: Creator, number: int, creators: int) -> list[UUID]:
    """Give every fourth content of the creator's network, turn by turn between the brand's creators."""
    ids = tagged.filter(account__network=creator.network).order_by("published_at", "key").values_list("id", flat=True)
    return [each for place, each in enumerate(ids) if place % (EVERY_NTH_BY_A_CREATOR * creators) == number]
