"""A formula is tried over the agency's own data before it is saved."""

import pytest

from tests.holders import code_of

JANUARY = {"start": "2026-01-01", "end": "2026-01-31"}


@pytest.fixture
def preview(bob):
    def run(formula, client=bob, **more):
        answer = client.post("/kpis:preview", {"formula": formula, "networks": "all", **JANUARY, **more})
        assert answer.status_code == 200, answer.content
        return answer.json()

    return run


@pytest.fixture
def loaded(account, load):
    load(account, "day,views,likes,comments", "2026-01-01,1000,50,10", "2026-01-02,1000,30,10")
    return account


def test_a_preview_is_what_results_would_give_with_unit_needs_and_tree(preview, loaded, one):
    found = preview("(likes + comments) / views", scope={"account": loaded})
    assert (found["unit"], found["needs"], found["more"]) == ("ratio", ["comments", "likes", "views"], False)
    (item,) = found["items"]
    assert (item["value"], item["group"]["network"]) == ("0.050000", "tiktok")
    likes = one("likes", account=loaded)
    assert item["coverage"] == likes["coverage"]
    tiktok = found["formulas"]["tiktok"]
    assert (tiktok["spelled_out"], tiktok["tree"]["text"]) == ("(likes + comments) / views", "/")
    assert [part["text"] for part in tiktok["tree"]["of"]] == ["+", "views"]
    assert found["warnings"] == []


def test_per_day_and_share_of_come_to_what_a_pencil_says(preview, loaded, connect, load, world):
    (item,) = preview("per_day(likes)", scope={"account": loaded}, end="2026-01-02")["items"]
    assert item["value"] == "40"
    load(connect("douyin"), "day,likes", "2026-01-01,20")
    items = preview("share_of(likes)", scope={"brand": str(world.aurora)}, group_by=["network"])["items"]
    assert {item["group"]["network"]: item["value"] for item in items} == {"tiktok": "0.800000", "douyin": "0.200000"}


def test_what_a_brand_without_accounts_sold_counts_as_in_results(api, preview):
    alice = api("alice")
    brand = alice.post("/brands", {"name": "No accounts"}).json()["id"]
    lead = {"event": "lead", "brand": brand, "external_id": "1", "day": "2026-01-05"}
    assert alice.post("/conversions:batch", {"conversions": [lead]}).status_code == 200
    items = preview("tracked_leads * 2", client=alice, group_by=["brand"])["items"]
    assert {item["group"]["brand"]: item["value"] for item in items}[brand] == "2"


def test_metrics_without_data_are_named(preview, loaded):
    found = preview("(likes + shares) / views", scope={"account": loaded})
    assert [(warning["code"], warning["metric"]) for warning in found["warnings"]] == [
        ("metric_without_data", "shares")
    ]
    assert found["items"][0]["value"] is None


def test_metrics_that_never_stand_together_are_told(preview, account, load):
    load(account, "day,likes", "2026-01-01,50")
    load(account, "day,views", "2026-01-02,1000")
    found = preview("likes / views", scope={"account": account})
    assert [warning["code"] for warning in found["warnings"]] == ["never_together"]


def test_references_are_spelled_out_and_own_kpis_may_be_tried_under_their_key(bob, preview, loaded):
    talk = {"key": "talk", "names": {"en": "Talk"}, "networks": ["tiktok"], "direction": "higher"}
    assert bob.post("/kpis", {**talk, "formula": "comments / views"}).status_code == 201
    assert preview("talk * 2")["formulas"]["tiktok"]["spelled_out"] == "comments / views * 2"
    assert preview("likes / views", key="talk")["unit"] == "ratio"
    answer = bob.post("/kpis:preview", {"key": "talk", "formula": "talk * 2", "networks": "all"})
    assert {error["code"] for error in answer.json()["errors"]} == {"cycle"}
    assert bob.get("/kpis/talk").json()["version"] == 1


def test_space_around_a_key_is_none_of_it(bob, preview):
    assert preview("likes / views", key=" talk ")["unit"] == "ratio"
    answer = bob.post("/kpis:preview", {"key": "talk\n", "formula": "likes", "networks": "all"})
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [("#/key", "control_character")]


def test_a_bad_formula_is_refused_at_its_place_with_everything_else_that_is_wrong(bob):
    answer = bob.post("/kpis:preview", {"formula": "spend + folowers", "networks": "all", "start": "soon"})
    assert answer.status_code == 422
    told = {error["pointer"]: error for error in answer.json()["errors"]}
    assert told["#/formula"]["position"] == 8
    assert "followers" in told["#/formula"]["detail"]
    assert "#/start" in told


def test_days_the_wrong_way_round_are_pointed_to_in_the_body(bob):
    body = {"formula": "likes", "networks": "all", "start": "2026-02-01", "end": "2026-01-01"}
    assert [error["pointer"] for error in bob.post("/kpis:preview", body).json()["errors"]] == ["#/start"]


def test_what_is_out_of_scope_is_as_if_it_were_missing(api, world, preview):
    for who in ("carol", "bob"):
        body = {"formula": "likes", "networks": "all", "scope": {"brand": str(world.borealis)}}
        assert code_of(api(who).post("/kpis:preview", body)) == (422, "validation_failed")
    assert preview("likes", scope={"brand": str(world.aurora)})["unit"] == "count"
    brands = {item["group"]["brand"] for item in preview("likes", client=api("carol"))["items"]}
    assert brands == {str(world.aurora)}


def test_a_client_may_not_try_formulas(api):
    body = {"formula": "likes", "networks": "all"}
    assert code_of(api("dora").post("/kpis:preview", body)) == (403, "forbidden")
    assert api("carol").post("/kpis:preview", body).status_code == 200
