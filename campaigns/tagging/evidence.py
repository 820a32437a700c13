"""Collects what proposals for one page of contents rest on, in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import F, Q, Window
from django.db.models.functions import Lower, RowNumber

from campaigns.models import AdUnit, Campaign, Content, Creator
from campaigns.tagging.attributes import Attribute, folded
from campaigns.tagging.proposing import Evidence, Known, Precedents, Proposal, Running, proposals
from campaigns.tagging.stored import described, tags_of
from campaigns.tagging.wording import mentions_in

NEWEST_AN_ACCOUNT = 300
TAGGED = ~Q(category="") | ~Q(hook="") | Q(campaign__isnull=False) | Q(creator__isnull=False)


def known(content: Content) -> Known:
    """Give a content as proposals see it; its account is loaded."""
    return Known(content.account.network, described(content), tags_of(content, {}))


def proposals_for(page: Sequence[Content]) -> dict[UUID, list[Proposal]]:
    """Propose tags for each content of a page, from contents, campaigns and creators of its own brand."""
    contents = [known(content) for content in page]
    brands = {content.described.brand for content in contents}
    tagged = [known(content) for content in _newest_tagged(brands)]
    campaigns = _campaigns(brands)
    creators = _creators(contents, tagged)
    evidence = Evidence(
        campaigns=campaigns,
        creators={(creator.network, folded(creator.handle)): creator.id for creator in creators if creator.handle},
        of_ad_units=_campaigns_of_ad_units([content.id for content in page]),
        labels={str(campaign.id): campaign.name for campaign in campaigns}
        | {str(creator.id): creator.name for creator in creators},
    )
    precedents = Precedents.of(tagged)
    return {content.tags.content: proposals(content, evidence, precedents) for content in contents}


def _newest_tagged(brands: Iterable[UUID]) -> Iterable[Content]:
    """Give the newest tagged contents of each account of some brands: what was common of late counts."""
    rank = Window(RowNumber(), partition_by="account_id", order_by=[F("published_on").desc(nulls_last=True), "-id"])
    contents = Content.objects.filter(TAGGED, account__brand__in=brands).annotate(rank=rank)
    return contents.filter(rank__lte=NEWEST_AN_ACCOUNT).select_related("account")


def _campaigns(brands: Iterable[UUID]) -> list[Running]:
    rows = Campaign.objects.filter(brand__in=brands, archived_at=None).order_by("start", "id")
    return [Running(*row) for row in rows.values_list("id", "brand_id", "name", "start", "end")]


def _campaigns_of_ad_units(contents: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    linked = AdUnit.objects.filter(content__in=contents, campaign__archived_at=None).exclude(campaign=None)
    found: dict[UUID, set[UUID]] = {}
    for content, campaign in linked.values_list("content_id", "campaign_id"):
        found.setdefault(content, set()).add(campaign)
    return {content: frozenset(campaigns) for content, campaigns in found.items()}


def _creators(contents: Iterable[Known], tagged: Iterable[Known]) -> list[Creator]:
    """Give the creators whom titles mention and who made the tagged contents."""
    mentioned = {handle for content in contents for handle in mentions_in(content.described.title)}
    named = {value for each in tagged if (value := each.tags.values[Attribute.CREATOR])}
    if not mentioned and not named:
        return []
    rows = Creator.objects.annotate(lower_handle=Lower("handle"))
    return list(rows.filter(Q(lower_handle__in=mentioned) | Q(id__in=named)))
