"""Lands a conversion later: where somebody says, or where its own words lead by now."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from apikit.models import new_id
from apikit.refusals import Refusal, RefusalKind
from audit import events
from campaigns.attribution.codes import CodeKind
from campaigns.attribution.conversion import LANDED_BY, LandedBy
from campaigns.attribution.conversion_reading import References
from campaigns.attribution.landing import Landing, Place, id_in, landing_of
from campaigns.conversions.entries import Entry, event_said, landing_kept
from campaigns.conversions.known import with_events
from campaigns.conversions.landmarks import Seeker
from campaigns.conversions.recording import agency_zone
from campaigns.conversions.storing import lock_sources, store
from campaigns.models import Conversion, ConversionEvent
from campaigns.refusals import WrongBrand
from people.principal import Principal


class OrderKnown(Refusal):
    """The brand has this order already."""

    kind = RefusalKind.CONFLICT
    code = "order_known"
    detail = "This brand has an order of the same source and number already."


class LeadsNowhere(Refusal):
    """What the conversion says of itself leads nowhere yet."""

    code = "leads_nowhere"
    detail = "What was sent with this conversion leads nowhere yet; name a content, campaign, account or brand."


def land_conversion(
    principal: Principal, conversion: Conversion, named: Mapping[str, Any], *, capability: str
) -> Conversion:
    """Book a conversion on the content, campaign, account or brand in `named`; on what its words lead to where empty.

    Raises WrongBrand where these are of several brands or it has landed on another, OrderKnown where the brand has
    the order already, LeadsNowhere where nothing is named and nothing found.
    """
    lock_sources({conversion.source})
    row = Conversion.objects.get(id=conversion.id)
    (_, known), *_ = with_events([row])
    place, by = (_place(named), LandedBy.HAND) if named else _found(principal, capability, known)
    _require_brand(row, place.brand)
    entry = Entry(row=row, is_new=False, events=known)
    now = timezone.now()
    landing = landing_kept(place, by)
    entry.add(
        ConversionEvent(
            digest=new_id().hex, said={}, landing=landing, received_at=now, received_from=principal.name[:200]
        ),
        agency_zone(),
    )
    if entry.changed:
        store([entry])
        events.conversion_landed(principal.actor(), id=row.id, name=str(row), landing=landing)
    return row


def _place(named: Mapping[str, Any]) -> Place:
    """Give what is named; the zone is that of the account, else of the brand."""
    content, campaign, account = (named.get(name) for name in ("content", "campaign", "account"))
    brands = {
        f"#/{name}": getattr(thing, "brand", thing) if name != "content" else thing.account.brand
        for name, thing in named.items()
    }
    first = next(iter(brands.values()))
    for pointer, brand in brands.items():
        if brand != first:
            raise WrongBrand(pointer=pointer)
    of_content = content.account if content else account
    return Place(
        brand=first.id,
        zone=of_content.time_zone if of_content else first.time_zone,
        account=of_content.id if of_content else None,
        campaign=campaign.id if campaign else None,
        content=content.id if content else None,
    )


def _found(principal: Principal, capability: str, known: Sequence[ConversionEvent]) -> tuple[Place, LandedBy]:
    """Follow what the events say once more; the surest of what they lead to."""
    said = [event for event in known if "event" in event.said]
    references = [references_of(event.said) for event in said]
    landmarks = Seeker(principal, capability).landmarks(references)
    found = []
    for event, each in zip(said, references, strict=True):
        then = event_said(event, 0)
        landing = landing_of(each, then.occurred_at, then.day, landmarks)
        if isinstance(landing, Landing) and landing.place and landing.by:
            found.append((landing.place, landing.by))
    if not found:
        raise LeadsNowhere
    return min(found, key=lambda each: LANDED_BY.index(each[1]))


def references_of(said: Mapping[str, Any]) -> References:
    """Read back where an event said that it belongs."""
    code = said.get("code")
    content, campaign, account, brand, link = (
        id_in(said.get(name, "")) for name in ("content", "campaign", "account", "brand", "link")
    )
    return References(
        content=content,
        campaign=campaign,
        account=account,
        brand=brand,
        link=link,
        code=(CodeKind(code["kind"]), code["code"]) if code else None,
        utm=said.get("utm", {}),
    )


def _require_brand(row: Conversion, brand: UUID) -> None:
    if row.brand_id is not None and row.brand_id != brand:
        raise WrongBrand
    same = Conversion.objects.filter(source=row.source, identity=row.identity, brand=brand)
    if same.exclude(id=row.id).exists():
        raise OrderKnown
