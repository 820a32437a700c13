"""Campaigns: days, budget, archive."""

import pytest

from tests.holders import code_of, key_of

PLAN = {"name": "Spring", "goal": "engagement", "start": "2026-03-01", "end": "2026-03-31"}


@pytest.fixture
def plan(api, world):
    return lambda **values: api("bob").post("/campaigns", {"brand": str(world.aurora), **PLAN, **values})


def test_a_campaign_needs_brand_name_goal_and_days(plan, world):
    campaign = plan().json()
    assert (campaign["brand"], campaign["budget"], campaign["version"]) == (str(world.aurora), None, 1)


def test_a_budget_is_money(plan):
    assert plan(budget={"amount": "1200.50", "currency": "CNY"}).json()["budget"] == {
        "amount": "1200.50",
        "currency": "CNY",
    }
    refused = plan(budget={"amount": "-1", "currency": "yuan"})
    assert {error["pointer"] for error in refused.json()["errors"]} == {"#/budget/amount", "#/budget/currency"}


def test_a_campaign_does_not_end_before_it_starts(api, plan):
    assert code_of(plan(end="2026-02-28")) == (422, "ends_before_start")
    path = f"/campaigns/{plan().json()['id']}"
    assert code_of(api("bob").patch(path, {"start": "2026-04-01"}, if_match="*")) == (422, "ends_before_start")
    assert api("bob").patch(path, {"start": "2026-03-31"}, if_match="*").status_code == 200


def test_an_unknown_goal_is_refused(plan):
    assert plan(goal="fame").json()["errors"][0]["pointer"] == "#/goal"


def test_a_change_says_which_version_it_rests_on(api, plan):
    made = plan()
    path, tag = f"/campaigns/{made.json()['id']}", made.headers["ETag"]
    assert code_of(api("bob").patch(path, {"name": "x"})) == (428, "precondition_required")
    assert api("bob").patch(path, {"name": "x"}, if_match=tag).json()["version"] == 2
    assert code_of(api("bob").delete(path, if_match=tag)) == (412, "version_conflict")


def test_a_campaign_stays_with_its_brand(api, plan, world):
    path = f"/campaigns/{plan().json()['id']}"
    refused = api("alice").patch(path, {"brand": str(world.borealis)}, if_match="*")
    assert code_of(refused) == (400, "read_only_field")


def test_campaigns_are_found_by_day_and_goal(api, plan):
    plan()
    plan(name="Summer", goal="awareness", start="2026-06-01", end="2026-08-31")

    def names(query):
        return [one["name"] for one in api("bob").get(f"/campaigns?{query}").json()["items"]]

    assert names("active_on=2026-03-31") == ["Spring"]
    assert names("active_on=2026-04-01") == []
    assert names("goal=awareness&goal=loyalty") == ["Summer"]
    assert names("start__gte=2026-03-02") == ["Summer"]
    assert names("sort=-start") == ["Summer", "Spring"]


def test_a_deleted_campaign_leaves_the_list(api, plan):
    campaign = plan().json()
    assert api("bob").delete(f"/campaigns/{campaign['id']}", if_match="*").status_code == 204
    assert api("bob").get("/campaigns").json()["items"] == []
    assert len(api("bob").get("/campaigns?archived=true").json()["items"]) == 1


def test_internal_notes_stay_inside(api, plan):
    path = f"/campaigns/{plan(internal_notes='rebate').json()['id']}"
    assert api("bob").get(path).json()["internal_notes"] == "rebate"
    assert "internal_notes" not in api("carol").get(path).json()
    key = key_of(api("alice"), "campaigns:read", "campaigns:write")
    refused = key.post("/campaigns", {**PLAN, "brand": api("bob").get(path).json()["brand"], "internal_notes": "x"})
    assert code_of(refused) == (400, "unknown_field")
