"""Finds everything that a batch of conversions names, among what the sender may see: one query a sort of thing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models.functions import Coalesce

from campaigns.attribution.codes import CodeKind, match_key
from campaigns.attribution.conversion_reading import References
from campaigns.attribution.landing import CodePlace, Landmarks, LinkedCampaign, Place, id_in
from campaigns.attribution.links import slug_of
from campaigns.scoping import visible_campaigns, visible_codes, visible_contents, visible_links
from clients.scoping import visible_accounts, visible_brands
from people.principal import Principal

_ONE_DAY = timedelta(days=1)
_OWN = ("brand_id", "brand__time_zone", "account_id", "account__time_zone", "campaign_id", "content_id", "creator_id")
_OF_CONTENT = ("content__account_id", "content__account__time_zone", "content__campaign_id", "content__creator_id")
_LINKED = (*_OWN, *_OF_CONTENT)
_CONTENT = ("id", "external_id", "account__brand_id", "account_id", "account__time_zone", "campaign_id", "creator_id")


class Seeker:
    """Looks for things on behalf of one principal, for one capability."""

    def __init__(self, principal: Principal, capability: str) -> None:
        self._asking = (principal, capability)

    def landmarks(self, said: Iterable[References]) -> Landmarks:
        """Find what is named; sorts of things that nobody names are not asked for."""
        named = list(said)
        texts = {text for each in named if (text := each.utm.get("utm_content"))}
        content_ids = {each.content for each in named} | {id_in(text) for text in texts}
        campaign_ids = {each.campaign for each in named} | {id_in(each.utm.get("utm_id", "")) for each in named}
        contents = {content: place for content, _, place in self._contents(id__in=_stated(content_ids))}
        published = self._published({text for text in texts if id_in(text) is None})
        return Landmarks(
            contents=contents,
            published=published,
            linked_campaigns=self._linked_campaigns(_contents_returned(named, contents, published)),
            links=self._links(_stated({each.link for each in named})),
            codes=self._codes({each.code for each in named if each.code is not None}),
            campaigns=self._campaigns(_stated(campaign_ids)),
            campaign_names=self._campaign_names({name for each in named if (name := each.utm.get("utm_campaign"))}),
            accounts=self._accounts(_stated({each.account for each in named})),
            brands=self._brands(_stated({each.brand for each in named})),
        )

    def _contents(self, **wanted: Any) -> list[tuple[UUID, str, Place]]:
        if not all(wanted.values()):
            return []
        rows = visible_contents(*self._asking).filter(**wanted)
        return [(row["id"], row["external_id"], _content_place(row)) for row in rows.values(*_CONTENT)]

    def _published(self, external_ids: set[str]) -> Mapping[str, list[Place]]:
        return _grouped((external, place) for _, external, place in self._contents(external_id__in=external_ids))

    def _links(self, ids: set[UUID]) -> Mapping[UUID, Place]:
        if not ids:
            return {}
        rows = visible_links(*self._asking).filter(id__in=ids).values("id", *_LINKED)
        return {row["id"]: _linked_place(row, link=row["id"]) for row in rows}

    def _linked_campaigns(self, contents: set[UUID]) -> Mapping[UUID, list[LinkedCampaign]]:
        """Find for which campaigns these contents have links; archived links lead there as well."""
        if not contents:
            return {}
        rows = visible_links(*self._asking).filter(content__in=contents, campaign__isnull=False)
        found = rows.values_list("content_id", "campaign_id", "campaign_name").distinct()
        return _grouped((content, LinkedCampaign(campaign, name)) for content, campaign, name in found if content)

    def _codes(self, written: set[tuple[CodeKind, str]]) -> Mapping[tuple[CodeKind, str], list[CodePlace]]:
        if not written:
            return {}
        keys = {(kind, match_key(kind, text)) for kind, text in written}
        rows = visible_codes(*self._asking).filter(match_key__in={key for _, key in keys})
        values = rows.values("id", "kind", "match_key", "valid_from", "valid_to", "archived_at", *_LINKED)
        found = (((CodeKind(row["kind"]), row["match_key"]), _code_place(row)) for row in values)
        return _grouped((key, place) for key, place in found if key in keys)

    def _campaigns(self, ids: set[UUID]) -> Mapping[UUID, Place]:
        if not ids:
            return {}
        rows = visible_campaigns(*self._asking).filter(id__in=ids).values_list("id", "brand_id", "brand__time_zone")
        return {campaign: Place(brand, zone, campaign=campaign) for campaign, brand, zone in rows}

    def _campaign_names(self, names: set[str]) -> Mapping[str, list[Place]]:
        """Find campaigns by what their name makes as a utm value, or by what one of their links says."""
        if not names:
            return {}
        slugs = {slug_of(name) for name in names} - {""}
        planned = visible_campaigns(*self._asking).filter(archived_at=None)
        links = visible_links(*self._asking).filter(campaign_name__in=names)
        linked = links.annotate(of=Coalesce("campaign_id", "content__campaign_id")).exclude(of=None)
        rows = {
            (slug_of(name), Place(brand, zone, campaign=campaign))
            for found in (
                planned.values_list("name", "id", "brand_id", "brand__time_zone"),
                linked.values_list("campaign_name", "of", "brand_id", "brand__time_zone"),
            )
            for name, campaign, brand, zone in found
        }
        return _grouped((slug, place) for slug, place in rows if slug in slugs)

    def _accounts(self, ids: set[UUID]) -> Mapping[UUID, Place]:
        if not ids:
            return {}
        rows = visible_accounts(*self._asking).filter(id__in=ids).values_list("id", "brand_id", "time_zone")
        return {account: Place(brand, zone, account=account) for account, brand, zone in rows}

    def _brands(self, ids: set[UUID]) -> Mapping[UUID, Place]:
        if not ids:
            return {}
        rows = visible_brands(*self._asking).filter(id__in=ids).values_list("id", "time_zone")
        return {brand: Place(brand, zone) for brand, zone in rows}


def _contents_returned(
    named: Iterable[References], contents: Mapping[UUID, Place], published: Mapping[str, Iterable[Place]]
) -> set[UUID]:
    """Give the contents that utm parameters name beside a campaign."""
    texts = {
        each.utm["utm_content"]
        for each in named
        if "utm_content" in each.utm and not {"utm_id", "utm_campaign"}.isdisjoint(each.utm)
    }
    by_id = {content for text in texts if (content := id_in(text)) in contents}
    return _stated(by_id | {place.content for text in texts for place in published.get(text, ())})


def _content_place(row: Mapping[str, Any]) -> Place:
    return Place(
        brand=row["account__brand_id"],
        zone=row["account__time_zone"],
        account=row["account_id"],
        content=row["id"],
        content_campaign=row["campaign_id"],
        content_creator=row["creator_id"],
    )


def _linked_place(row: Mapping[str, Any], *, link: UUID | None = None, code: UUID | None = None) -> Place:
    return Place(
        brand=row["brand_id"],
        zone=row["content__account__time_zone"] or row["account__time_zone"] or row["brand__time_zone"],
        account=row["content__account_id"] or row["account_id"],
        campaign=row["campaign_id"],
        content=row["content_id"],
        creator=row["creator_id"],
        link=link,
        code=code,
        content_campaign=row["content__campaign_id"],
        content_creator=row["content__creator_id"],
    )


def _code_place(row: Mapping[str, Any]) -> CodePlace:
    """Give a code with its days; one that was archived was good until the day before, by the brand's calendar."""
    last: date | None = row["valid_to"]
    if row["archived_at"] is not None:
        archived = row["archived_at"].astimezone(ZoneInfo(row["brand__time_zone"])).date() - _ONE_DAY
        last = archived if last is None else min(last, archived)
    return CodePlace(row["valid_from"], last, _linked_place(row, code=row["id"]))


def _stated(ids: set[UUID | None]) -> set[UUID]:
    return {each for each in ids if each is not None}


def _grouped(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)
