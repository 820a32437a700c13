"""Targets over HTTP: set, revised with a reason, signed off, paced and filtered."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.holders import code_of

TODAY = timezone.now().date()


def days_from_now(first, last):
    return {"start": str(TODAY + timedelta(days=first)), "end": str(TODAY + timedelta(days=last))}


@pytest.fixture
def body(world):
    """Give the body of a target for aurora; what is named replaces what stands there."""

    def run(**more):
        stated = {"kpi": "er_view", "scope": {"brand": str(world.aurora)}, "target": "0.08"}
        return stated | {"period": days_from_now(1, 30)} | more

    return run


@pytest.fixture
def make(bob, body):
    def run(**more):
        answer = bob.post("/targets", body(**more))
        assert answer.status_code == 201, answer.content
        return answer.json()

    return run


def codes(target):
    return [warning["code"] for warning in target["warnings"]]


def test_the_least_that_is_needed_makes_a_target(make, world):
    target = make()
    assert (target["direction"], target["goal"], target["basis"]) == ("higher", "engagement", None)
    assert (target["revision"], target["judged_revision"], target["signed_revision"]) == (1, 1, None)
    assert target["scope"]["brand"] == str(world.aurora)
    assert target["pace"]["status"] == "too_early"
    assert target["warnings"] == []


def test_a_flight_may_be_named_and_decimals_come_back_as_they_were_meant(make, bob):
    target = make(floor="0.04", target="50000", stretch="50000.10", period={"kind": "flight", **days_from_now(1, 30)})
    assert target["period"]["kind"] == "flight"
    again = bob.get(f"/targets/{target['id']}").json()
    assert [again[tier] for tier in ("floor", "target", "stretch")] == ["0.04", "50000", "50000.1"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"floor": "0.09"}, "tiers_out_of_order"),
        ({"kpi": "cpa", "direction": "lower", "target": "20", "stretch": "25"}, "tiers_out_of_order"),
        ({"direction": "band"}, "tiers_out_of_order"),
        ({"kpi": "nonsense"}, "unknown_kpi"),
        ({"period": {"start": "2026-02-01", "end": "2026-01-01"}}, "empty_period"),
    ],
)
def test_a_target_that_makes_no_sense_is_refused(bob, body, make, more, code):
    answer = bob.post("/targets", body(**more))
    assert answer.status_code == 422
    assert code in {answer.json()["code"], *(error["code"] for error in answer.json()["errors"])}
    make()


def test_a_campaign_of_another_brand_is_refused_and_the_brands_own_gives_its_goal(api, world, body):
    alice = api("alice")
    days = {"goal": "conversion", "start": "2026-01-01", "end": "2026-12-31"}
    ours, theirs = (
        alice.post("/campaigns", {"brand": str(brand), "name": "Spring", **days}).json()["id"]
        for brand in (world.aurora, world.borealis)
    )
    refused = alice.post("/targets", body(scope={"brand": str(world.aurora), "campaign": theirs}))
    taken = alice.post("/targets", body(scope={"brand": str(world.aurora), "campaign": ours}))
    assert "wrong_brand" in refused.content.decode()
    assert (refused.status_code, taken.status_code) == (422, 201)
    assert taken.json()["goal"] == "conversion"
    assert codes(taken.json()) == ["goal_mismatch"]


def test_vanity_alone_is_warned_of_until_its_partner_stands_beside_it(bob, make):
    views = make(kpi="views", target="1000", goal="awareness")
    assert [(warning["code"], warning["partner"]) for warning in views["warnings"]] == [
        ("vanity_alone", "completion_rate")
    ]
    make(period=days_from_now(100, 130))
    assert codes(bob.get(f"/targets/{views['id']}").json()) == ["vanity_alone"]
    make()
    assert codes(bob.get(f"/targets/{views['id']}").json()) == []


def test_money_needs_a_currency_and_takes_the_brands(api, make):
    assert make(kpi="cpa", target="20")["currency"] == "EUR"
    alice = api("alice")
    bare = alice.post("/brands", {"name": "Bare"}).json()["id"]
    stated = {"kpi": "cpa", "scope": {"brand": bare}, "target": "20", "period": days_from_now(1, 9)}
    assert "currency_needed" in alice.post("/targets", stated).content.decode()
    assert alice.post("/targets", {**stated, "currency": "CNY"}).json()["currency"] == "CNY"


def test_a_change_is_a_revision_with_a_reason(bob, make):
    target = make()
    address, change = f"/targets/{target['id']}", {"target": "0.07", "reason": "The launch moved."}
    assert code_of(bob.patch(address, change)) == (428, "precondition_required")
    assert bob.patch(address, change, if_match='"99.x"').status_code == 412
    assert bob.patch(address, {"target": "0.07"}, if_match="*").status_code in {400, 422}
    changed = bob.patch(address, change, if_match=bob.get(address).headers["ETag"]).json()
    assert (changed["revision"], changed["judged_revision"], changed["target"]) == (2, 2, "0.07")
    kept = bob.get(f"{address}/revisions").json()["items"]
    assert [(each["number"], each["target"], each["reason"], each["set_by"]) for each in kept] == [
        (1, "0.08", "", "bob"),
        (2, "0.07", "The launch moved.", "bob"),
    ]


def test_a_goalpost_that_moves_during_the_period_does_not_count(bob, make):
    target = make(period=days_from_now(-20, 9))
    assert codes(target) == ["set_late"]
    changed = bob.patch(f"/targets/{target['id']}", {"target": "0.01", "reason": "Easier."}, if_match="*").json()
    assert (changed["revision"], changed["judged_revision"]) == (2, 1)
    assert codes(changed) == ["set_late", "revised_late"]


def test_the_client_signs_off_and_what_was_signed_keeps_judging(api, bob, make):
    target = make()
    dora, address = api("dora"), f"/targets/{target['id']}"
    assert bob.post(f"{address}:sign-off", {"revision": 1}).status_code == 403
    signed = dora.post(f"{address}:sign-off", {"revision": 1, "comment": "Agreed."})
    assert (signed.status_code, signed.json()["signed_revision"]) == (200, 1)
    assert code_of(dora.post(f"{address}:sign-off", {"revision": 1})) == (409, "signed_already")
    changed = bob.patch(address, {"target": "0.01", "reason": "Easier."}, if_match="*").json()
    assert (changed["judged_revision"], codes(changed)) == (1, ["revised_after_sign_off"])
    assert code_of(dora.post(f"{address}:sign-off", {"revision": 1})) == (409, "not_newest")
    revisions = bob.get(f"{address}/revisions").json()["items"]
    assert [each["signed_by"] for each in revisions] == ["dora", None]


def test_targets_are_filtered_by_scope_kpi_goal_and_day(bob, make, world):
    soon, later = make(), make(kpi="views", target="5", goal="awareness", period=days_from_now(100, 130))
    listed = {
        query: [target["id"] for target in bob.get(f"/targets?{query}").json()["items"]]
        for query in (
            f"brand={world.aurora}",
            "kpi=views",
            "goal=engagement",
            f"active_on={TODAY + timedelta(days=110)}",
            f"campaign={uuid4()}",
        )
    }
    assert list(listed.values()) == [[soon["id"], later["id"]], [later["id"]], [soon["id"]], [later["id"]], []]
    assert bob.get("/targets?colour=red").status_code == 400
    bob.delete(f"/targets/{soon['id']}", if_match="*")
    assert [each["id"] for each in bob.get("/targets").json()["items"]] == [later["id"]]


def views_by_day(first, last, views):
    return [f"{TODAY + timedelta(days=number)},{views}" for number in range(first, last + 1)]


def test_a_running_target_is_paced_by_the_days_that_have_passed(bob, make, load, account, world):
    load(account, "day,views", *views_by_day(-10, -1, 100), captured_on=str(TODAY))
    target = make(
        kpi="views", target="2000", scope={"brand": str(world.aurora), "account": account}, period=days_from_now(-10, 9)
    )
    pace = bob.get(f"/targets/{target['id']}").json()["pace"]
    assert pace == {
        "status": "on_track",
        "as_of": str(TODAY - timedelta(days=1)),
        "value": "1000",
        "reason": None,
        "expected": "1000",
        "attainment": "0.5",
        "overlapping": False,
    }


def test_a_finished_target_is_achieved_or_missed_and_grades_the_result(make, load, one, account, world):
    load(account, "day,views", *(f"2026-01-{day:02},100" for day in range(1, 32)))
    scope = {"brand": str(world.aurora), "account": account}
    january = {"start": "2026-01-01", "end": "2026-01-31"}
    easy = make(kpi="views", floor="1000", target="3000", stretch="9000", scope=scope, period=january)
    hard = make(kpi="views", target="4000", scope=scope, period=january)
    assert (easy["pace"]["status"], hard["pace"]["status"]) == ("achieved", "missed")
    item = one("views", account=account)
    assert [(target["id"], target["status"]) for target in item["targets"]] == [
        (easy["id"], "achieved"),
        (hard["id"], "missed"),
    ]
    assert (item["grade"]["band"], item["grade"]["decided_by"]) == ("good", "target")


def test_a_target_of_a_running_period_is_too_early_to_grade(make, load, one, account, world):
    load(account, "day,views", *views_by_day(-10, -1, 100), captured_on=str(TODAY))
    flight = days_from_now(-10, 9)
    make(kpi="views", target="2000", scope={"brand": str(world.aurora), "account": account}, period=flight)
    item = one("views", account=account, **flight)
    first = item["grade"]["lenses"][0]
    assert (first["lens"], first["reason"]) == ("target", "too_early")
    assert (item["grade"]["band"], item["targets"][0]["status"]) == (None, "on_track")


def test_a_target_of_one_basis_is_listed_but_does_not_judge_the_other(make, load, one, account, world):
    load(account, "day,views", "2026-01-01,100")
    scope, january = {"brand": str(world.aurora), "account": account}, {"start": "2026-01-01", "end": "2026-01-31"}
    make(kpi="views", target="50", scope=scope, period=january, basis="published")
    item = one("views", account=account)
    assert [(target["basis"], target["status"]) for target in item["targets"]] == [("published", None)]
    assert item["grade"]["lenses"][0]["reason"] == "not_comparable"
    make(kpi="views", target="50", scope=scope, period=january)
    assert one("views", account=account)["grade"]["band"] == "good"
