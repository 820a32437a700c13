"""One thing of every resource in each place: bob's brand, another brand of his agency, and the other agency."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from agencies.context import at_the_door, in_agency
from audit.actors import Actor
from audit.events import created
from campaigns.models import AdUnit, Campaign, Content, Cost, Creator
from clients.models import BrandAccess
from people.models import Credential, Invitation, Membership, User
from people.tokens import TokenKind
from tests.people import CANARY

DAYS = {"start": date(2026, 1, 1), "end": date(2026, 1, 31)}


@dataclass(frozen=True)
class Place:
    """Where things are: ids by resource, `named` for what a body has to name."""

    ids: dict[str, UUID]
    named: dict[str, UUID] = field(default_factory=dict)


def make_places(world) -> dict[str, Place]:
    """Make the things; `missing` has ids of nothing."""
    places = {
        "own": _place(world.north, world.aurora, world.aurora_account, ""),
        "other": _place(world.north, world.borealis, world.borealis_account, ""),
        "south": _place(world.south, world.southern, world.southern_account, CANARY),
    }
    nothing = {name: uuid4() for name in places["own"].ids}
    return {**places, "missing": Place(nothing, {name: uuid4() for name in places["own"].named})}


def _place(agency, brand_id: UUID, account_id: UUID, mark: str) -> Place:
    member = _member(agency, mark)
    with in_agency(agency):
        campaign = Campaign.objects.create(brand_id=brand_id, name=f"Launch {mark}", goal="engagement", **DAYS)
        creator = Creator.objects.create(name=f"Lin {mark}", network="tiktok", internal_notes=mark)
        content = Content.objects.create(account_id=account_id, key=f"key-{uuid4()}", title=f"First {mark}")
        cost = Cost.objects.create(brand_id=brand_id, kind="other", name=mark, currency="EUR", billed=1, **DAYS)
        ad_unit = AdUnit.objects.create(account_id=account_id, source="manual", external_id=str(uuid4()), name=mark)
        access = BrandAccess.objects.create(membership_id=member.id, brand_id=brand_id)
        entry = created(Actor(name=f"gina {mark}"), "brand", id=brand_id, name=mark)
        key = Credential.objects.create(
            kind=TokenKind.API_KEY,
            key_id=uuid4().hex[:16],
            secret_hash="-",
            agency_id=agency.id,
            membership=member,
            name=mark,
        )
        invitation = _invitation(agency, f"{mark}{uuid4().hex}@example.org")
        newcomer = _invitation(agency, f"{mark}{uuid4().hex}@example.org")
    return Place(
        {
            "members": member.id,
            "invitations": invitation.id,
            "api-keys": key.id,
            "audit-entries": entry.id,
            "brands": brand_id,
            "accounts": account_id,
            "brand-access": access.id,
            "campaigns": campaign.id,
            "contents": content.id,
            "creators": creator.id,
            "costs": cost.id,
            "ad-units": ad_unit.id,
        },
        {"newcomer": newcomer.id, "brand": brand_id, "account": account_id},
    )


def _member(agency, mark: str) -> Membership:
    """Make a member whom the people of the tests can change and remove; users are made at the door."""
    with at_the_door():
        user = User(email=f"{uuid4().hex}@example.org", display_name=f"gina {mark}")
        user.set_unusable_password()
        user.save()
        return Membership.objects.create(
            agency_id=agency.id, user=user, email=user.email, display_name=user.display_name, role="analyst"
        )


def _invitation(agency, email: str) -> Invitation:
    return Invitation.objects.create(
        agency_id=agency.id,
        email=email,
        role="analyst",
        invited_by="alice",
        key_id=uuid4().hex[:16],
        secret_hash="-",
        expires_at=timezone.now() + timedelta(days=1),
    )
