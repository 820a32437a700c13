"""Decides where a conversion belongs: by what it says, and by what of that was found among what the sender may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.attribution.codes import CodeKind, match_key
from campaigns.attribution.conversion import LandedBy
from campaigns.attribution.conversion_reading import References
from campaigns.attribution.links import slug_of
from campaigns.attribution.members import Fault

NOTHING = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Place:
    """What a conversion can be booked on. `zone` names the time zone of the account, else of the brand.

    A content's own campaign and creator are known but not booked: whoever tags the content later moves its
    conversions along.
    """

    brand: UUID
    zone: str
    account: UUID | None = None
    campaign: UUID | None = None
    content: UUID | None = None
    creator: UUID | None = None
    link: UUID | None = None
    code: UUID | None = None
    content_campaign: UUID | None = None
    content_creator: UUID | None = None


@dataclass(frozen=True, slots=True)
class CodePlace:
    """A code, the days on which it is good, both included, and what it stands for."""

    valid_from: date
    valid_to: date | None
    place: Place

    def good_at(self, occurred_at: datetime | None, day: date | None) -> bool:
        """Tell whether the code was good then, by the brand's own calendar."""
        then = day or (occurred_at.astimezone(ZoneInfo(self.place.zone)).date() if occurred_at else None)
        return then is not None and self.valid_from <= then and (self.valid_to is None or then <= self.valid_to)


@dataclass(frozen=True, slots=True)
class LinkedCampaign:
    """The campaign that a content's link was made for, and what the link says in `utm_campaign`."""

    campaign: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Landmarks:
    """What was found of everything that a batch names, all of it in the sender's scope."""

    contents: Mapping[UUID, Place] = field(default_factory=dict)
    published: Mapping[str, Sequence[Place]] = field(default_factory=dict)  # contents by the network's id
    links: Mapping[UUID, Place] = field(default_factory=dict)
    codes: Mapping[tuple[CodeKind, str], Sequence[CodePlace]] = field(default_factory=dict)
    campaigns: Mapping[UUID, Place] = field(default_factory=dict)
    campaign_names: Mapping[str, Sequence[Place]] = field(default_factory=dict)  # by slug
    linked_campaigns: Mapping[UUID, Sequence[LinkedCampaign]] = field(default_factory=dict)  # by content
    accounts: Mapping[UUID, Place] = field(default_factory=dict)
    brands: Mapping[UUID, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a conversion belongs, nowhere without a place; `warnings` tell what was named and could not be used."""

    place: Place | None
    by: LandedBy | None
    warnings: tuple[Fault, ...] = ()


def landing_of(
    said: References, occurred_at: datetime | None, day: date | None, known: Landmarks
) -> Landing | tuple[Fault, ...]:
    """Land a conversion, or give the faults of what it names by id.

    The surest way that leads somewhere wins: content, link, utm_content, code, campaign, utm_campaign, account, brand.
    What is named by id must be there, and all of it of one brand; what utm parameters and codes lead to is only taken
    inside that brand. A campaign that is named by id stands whatever else was found.
    """
    named, faults = _named(said, known)
    if faults:
        return tuple(faults)
    warnings: list[Fault] = []
    brand = next((place.brand for place in named.values()), None)
    found = dict(named)
    for way, (what, places) in _led_to(said, occurred_at, day, known).items():
        one = _the_one(way, what, places, brand)
        if isinstance(one, Fault):
            warnings.append(one)
        else:
            found[way] = one
    if content := found.get(LandedBy.UTM_CONTENT):
        found[LandedBy.UTM_CONTENT] = replace(content, campaign=_campaign_linked(said, content, known))
    by = next((way for way in LandedBy if way in found), None)
    if by is None:
        return Landing(None, None, tuple(warnings))
    return Landing(_merged(by, found), by, tuple(warnings))


_MEMBER = {
    LandedBy.CONTENT: "content",
    LandedBy.LINK: "link",
    LandedBy.UTM_CONTENT: "utm/utm_content",
    LandedBy.CODE: "code",
    LandedBy.CAMPAIGN: "campaign",
    LandedBy.UTM_CAMPAIGN: "utm/utm_campaign",
    LandedBy.ACCOUNT: "account",
    LandedBy.BRAND: "brand",
}


def _named(said: References, known: Landmarks) -> tuple[dict[LandedBy, Place], list[Fault]]:
    """Look up what is named by id; one that is missing, or of another brand than those before it, is a fault."""
    found, faults = dict[LandedBy, Place](), list[Fault]()
    for way, wanted, places in (
        (LandedBy.CONTENT, said.content, known.contents),
        (LandedBy.LINK, said.link, known.links),
        (LandedBy.CAMPAIGN, said.campaign, known.campaigns),
        (LandedBy.ACCOUNT, said.account, known.accounts),
        (LandedBy.BRAND, said.brand, known.brands),
    ):
        if wanted is None:
            continue
        place = places.get(wanted)
        if place is None:
            faults.append(Fault(f"/{way.value}", "not_found", "There is nothing with this id that you may use."))
        elif any(other.brand != place.brand for other in found.values()):
            faults.append(Fault(f"/{way.value}", "wrong_brand", "This belongs to another brand."))
        else:
            found[way] = place
    return found, faults


def _led_to(
    said: References, occurred_at: datetime | None, day: date | None, known: Landmarks
) -> dict[LandedBy, tuple[str, Sequence[Place]]]:
    """Follow utm parameters and codes: give by way what is sought, in words, and every place that goes by it."""
    led: dict[LandedBy, tuple[str, Sequence[Place]]] = {}
    if text := said.utm.get("utm_content"):
        led[LandedBy.UTM_CONTENT] = ("content", _contents_of(text, known))
    if said.code is not None:
        kind, written = said.code
        codes = known.codes.get((kind, match_key(kind, written)), ())
        good = [code.place for code in codes if code.good_at(occurred_at, day)]
        led[LandedBy.CODE] = ("code that is good on that day" if codes else "code", good)
    campaign = known.campaigns.get(id_in(said.utm.get("utm_id", "")) or NOTHING)
    name = said.utm.get("utm_campaign", "")
    if campaign is not None:
        led[LandedBy.UTM_CAMPAIGN] = ("campaign", [campaign])
    elif name:
        led[LandedBy.UTM_CAMPAIGN] = ("campaign", known.campaign_names.get(slug_of(name), ()))
    return led


def _contents_of(text: str, known: Landmarks) -> Sequence[Place]:
    content = known.contents.get(id_in(text) or NOTHING)
    return known.published.get(text, ()) if content is None else [content]


def _campaign_linked(said: References, content: Place, known: Landmarks) -> UUID | None:
    """Give the campaign that the content's link was made for, where utm parameters came back from such a link.

    It may be another than the content's own, and counts as if the link itself had been named.
    """
    links = known.linked_campaigns.get(content.content or NOTHING, ())
    wanted, name = id_in(said.utm.get("utm_id", "")), slug_of(said.utm.get("utm_campaign", ""))
    by_id = {link.campaign for link in links if link.campaign == wanted}
    meant = by_id or {link.campaign for link in links if name and slug_of(link.name) == name}
    return meant.pop() if len(meant) == 1 else None


def _the_one(way: LandedBy, what: str, places: Sequence[Place], brand: UUID | None) -> Place | Fault:
    """Give the only place, or why there is none; of several brands' places those of the brand that is named count."""
    fitting = [place for place in places if brand in {None, place.brand}]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        code, detail = "ambiguous", f"Several {what}s go by this."
    elif places:
        code, detail = "wrong_brand", "This leads to another brand than the one named."
    else:
        code, detail = "not_found", f"No {what} goes by this."
    return Fault(f"/{_MEMBER[way]}", code, detail)


def _merged(by: LandedBy, found: Mapping[LandedBy, Place]) -> Place:
    """Take the surest place, the campaign that is named, and what only the less sure ones know."""
    place, campaign = found[by], found.get(LandedBy.CAMPAIGN)
    if campaign is not None:
        place = replace(place, campaign=campaign.campaign)
    for other in (found[way] for way in LandedBy if way in found):
        if other.brand == place.brand:
            place = _completed(_with_content(place, other), other)
    return place


def _with_content(place: Place, other: Place) -> Place:
    """Take the other's content where the place has none, unless it is another account's."""
    if place.content is not None or other.content is None or place.account not in {None, other.account}:
        return place
    return replace(
        place,
        content=other.content,
        content_campaign=other.content_campaign,
        content_creator=other.content_creator,
    )


def _completed(place: Place, other: Place) -> Place:
    """Add what only the other knows; what it says of the same content goes before what the content says itself."""
    same = place.content is not None and place.content == other.content
    return replace(
        place,
        account=place.account or other.account,
        zone=place.zone if place.account or not other.account else other.zone,
        campaign=place.campaign or (other.campaign if same or not place.content_campaign else None),
        creator=place.creator or (other.creator if same or not place.content_creator else None),
        link=place.link or other.link,
        code=place.code or other.code,
    )


def id_in(text: str) -> UUID | None:
    """Read an id of ours, None where the text is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
