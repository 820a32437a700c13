"""What the demo's agencies run: brands with accounts, campaigns, creators and costs."""

from datetime import date, timedelta
from decimal import Decimal

from campaigns.models import Campaign, Cost, Creator
from clients.models import Brand, NetworkAccount
from clients.networks import Network
from kpis.demo.plans import BrandPlan, CampaignPlan

CHINA = "Asia/Shanghai"  # by whose days the Chinese networks count
INTERNAL_SHARE = Decimal("0.72")  # of what is billed; the rest is the agency's margin


def make_brand(plan: BrandPlan, *, last_day: date) -> Brand:
    """Make a brand with everything but numbers and targets. Needs the agency's context."""
    notes = "" if not plan.accounts else f"Retainer renews in spring; margin on production {1 - INTERNAL_SHARE:.0%}."
    brand = Brand.objects.create(
        name=plan.name,
        industry=plan.industry,
        currency=plan.currency,
        time_zone=plan.time_zone,
        internal_notes=notes,
    )
    for account in plan.accounts:
        NetworkAccount.objects.create(
            brand=brand,
            network=account.network,
            kind=account.kind,
            handle=account.handle,
            display_name=plan.name,
            time_zone=plan.time_zone if account.network is Network.TIKTOK else CHINA,
        )
    creators = [
        Creator.objects.create(name=name, network=account.network, handle=_handle(name))
        for name, account in zip(plan.creators, plan.accounts * len(plan.creators), strict=False)
    ]
    for campaign in plan.campaigns:
        _make_campaign(brand, campaign, creators, last_day=last_day)
    return brand


def creators_of(plan: BrandPlan) -> list[Creator]:
    """Give a brand's creators in the order of its plan. Needs the agency's context."""
    found = {creator.name: creator for creator in Creator.objects.filter(name__in=plan.creators)}
    return [found[name] for name in plan.creators]


def days_of(plan: CampaignPlan, *, last_day: date) -> tuple[date, date]:
    """Give a campaign's first and last day."""
    return last_day - timedelta(days=plan.starts_days_ago), last_day - timedelta(days=plan.ends_days_ago)


def _make_campaign(brand: Brand, plan: CampaignPlan, creators: list[Creator], *, last_day: date) -> None:
    start, end = days_of(plan, last_day=last_day)
    campaign = Campaign.objects.create(
        brand=brand,
        name=plan.name,
        goal=plan.goal,
        start=start,
        end=end,
        budget=plan.budget,
        currency=brand.currency,
        internal_notes="Keep a tenth of the budget for make-goods.",
    )
    fee, production = plan.budget * Decimal("0.24"), plan.budget * Decimal("0.10")
    for creator in creators:
        _make_cost(campaign, "creator_fee", f"Fee {creator.name}", fee / len(creators), creator=creator)
    _make_cost(campaign, "production", f"Production {plan.name}", production)


def _make_cost(campaign: Campaign, kind: str, name: str, billed: Decimal, creator: Creator | None = None) -> None:
    cent = Decimal("0.01")
    Cost.objects.create(
        brand=campaign.brand,
        campaign=campaign,
        creator=creator,
        kind=kind,
        name=name,
        currency=campaign.currency,
        billed=billed.quantize(cent),
        internal=(billed * INTERNAL_SHARE).quantize(cent),
        start=campaign.start,
        end=campaign.end,
    )


def _handle(name: str) -> str:
    return name.replace(" ", "").lower()
