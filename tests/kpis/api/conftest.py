"""Clients, accounts and loads that the tests of results, targets and reports share."""

import pytest

from tests.campaigns.api.imports.uploading import new_account, sent
from tests.exports.tables import csv_bytes

CONTENT = "external_id,published_at,captured_on,views,likes,comments,shares,followers_at_publish"


@pytest.fixture
def connect(bob, world):
    """Connect another of aurora's accounts: `connect("douyin")`."""
    return lambda network, handle="aurora2": new_account(bob, world.aurora, network, handle)


@pytest.fixture
def account(connect):
    return connect("tiktok", "fresh")


@pytest.fixture
def load(bob):
    """Load rows of our own CSV into an account: `load(account, "day,views", "2026-01-01,5")`."""

    def run(account, header, *rows, captured_on="2026-02-28", **more):
        data = csv_bytes(header.split(","), [row.split(",") for row in rows])
        made = sent(bob, account, data, name="facts.csv", captured_on=captured_on, **more)
        assert made["counts"]["refused"] == 0
        return made

    return run


@pytest.fixture
def ask(bob):
    """Ask for results of January 2026: `ask("views", account=...)` gives the items."""

    def run(kpi, client=bob, **query):
        asked = {"start": "2026-01-01", "end": "2026-01-31", **query}
        answer = client.get(f"/results?kpi={kpi}" + "".join(f"&{name}={value}" for name, value in asked.items()))
        assert answer.status_code == 200, answer.content
        return answer.json()["items"]

    return run


@pytest.fixture
def one(ask):
    def run(kpi, **query):
        (item,) = ask(kpi, **query)
        return item

    return run
