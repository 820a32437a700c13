"""Fills one demo agency: people, brands, what was run for them, and the numbers of their accounts."""

from collections.abc import Callable

from agencies.references import AgencyRef
from kpis.demo.people import make_member, set_owner_password
from kpis.demo.plans import AgencyPlan


def fill(agency: AgencyRef, plan: AgencyPlan, *, password: str, tell: Callable[[str], None]) -> None:
    """Make everything that the plan names in an agency that was just provisioned."""
    set_owner_password(agency, password=password)
    for person in plan.people[1:]:
        make_member(agency, person, password=password)
    tell(f"  {len(plan.people)} people")
