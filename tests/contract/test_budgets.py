"""How many queries each route may cost, however many rows it answers with: a reviewed file, not a habit."""

import json
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis.api.kept_pages import PAGES
from people import hosts, resolution
from people.hosts import known_hosts
from tests.contract.asking import ask, body_of, resource_of
from tests.contract.routes import served
from tests.contract.things import make_places

BUDGETS: dict[str, int] = json.loads((Path(__file__).parent / "query_budgets.json").read_text())
RESTORED = (
    "SELECT set_config('search_path', 'public', true), set_config('yardstick.agency', '', true), "
    "set_config('role', 'none'"
)
NOTED = "INSERT INTO kpis_datachange"  # once a transaction that writes
NOT_COUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", RESTORED, NOTED)  # the tests' own transaction
EXPANDED = (
    "GET /accounts?expand=brand",
    "GET /campaigns?expand=brand",
    "GET /contents?expand=account,campaign,creator",
    "GET /costs?expand=brand,campaign,creator",
    "GET /ad-units?expand=account,campaign,content",
)
AN_HOUR = 3600.0
OF_OWNERS = {"invitations", "api-keys", "audit-entries", "brand-access", "exports", "retention"}
# The table's bodies hold no valid secret, and its agency is not closing.
REFUSED = {"/password", "/password:reset", "/invitations:accept", "/agency:reopen", "/hand-in"}


def test_every_route_has_a_budget():
    assert sorted(BUDGETS) == sorted([*(f"{method} {route}" for method, route in served()), *EXPANDED])


@pytest.fixture
def remembering(monkeypatch):
    """Keep credentials and hosts in memory for as long as a slow machine may need for one test."""
    for module in (hosts, resolution):
        monkeypatch.setattr(module, "REMEMBERED_SECONDS", AN_HOUR)
    known_hosts.forget()
    yield
    known_hosts.forget()


@pytest.fixture(scope="module")
def more_places(lasting, world):
    """Make more of everything, so that a query a row shows."""
    return [make_places(world) for _ in range(2)]


@pytest.mark.parametrize("request_line", sorted(BUDGETS))
@pytest.mark.usefixtures("remembering", "more_places")
def test_a_route_keeps_its_budget(api, places_for, request_line):
    method, route = request_line.split(" ")
    places = [places_for(route)["own"] for _ in range(3)]
    client = api("bob" if method == "GET" and _bob_may(route) else "alice")
    client.get("/agency")  # credential and hosts are read now
    caches[PAGES].clear()  # what is computed is computed anew
    with CaptureQueriesContext(connection) as captured:
        answer = ask(client, method, route, places[0])
        body_of(answer)
    assert answer.status_code < 300 or route in REFUSED
    asked = [query["sql"] for query in captured if not query["sql"].startswith(NOT_COUNTED)]
    assert len(asked) <= BUDGETS[request_line], "\n".join(asked)


def _bob_may(route: str) -> bool:
    return resource_of(route) not in OF_OWNERS
