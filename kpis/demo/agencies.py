"""Makes the demo's agencies where they are absent, and says how to get into them."""

from collections.abc import Callable
from pathlib import Path

from agencies.errors import UnknownAgencyError
from agencies.lifecycle import close, every_agency, find_agency
from agencies.provisioning import Founder, Founding, provision
from agencies.references import AgencyRef
from kpis.demo.brands import NORTH, SOUTH
from kpis.demo.demo_file import read_tokens, write_demo_file
from kpis.demo.filling import fill
from kpis.demo.people import people_with_tokens
from kpis.demo.plans import AgencyPlan

PLANS = (NORTH, SOUTH)
Tell = Callable[[str], None]


class DemoExists(Exception):  # noqa: N818 - reads as the state
    """An agency has one of the demo's names already."""


def ensure_demo(*, home: Path, base_url: str, password: str, tell: Tell) -> None:
    """Make the demo on an installation without agencies; then, or where it is there, write `demo.json`.

    An installation that has other agencies is left alone. A demo whose making broke off is made anew.
    """
    unfinished = home / "demo.unfinished"
    if unfinished.exists():
        _remove_what_is_there(tell)
    if unfinished.exists() or not every_agency():
        unfinished.parent.mkdir(parents=True, exist_ok=True)
        unfinished.touch()
        make_demo(password=password, tell=tell)
        unfinished.unlink()
    write_access(home=home, base_url=base_url, password=password)


def make_demo(*, password: str, tell: Tell) -> None:
    """Make both agencies with everything in them. Raises DemoExists before anything is made."""
    for plan in PLANS:
        if _found(plan) is not None:
            raise DemoExists(f"There is an agency called {plan.slug} already.")
    for plan in PLANS:
        tell(f"Making the demo agency {plan.name}")
        fill(_agency(plan, password), plan, password=password, tell=tell)


def write_access(*, home: Path, base_url: str, password: str) -> None:
    """Write `demo.json` for the demo's agencies that are there; tokens that still work stay as they are."""
    kept = read_tokens(home / "demo.json")
    agencies = []
    for plan in PLANS:
        agency = _found(plan)
        if agency is not None:
            people = people_with_tokens(agency, plan, kept)
            users = [
                {"name": one.name, "role": one.role, "email": one.email, "password": password, "token": one.token}
                for one in people
            ]
            agencies.append({"slug": plan.slug, "users": users})
    if any(agency["users"] for agency in agencies):
        write_demo_file(home / "demo.json", {"base_url": base_url, "agencies": agencies})


def _agency(plan: AgencyPlan, password: str) -> AgencyRef:
    owner = plan.people[0]
    founder = Founder(email=owner.email(plan.slug), name=owner.name, password=password)
    return provision(Founding(slug=plan.slug, name=plan.name, founder=founder, profile=dict(plan.profile)))


def _found(plan: AgencyPlan) -> AgencyRef | None:
    try:
        return find_agency(plan.slug)
    except UnknownAgencyError:
        return None


def _remove_what_is_there(tell: Tell) -> None:
    for plan in PLANS:
        if _found(plan) is not None:
            tell(f"Removing the unfinished demo agency {plan.slug}")
            close(plan.slug, drop_data=True)
