"""The named people of the tests, the agencies they work in, and the brands they may see."""

from dataclasses import dataclass
from uuid import UUID

from agencies.context import at_the_door, in_agency
from agencies.provisioning import Founder, Founding, provision
from agencies.references import AgencyRef
from clients.models import Brand, BrandAccess, NetworkAccount
from people.models import Membership, User
from people.sessions import open_session

PASSWORD = "correct horse battery staple"
CANARY = "canary-of-south-7f3a"


@dataclass(frozen=True)
class Person:
    """Somebody with a session: `token` opens it."""

    name: str
    email: str
    user_id: UUID
    membership_id: UUID | None = None
    token: str = ""

    @property
    def bearer(self) -> dict[str, str]:
        return {"HTTP_AUTHORIZATION": f"Bearer {self.token}"}


@dataclass(frozen=True)
class World:
    """Two agencies: bob, carol and dora are assigned to `aurora`, nobody below admin to `borealis`."""

    north: AgencyRef
    south: AgencyRef
    alice: Person  # owns north
    adam: Person  # is admin of north
    bob: Person  # manages accounts of aurora
    carol: Person  # analyses aurora
    dora: Person  # is aurora's client
    erin: Person  # owns south
    frank: Person  # belongs to no agency
    aurora: UUID
    aurora_account: UUID
    borealis: UUID
    borealis_account: UUID
    southern: UUID
    southern_account: UUID


def make_world() -> World:
    """Provision both agencies and commit everything."""
    north = _agency("north", "alice")
    south = _agency("south", "erin")
    people = {name: _member(north, name, role) for name, role in NORTHERNERS.items()}
    frank = User(email="frank@frank.example", display_name="frank")
    frank.set_password(PASSWORD)
    with at_the_door():
        frank.save()
    aurora, aurora_account = _brand(north, "Aurora", "aurora", [people["bob"], people["carol"], people["dora"]])
    borealis, borealis_account = _brand(north, "Borealis", "borealis", [])
    southern, southern_account = _brand(south, f"Southern {CANARY}", f"southern{CANARY}", [])
    return World(
        north=north,
        south=south,
        alice=_owner(north),
        erin=_owner(south),
        frank=Person(name="frank", email=frank.email, user_id=frank.id),
        aurora=aurora,
        aurora_account=aurora_account,
        borealis=borealis,
        borealis_account=borealis_account,
        southern=southern,
        southern_account=southern_account,
        **people,
    )


NORTHERNERS = {"adam": "admin", "bob": "account_manager", "carol": "analyst", "dora": "client"}


def _agency(slug: str, owner: str) -> AgencyRef:
    founder = Founder(email=f"{owner}@{slug}.example", name=owner, password=PASSWORD)
    return provision(Founding(slug=slug, name=f"{slug.title()} Agency", founder=founder))


def _person(membership: Membership) -> Person:
    return Person(
        name=membership.display_name,
        email=membership.email,
        user_id=membership.user_id,
        membership_id=membership.id,
        token=open_session(membership).token,
    )


def _owner(agency: AgencyRef) -> Person:
    with at_the_door():
        return _person(Membership.objects.select_related("agency").get(agency_id=agency.id, role="owner"))


def _member(agency: AgencyRef, name: str, role: str) -> Person:
    with at_the_door():
        user = User(email=f"{name}@{agency.slug}.example", display_name=name)
        user.set_password(PASSWORD)
        user.save()
        membership = Membership.objects.create(
            agency_id=agency.id, user=user, email=user.email, display_name=name, role=role
        )
        return _person(Membership.objects.select_related("agency").get(id=membership.id))


def _brand(agency: AgencyRef, name: str, handle: str, members: list[Person]) -> tuple[UUID, UUID]:
    with in_agency(agency):
        brand = Brand.objects.create(name=name, currency="EUR")
        account = NetworkAccount.objects.create(brand=brand, network="tiktok", kind="standard", handle=handle)
        for member in members:
            BrandAccess.objects.create(brand=brand, membership_id=member.membership_id)
        return brand.id, account.id
