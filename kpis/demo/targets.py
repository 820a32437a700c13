"""The targets of the demo's campaigns."""

from datetime import date
from uuid import UUID

from campaigns.models import Campaign
from clients.models import Brand, NetworkAccount
from kpis.demo.acting import ACTOR
from kpis.demo.plans import BrandPlan, CampaignPlan
from kpis.demo.work import days_of
from kpis.targets.services import TargetDraft, set_target


def set_targets(brand_id: UUID, plan: BrandPlan, *, last_day: date) -> None:
    """Set every target of a brand's campaigns for the campaign's flight. Needs the agency's context."""
    brand = Brand.objects.get(id=brand_id)
    for campaign in plan.campaigns:
        _set_for_campaign(brand, campaign, last_day=last_day)


def _set_for_campaign(brand: Brand, plan: CampaignPlan, *, last_day: date) -> None:
    campaign = Campaign.objects.get(brand=brand, name=plan.name)
    start, end = days_of(plan, last_day=last_day)
    for target in plan.targets:
        # Followers and an account's totals are counted for accounts, not for campaigns.
        account = (
            NetworkAccount.objects.filter(brand=brand, network=target.network).order_by("created_at", "id").first()
        )
        set_target(
            TargetDraft(
                kpi=target.kpi,
                brand=brand,
                account=account,
                campaign=None if account is not None else campaign,
                goal=plan.goal,
                direction=target.direction,
                basis=target.basis,
                floor=target.floor,
                target=target.target,
                stretch=target.stretch,
                start=start,
                end=end,
                reason=f"Agreed at the start of {plan.name}",
            ),
            actor=ACTOR,
        )
