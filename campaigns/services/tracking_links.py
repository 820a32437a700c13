"""Tracking links: built for a content, campaign or account, revised, archived; in bulk one a content."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models.functions import Now

from apikit.models import new_id
from apikit.refusals import Refusal
from apikit.versions import differing, revise
from audit import events
from campaigns.attribution.carriers import instead_of_links, loses_links
from campaigns.attribution.links import LONGEST_URL, LinkWarning, build_link, destination_faults, link_warnings, slug_of
from campaigns.models import Campaign, Content, TrackingLink
from campaigns.services.belonging import require_brand
from clients.models import Brand, NetworkAccount
from clients.refusals import Archived
from clients.services.audited import audited
from people.principal import Principal

PAID_MEDIUM, ORGANIC_MEDIUM = "paid_social", "social"
UTM_FIELDS = ("source", "medium", "campaign_name", "term")
LINKS_AT_MOST = 200


class NothingNamed(Refusal):
    """A link or code belongs to something."""

    code = "nothing_named"
    detail = "Name a content, a campaign or an account: whose conversions these are."
    pointer = "#/content"


class BadDestination(Refusal):
    """A destination that cannot be tracked; the code says why."""

    code = "bad_url"
    pointer = "#/destination"


def design_link(values: Mapping[str, Any]) -> TrackingLink:
    """Build a link without storing it.

    `values` has `destination`, one or more of `content`, `campaign`, `account`, and what else is stated; `paid` makes
    the medium `paid_social`, as does a boosted content. Raises NothingNamed, WrongBrand or BadDestination.
    """
    stated = {name: value for name, value in values.items() if name != "paid"}
    content: Content | None = stated.get("content")
    account: NetworkAccount | None = content.account if content else stated.get("account")
    campaign: Campaign | None = stated.get("campaign") or (content.campaign if content else None)
    brand = brand_of(stated)
    row = TrackingLink(
        brand=brand,
        account=account,
        campaign=stated.get("campaign"),
        content=content,
        creator=stated.get("creator"),
        destination=stated["destination"],
        source=stated.get("source") or (account.network if account else slug_of(brand.name)),
        medium=stated.get("medium") or _medium(content, paid=bool(values.get("paid"))),
        campaign_name=stated.get("campaign_name") or (slug_of(campaign.name) if campaign else ""),
        term=stated.get("term", ""),
    )
    row.url = _url(row, campaign)
    return row


def create_link(principal: Principal, values: Mapping[str, Any]) -> TrackingLink:
    """Build a link and store it. Raises what `design_link` raises."""
    row = design_link(values)
    row.save(force_insert=True)
    row.refresh_from_db()
    told = {"destination": row.destination, "url": row.url}
    events.created(principal.actor(), "tracking_link", id=row.id, name=str(row), values=told)
    return row


def create_links(principal: Principal, contents: Sequence[Content], values: Mapping[str, Any]) -> list[TrackingLink]:
    """Build and store one link a content, all or none. Raises what `design_link` raises."""
    rows = [design_link({**values, "content": content}) for content in contents]
    TrackingLink.objects.bulk_create(rows)
    made = [row.id for row in rows]
    told = {"links": [str(each) for each in made]}
    events.created(principal.actor(), "tracking_links", id=new_id(), name=f"{len(made)} links", values=told)
    stored = TrackingLink.objects.select_related("account").in_bulk(made)
    return [stored[each] for each in made]


def revise_link(
    principal: Principal, link: TrackingLink, values: Mapping[str, Any], *, expected: int | None
) -> TrackingLink:
    """Change where a link leads or what its parameters say. Raises VersionConflict, Archived or BadDestination."""
    if link.archived_at is not None:
        raise Archived
    changes = differing(link, values)
    for name, value in changes.items():
        setattr(link, name, value)
    link.url = _url(link, link.campaign or (link.content.campaign if link.content else None))
    if changes:
        revise(link, expected=expected, updated_at=Now(), url=link.url, **changes)
        events.changed(principal.actor(), "tracking_link", id=link.id, name=str(link), changes=audited(changes))
    return link


def archive_link(principal: Principal, link: TrackingLink, *, expected: int | None) -> None:
    """Take a link out of sight; what comes through it still lands. Raises VersionConflict or Archived."""
    if link.archived_at is not None:
        raise Archived
    revise(link, expected=expected, updated_at=Now(), archived_at=Now())
    events.deleted(principal.actor(), "tracking_link", id=link.id, name=str(link))


def brand_of(values: Mapping[str, Any]) -> Brand:
    """Give the one brand of the content, campaign and account in `values`. Raises NothingNamed or WrongBrand."""
    content, campaign, account = (values.get(name) for name in ("content", "campaign", "account"))
    owner = content.account.brand if content else campaign.brand if campaign else account.brand if account else None
    if owner is None:
        raise NothingNamed
    require_brand(owner.id, values)
    if account is not None and account.brand_id != owner.id:
        raise WrongBrandOfAccount
    found: Brand = owner
    return found


class WrongBrandOfAccount(Refusal):
    """An account of another brand."""

    code = "wrong_brand"
    detail = "This belongs to another brand."
    pointer = "#/account"


def _medium(content: Content | None, *, paid: bool) -> str:
    return PAID_MEDIUM if paid or (content is not None and content.boosted) else ORGANIC_MEDIUM


def _url(row: TrackingLink, campaign: Campaign | None) -> str:
    for fault in destination_faults(row.destination):
        raise BadDestination(fault.detail, code=fault.code)
    url = build_link(row.destination, utm_of(row, campaign))
    if len(url) > LONGEST_URL:
        detail = f"With its parameters the address has more than {LONGEST_URL} characters."
        raise BadDestination(detail, code="url_too_long")
    return url


def warnings_of(link: TrackingLink) -> list[LinkWarning]:
    """Give what is odd about a link: its destination, a missing campaign, a network that loses links."""
    warnings = link_warnings(link.destination)
    if not link.campaign_name:
        detail = "Without a campaign the link has no utm_campaign; web analytics files it under none."
        warnings.append(LinkWarning("no_campaign", detail))
    if link.account is not None and link.medium != PAID_MEDIUM and loses_links(link.account.network, link.account.kind):
        others = ", ".join(instead_of_links(link.account.network, link.account.kind))
        detail = f"Outside of ads this network carries no links; use one of {others}."
        warnings.append(LinkWarning("link_lost", detail))
    return warnings


def utm_of(row: TrackingLink, campaign: Campaign | None) -> dict[str, str]:
    """Give a link's utm parameters; `utm_content` is the content's id, `utm_id` the campaign's."""
    return {
        "utm_source": row.source,
        "utm_medium": row.medium,
        "utm_campaign": row.campaign_name,
        "utm_content": str(row.content_id or ""),
        "utm_term": row.term,
        "utm_id": str(campaign.id) if campaign else "",
    }
