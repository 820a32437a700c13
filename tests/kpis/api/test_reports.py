"""Reports over HTTP: frozen as a draft, seen through lenses, published once, and silent about internals to clients."""

import pytest

from tests.holders import code_of
from tests.kpis.api.conftest import CONTENT

CANARY = "internal-canary-9c1e"
MONEY = {"amount": "1000.00", "currency": "EUR"}
SECRET = {"amount": "777.77", "currency": "EUR"}
JANUARY = {"start": "2026-01-01", "end": "2026-01-31"}


@pytest.fixture
def facts(bob, load, account, world):
    load(
        account,
        "day,views,likes,comments,shares,followers",
        *(f"2026-01-{day:02},100,9,1,0,{day}" for day in range(1, 32)),
    )
    load(account, CONTENT, "1,2026-01-05,2026-02-10,3000,300,0,0,15000")
    cost = {"brand": str(world.aurora), "kind": "production", "name": "Film", "billed": MONEY, "internal": SECRET}
    made = bob.post("/costs", {**cost, **JANUARY})
    assert made.status_code == 201, made.content


@pytest.fixture
def draft(bob, facts, world):
    body = {"brand": str(world.aurora), "template": "monthly", "notes": "A good month.", "internal_notes": CANARY}
    made = bob.post("/reports", {**body, **JANUARY}, idempotency_key="january")
    assert made.status_code == 201, made.content
    return made.json()


def lens(client, report, name="client", query=""):
    return client.get(f"/reports/{report['id']}/lenses/{name}{query}")


def published(bob, report):
    answer = bob.post(f"/reports/{report['id']}:publish", idempotency_key="publish")
    assert answer.status_code == 200, answer.content
    return answer.json()


def headline(view, kpi):
    return next(item for item in view["headline"] if item["kpi"] == kpi)


def test_a_draft_shows_its_numbers_in_both_languages_as_json_and_as_a_page(bob, draft):
    for language, name in (("en", "Views"), ("zh-Hans", "播放量")):
        view = lens(bob, draft, query=f"?language={language}").json()
        assert (headline(view, "views")["value"], headline(view, "views")["name"]) == ("3100", name)
        assert view["language"] == language
        page = lens(bob, draft, query=f"?language={language}&format=html")
        assert page.headers["Content-Type"].startswith("text/html")
        assert name in page.content.decode()
        assert "<svg" in page.content.decode()
    assert lens(bob, draft, query="?language=fr").status_code == 400


def test_other_formats_and_other_lenses_are_refused(bob, draft):
    assert lens(bob, draft, query="?format=pdf").status_code in {404, 406}
    assert lens(bob, draft, "creator").status_code == 404
    assert lens(bob, draft).status_code == 200


def test_numbers_on_the_report_are_those_of_results(bob, draft, world):
    view = lens(bob, draft, "account_manager").json()
    query = f"/results?kpi=views&kpi=er_view&brand={world.aurora}&start=2026-01-01&end=2026-01-31"
    for item in bob.get(query).json()["items"]:
        assert headline(view, item["kpi"])["value"] == item["value"]


def test_a_definition_is_that_of_the_accounts_own_kind(bob, world, load):
    made = bob.post(
        "/accounts", {"brand": str(world.aurora), "network": "wechat", "kind": "channels", "handle": "aurora-video"}
    )
    load(made.json()["id"], "day,views,likes,comments,shares", "2026-01-05,100,9,1,0")
    body = {"brand": str(world.aurora), "template": "monthly", **JANUARY}
    view = lens(bob, bob.post("/reports", body, idempotency_key="channels").json(), "account_manager").json()
    (shown,) = [item for item in view["by_network"] if item["kpi"] == "er_view"]
    assert (shown["group"], shown["formula"]) == ({"network": "wechat"}, "interactions / views")


def test_a_client_sees_a_report_once_it_is_published(api, bob, draft):
    dora = api("dora")
    assert lens(dora, draft).status_code == 404
    assert dora.get("/reports").json()["items"] == []
    published(bob, draft)
    assert lens(dora, draft).status_code == 200
    assert [report["id"] for report in dora.get("/reports").json()["items"]] == [draft["id"]]


def test_internal_costs_margins_and_notes_never_reach_the_client(api, bob, draft):
    published(bob, draft)
    dora = api("dora")
    seen = [lens(dora, draft), lens(dora, draft, query="?format=html"), dora.get(f"/reports/{draft['id']}")]
    for answer in seen:
        text = answer.content.decode()
        assert answer.status_code == 200
        assert all(secret not in text for secret in (CANARY, "777.77", "222.23", "internal_notes", '"margin"'))
    ours = lens(bob, draft, "account_manager").json()
    assert (ours["internal_notes"], ours["costs"]["internal"], ours["costs"]["margin"]) == (CANARY, "777.77", "222.23")


def test_the_account_managers_lens_does_not_exist_for_clients_and_analysts(api, bob, draft):
    published(bob, draft)
    for name in ("dora", "carol"):
        assert lens(api(name), draft, "account_manager").status_code == 404
        assert api(name).get(f"/reports/{draft['id']}").json()["lenses"] == ["client"]
    assert lens(bob, draft, "account_manager").status_code == 200


def test_a_published_report_never_changes(bob, draft):
    address = f"/reports/{draft['id']}"
    done = published(bob, draft)
    assert (done["state"], done["published_by"], done["digest"]) == ("published", "bob", draft["digest"])
    assert code_of(bob.patch(address, {"notes": "Better."}, if_match="*")) == (409, "published")
    assert code_of(bob.delete(address, if_match="*")) == (409, "published")
    assert code_of(bob.post(f"{address}:publish", idempotency_key="again")) == (409, "published")


def test_later_numbers_leave_the_snapshot_as_it_was(bob, draft, load, account):
    before = lens(bob, draft).content
    load(account, "day,views", "2026-01-01,900000")
    assert lens(bob, draft).content == before
    assert bob.get(f"/reports/{draft['id']}").json()["digest"] == draft["digest"]


def test_a_draft_can_be_annotated_and_deleted(bob, draft):
    address = f"/reports/{draft['id']}"
    assert code_of(bob.patch(address, {"notes": "Better."})) == (428, "precondition_required")
    changed = bob.patch(address, {"notes": "Better."}, if_match="*").json()
    assert (changed["notes"], changed["digest"] != draft["digest"]) == ("Better.", True)
    assert lens(bob, draft).json()["notes"] == "Better."
    assert bob.patch(address, {"start": "2026-01-02"}, if_match="*").status_code in {400, 422}
    assert bob.delete(address, if_match="*").status_code == 204
    assert bob.get(address).status_code == 404


def test_windows_that_cannot_be_reported_are_refused(bob, world):
    body = {"brand": str(world.aurora), "template": "monthly"}
    for window in ({"start": "2026-02-01", "end": "2026-01-01"}, {"start": "2099-01-01", "end": "2099-01-31"}):
        answer = bob.post("/reports", {**body, **window}, idempotency_key=window["start"])
        assert answer.status_code == 422
        assert "empty_window" in answer.content.decode()
    too_long = {"start": "2025-01-01", "end": "2026-01-31"}
    assert code_of(bob.post("/reports", {**body, **too_long})) == (422, "window_too_long")
    for day in ("0001-01-01", "9999-12-31"):
        assert bob.post("/reports", {**body, "start": day, "end": day}).status_code == 422
    assert bob.post("/reports", {**body, **JANUARY}, idempotency_key="empty but sound").status_code == 201
