"""Pages stay in memory while the data stand: never longer, and never for others than who may see the same."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.context import in_agency
from kpis.api import results
from kpis.api.kept_pages import LONGEST_KEPT, PAGES, kept_page
from kpis.catalogue import catalogue
from tests.campaigns.api.imports.uploading import sent
from tests.exports.tables import csv_bytes
from tests.kpis.api.conftest import CONTENT
from tests.kpis.api.test_own_kpis import ANY, TALK

DAYS = "day,views,likes"
TABLE = re.compile(r"\b(?:apikit|audit|campaigns|clients|kpis|people|agencies)_[a-z]+\b")
WHO_ASKS = {"people_credential", "people_membership", "agencies_agency", "agencies_domain"}
NO_NUMBERS = {"clients_brandaccess", "kpis_datachange"}
"""Who may see what is part of what pages are kept by."""


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches[PAGES].clear()


@pytest.fixture
def tables_read(bob):
    """Tell which tables a request reads, and the answer."""

    def run(path):
        with CaptureQueriesContext(connection) as captured:
            answer = bob.get(path)
        assert answer.status_code == 200, answer.content
        return set(TABLE.findall(" ".join(query["sql"] for query in captured))), answer.json()

    return run


def of_january(account, kpi="views"):
    return f"/results?kpi={kpi}&account={account}&start=2026-01-01&end=2026-01-31"


def test_the_same_question_is_answered_from_memory_and_alike(tables_read, load, account):
    load(account, DAYS, "2026-01-01,100,9")
    read, first = tables_read(of_january(account))
    again, second = tables_read(of_january(account))
    assert "campaigns_accountmonth" in read
    assert again == {"clients_networkaccount", "clients_brand", "clients_brandaccess", "kpis_datachange"}
    assert second == first


def test_what_is_loaded_or_reverted_shows_at_once(bob, one, load, account):
    load(account, DAYS, "2026-01-01,100,9")
    assert one("views", account=account)["value"] == "100"
    more = load(account, DAYS, "2026-01-02,50,1", captured_on="2026-03-01")
    assert one("views", account=account)["value"] == "150"
    assert bob.post(f"/imports/{more['id']}:revert").status_code == 200
    assert one("views", account=account)["value"] == "100"


def test_a_target_shows_at_once(bob, one, load, account, world):
    load(account, DAYS, "2026-01-01,100,9")
    asked = {"account": account, "start": "2026-01-01", "end": "2026-01-31"}
    assert one("views", **asked)["targets"] == []
    period = {"start": "2026-01-01", "end": "2026-01-31"}
    scope = {"brand": str(world.aurora), "account": str(account)}
    body = {"kpi": "views", "scope": scope, "target": "80", "basis": "occurred", "period": period}
    made = bob.post("/targets", body)
    assert made.status_code == 201, made.content
    assert [each["id"] for each in one("views", **asked)["targets"]] == [made.json()["id"]]


def test_who_sees_other_accounts_has_an_answer_of_their_own(api, bob, world):
    asked = "/results?kpi=views&start=2026-01-01&end=2026-01-31"

    def value_for(client):
        (item,) = client.get(asked).json()["items"]
        return item["value"]

    days = csv_bytes(DAYS.split(","), [["2026-01-01", "100", "9"]])
    sent(bob, world.aurora_account, days, name="facts.csv", captured_on="2026-02-28")
    sent(api("alice"), world.borealis_account, days, name="facts.csv", captured_on="2026-02-28")
    assert [value_for(api(name)) for name in ("bob", "alice", "bob")] == ["100", "200", "100"]


def test_a_page_and_the_next_are_two(bob, load, connect):
    for number in range(3):
        load(connect("tiktok", f"shop{number}"), DAYS, f"2026-01-01,{number + 1},0")
    path = "/results?kpi=views&group_by=account&start=2026-01-01&end=2026-01-31&limit=2"
    pages = [bob.get(path).json() for _ in range(2)]
    following = [bob.get(f"{path}&cursor={page['next_cursor']}").json() for page in pages]
    assert pages[0] == pages[1]
    assert following[0] == following[1] != pages[0]


def test_a_page_is_kept_for_its_day_alone(in_north):
    today = timezone.now().date()
    asked = {"query": "views", "today": today}
    first = kept_page(asked, lambda: ([], True))
    later = kept_page({**asked, "today": today + timedelta(days=1)}, lambda: ([{"value": 1}], False))
    assert kept_page(asked, lambda: ([], False)) == first != later


def test_one_agency_never_has_the_page_of_another(db, world):
    with in_agency(world.north):
        kept_page({"query": "views"}, lambda: ([{"value": "1"}], False))
    with in_agency(world.south):
        page = kept_page({"query": "views"}, lambda: ([{"value": "2"}], False))
    assert page.items == b'[{"value":"2"}]'


def test_a_page_that_is_too_long_is_computed_each_time(in_north):
    assert len(kept_page({}, lambda: ([{"text": "x" * LONGEST_KEPT}], False)).items) > LONGEST_KEPT
    assert kept_page({}, lambda: ([], False)).items == b"[]"


def test_what_is_changed_while_a_question_is_read_is_answered_next(bob, load, account, monkeypatch):
    load(account, "day,views,comments,shares", "2026-01-01,100,4,6")
    assert bob.post("/kpis", TALK).status_code == 201
    asked = results.question_asked

    def then_changed(*args):
        monkeypatch.undo()
        question = asked(*args)
        assert bob("PATCH", "/kpis/talk_rate", {"formula": "comments / views"}, **ANY).status_code == 200
        return question

    monkeypatch.setattr(results, "question_asked", then_changed)
    answers = [bob.get(of_january(account, "talk_rate")).json()["items"][0]["value"] for _ in range(2)]
    assert answers == ["0.100000", "0.040000"]


def test_whatever_results_read_is_noted_when_it_is_written(tables_read, bob, load, account, world):
    load(account, CONTENT, "1,2026-01-05,2026-02-10,3000,300,0,0,15000")
    load(account, DAYS, "2026-01-01,100,9")
    assert bob.post("/kpis", TALK).status_code == 201
    every = [*catalogue(), TALK["key"]]
    day = "start=2026-01-01&end=2026-01-31"
    asked = [
        f"/results?kpi={','.join(every[at : at + 200])}&{day}{more}"
        for at in range(0, len(every), 200)
        for more in (
            "",
            "&group_by=brand,week&compare=previous&limit=5",
            "&basis=published&currency=EUR&group_by=campaign",
            f"&paid=paid&brand={world.aurora}",
        )
    ]
    asked.append(f"/breakdowns?dimension=territory&metric=views&{day}&account={account}")
    read = set().union(*(tables_read(path)[0] for path in asked))
    assert read & settings.CHANGES_NOT_NOTED.keys() <= NO_NUMBERS
    assert read >= {"campaigns_contentsnapshot", "campaigns_import", "kpis_ownkpi", "clients_agencyprofile"}
    assert {table for table in read if table.startswith(("people_", "agencies_"))} <= WHO_ASKS
