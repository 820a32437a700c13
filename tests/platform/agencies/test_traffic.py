"""Four threads mix hundreds of requests each over two agencies: nothing of one ever shows in the other."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from agencies.context import at_the_door, in_agency
from agencies.references import AgencyRef
from clients.models import Brand
from people.models import Membership
from people.sessions import open_session
from tests.platform.agencies.bouncer import SERVER_CONNECTIONS
from tests.platform.agencies.programs import beside

THREADS, REQUESTS = 4, 600
pytestmark = pytest.mark.commits


@pytest.fixture
def sides(found: Callable[[str], AgencyRef]) -> list[dict[str, str]]:
    """Provision two agencies, each with a first brand and its owner's session."""
    return [_side(found(name), marker=f"{name}-canary-51c7") for name in ("left", "right")]


def _side(agency: AgencyRef, *, marker: str) -> dict[str, str]:
    with in_agency(agency):
        Brand.objects.create(name=f"{marker} first")
    with at_the_door():
        owner = Membership.objects.select_related("agency").get(agency_id=agency.id)
        token = open_session(owner).token
    return {"id": str(agency.id), "slug": agency.slug, "schema": agency.schema, "token": token, "marker": marker}


def mixed(sides: list[dict[str, str]], **environment_of_it: str) -> dict[str, Any]:
    """Run the traffic in a process of its own and check what it left; gives its findings."""
    asked = json.dumps({"sides": sides, "threads": THREADS, "requests": REQUESTS, "seed": 20260228})
    findings = json.loads(beside("-m", "tests.platform.agencies.traffic", stdin=asked, **environment_of_it).stdout)
    assert findings["faults"] == []
    assert sum(findings["done"].values()) == THREADS * REQUESTS
    for side in sides:
        names = _every_name(side["schema"])
        assert [name for name in names if side["marker"] not in name] == []
        assert [name for name in names if "doomed" in name] == []
        assert len(names) > THREADS * REQUESTS / 20
    return findings


def _every_name(schema: str) -> list[str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT name FROM {schema}.clients_brand")
        return [name for (name,) in cursor.fetchall()]


def test_on_direct_connections(sides: list[dict[str, str]]) -> None:
    findings = mixed(sides)
    assert (findings["backends"], findings["shared_backends"]) == (THREADS, 0)


def test_on_a_pool_in_the_process(sides: list[dict[str, str]]) -> None:
    findings = mixed(sides, YARDSTICK_DATABASE_POOL="true")
    assert findings["shared_backends"] > 0


def test_through_pgbouncer_in_transaction_mode(sides: list[dict[str, str]], bouncer_port: int) -> None:
    findings = mixed(sides, YARDSTICK_POOLER=f"127.0.0.1:{bouncer_port}")
    assert findings["backends"] <= SERVER_CONNECTIONS
    assert findings["shared_backends"] == findings["backends"]
