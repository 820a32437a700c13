"""Fills one demo agency: people, brands, what was run for them, and the numbers of their accounts."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import connections

from agencies.context import in_agency
from agencies.references import AgencyRef
from clients.models import BrandAccess
from kpis.demo.acting import acting_as_owner
from kpis.demo.fees import book_fees
from kpis.demo.loading import load_account
from kpis.demo.measures import state_measures
from kpis.demo.people import make_member, set_owner_password
from kpis.demo.plans import AccountPlan, AgencyPlan, BrandPlan
from kpis.demo.reports import publish_last_month
from kpis.demo.selling import sell
from kpis.demo.tagging import add_rules, link_ads, tag_brand
from kpis.demo.targets import set_targets
from kpis.demo.work import make_brand
from people.principal import Principal
from people.roles import Role

WORKERS = 2


def fill(agency: AgencyRef, plan: AgencyPlan, *, password: str, tell: Callable[[str], None]) -> None:
    """Make everything that the plan names in an agency that was just provisioned; the facts end yesterday (UTC)."""
    last_day = datetime.now(UTC).date() - timedelta(days=1)
    set_owner_password(agency, password=password)
    members = {person: make_member(agency, person, password=password) for person in plan.people[1:]}
    tell(f"  {len(plan.people)} people")
    with in_agency(agency):
        brands = {brand.name: make_brand(brand, last_day=last_day).id for brand in plan.brands}
        for person, member in members.items():
            for name in person.brands:
                BrandAccess.objects.create(membership_id=member.id, brand_id=brands[name])
    tell(f"  {len(brands)} brands")
    with acting_as_owner(agency) as owner:
        with in_agency(agency):
            state_measures(last_day=last_day)
            for brand in plan.brands:
                add_rules(owner, brands[brand.name], brand)
        _load_numbers(agency, plan, brands, last_day=last_day, tell=tell)
        with in_agency(agency):
            sold = sum(_work_with(owner, brands[brand.name], brand, last_day=last_day) for brand in plan.brands)
        tell(f"  {sold} events of shops")
    with in_agency(agency):
        for brand in plan.brands:
            set_targets(brands[brand.name], brand, last_day=last_day)
        for name in {name for person in plan.people if person.role is Role.CLIENT for name in person.brands}:
            publish_last_month(brands[name], last_day=last_day)


def _work_with(owner: Principal, brand_id: UUID, plan: BrandPlan, *, last_day: date) -> int:
    """Say what belongs to what of a brand, and record what came of it; gives the number of events."""
    tag_brand(owner, brand_id, plan)
    link_ads(owner, brand_id)
    book_fees(owner, brand_id)
    return sell(owner, brand_id, plan, last_day=last_day)


def _load_numbers(
    agency: AgencyRef, plan: AgencyPlan, brands: dict[str, UUID], *, last_day: date, tell: Callable[[str], None]
) -> None:
    def load(brand: BrandPlan, account: AccountPlan) -> str:
        try:
            return load_account(agency, brands[brand.name], brand, account, last_day=last_day)
        finally:
            connections.close_all()  # of this thread

    work = [(brand, account) for brand in plan.brands for account in brand.accounts]
    with ThreadPoolExecutor(WORKERS) as pool:
        for said in pool.map(load, *zip(*work, strict=True)):
            tell(f"  {said}")
