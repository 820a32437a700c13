"""What the demo consists of, as values: agencies, people, brands, accounts, campaigns, targets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from clients.networks import AccountKind, Network
from people.roles import Role


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """A member; `brands` names those that the person is assigned to."""

    name: str
    role: Role
    brands: tuple[str, ...] = ()

    def email(self, agency: str) -> str:
        """Give the address, under a name that no one can own (RFC 2606)."""
        return f"{self.name}@{agency}.example"


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """A brand's presence: how many follow it, how far a content goes, and how people respond to it.

    `views` is the usual lifetime total of one content, `response` a factor on the network's usual rates: 1 is
    ordinary, 0.3 poor, 3 great.
    """

    network: Network
    handle: str
    followers: int
    views: int
    response: float
    posts_a_week: float
    kind: AccountKind = AccountKind.STANDARD


@dataclass(frozen=True, slots=True)
class AdPlan:
    """Paid media of a brand: beside which of its networks, and money in the brand's currency.

    `spend` is a usual day's, `cpm` the price of 1,000 impressions, `click_rate` and `order_rate` are shares of
    impressions and clicks, `basket` an order's worth, `frequency` how often a month's ads show to one person. With
    `live` a room sells on three evenings a week.
    """

    network: Network
    source: str
    spend: float
    cpm: float
    click_rate: float
    order_rate: float
    basket: float
    frequency: float = 4.2
    live: bool = False


@dataclass(frozen=True, slots=True)
class ShopPlan:
    """A brand's own shop: orders a day that it tells of, an order's worth, and the coupon that creators name."""

    orders: float
    basket: float
    coupon: str


@dataclass(frozen=True, slots=True)
class TargetPlan:
    """A target over a campaign's flight: of one account where a network is named, else of the campaign."""

    kpi: str
    floor: Decimal
    target: Decimal
    stretch: Decimal
    network: Network | None = None
    direction: str = "higher"
    basis: str = ""  # the KPI's own


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """A campaign: its days count back from yesterday, so that some are over and some run."""

    name: str
    goal: str
    starts_days_ago: int
    ends_days_ago: int
    budget: Decimal
    category: str
    targets: tuple[TargetPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class BrandPlan:
    """A client brand; one without accounts is new and empty."""

    name: str
    industry: str
    currency: str
    time_zone: str
    accounts: tuple[AccountPlan, ...] = ()
    campaigns: tuple[CampaignPlan, ...] = ()
    ads: tuple[AdPlan, ...] = ()
    categories: tuple[str, ...] = ("product", "story", "how_to")
    topics: tuple[str, ...] = ()
    creators: tuple[str, ...] = ()
    hooks: tuple[str, ...] = ("question", "promise", "before_after", "number")
    sounds: tuple[str, ...] = ("original", "Slow Morning", "Night Drive")
    shop: ShopPlan | None = None


@dataclass(frozen=True, slots=True)
class AgencyPlan:
    """An agency; the first of its people owns it."""

    slug: str
    name: str
    people: tuple[PersonPlan, ...]
    brands: tuple[BrandPlan, ...]
    profile: Mapping[str, str] = field(default_factory=dict)
