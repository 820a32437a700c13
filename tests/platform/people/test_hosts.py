"""A white-label host asserts the agency and never chooses it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from agencies.context import OWNER, as_owner, at_the_door
from agencies.models import Domain
from agencies.references import AgencyRef
from people.hosts import known_hosts
from people.models import Membership
from people.sessions import open_session

pytestmark = pytest.mark.commits
HOST = "numbers.west.example"


@pytest.fixture
def west(found: Callable[[str], AgencyRef], settings: Any) -> Iterator[AgencyRef]:
    """Found an agency with a host of its own."""
    settings.ALLOWED_HOSTS = [HOST, "localhost"]
    agency = found("west")
    with as_owner():
        Domain.objects.using(OWNER).bulk_create([Domain(domain=HOST, tenant_id=agency.id)])
    known_hosts.forget()
    yield agency
    known_hosts.forget()


def ask(agency: AgencyRef, host: str) -> tuple[int, str]:
    """Read the agency with its owner's credential under a host; gives status, and code or slug."""
    with at_the_door():
        owner = Membership.objects.select_related("agency").get(agency_id=agency.id, role="owner")
        token = open_session(owner).token
    answer = Client().get("/api/v1/agency", headers={"authorization": f"Bearer {token}", "host": host})
    return answer.status_code, answer.json().get("code") or answer.json()["slug"]


def test_under_an_agencys_host_only_its_own_credentials_are_taken(
    west: AgencyRef, found: Callable[[str], AgencyRef]
) -> None:
    east = found("east")
    for host in (HOST, f"{HOST.upper()}:8000"):
        assert ask(west, host) == (200, west.slug)
        assert ask(east, host) == (403, "agency_mismatch")


def test_under_everybodys_host_the_credential_alone_decides(west: AgencyRef, found: Callable[[str], AgencyRef]) -> None:
    east = found("east")
    assert ask(west, "localhost") == (200, west.slug)
    assert ask(east, "localhost") == (200, east.slug)


def test_a_host_that_is_nobodys_is_refused_with_a_credential_and_without(west: AgencyRef) -> None:
    assert ask(west, "elsewhere.example") == (400, "unknown_host")
    anonymous = Client().post("/api/v1/session", {}, "application/json", headers={"host": "elsewhere.example"})
    assert (anonymous.status_code, anonymous.json()["code"]) == (400, "unknown_host")
