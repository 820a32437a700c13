"""An agency's own KPIs over HTTP: defined, read, changed, archived, restored, and used like the product's."""

import pytest

from agencies.context import in_agency
from apikit.problems import Problem
from campaigns.definitions import Mistake
from kpis.api.own_kpi_shapes import told_by_field
from kpis.models import OwnKpi
from kpis.own.catalogue import forget_own_kpis
from kpis.own.refusals import BadDefinition
from tests.holders import code_of

TALK = {
    "key": "talk_rate",
    "names": {"en": "Talk rate", "zh-Hans": "评论分享率"},
    "formula": "(comments + shares) / views",
    "networks": ["tiktok", "douyin"],
    "direction": "higher",
    "goals": {"primary": ["engagement"]},
}
ANY = {"if_match": "*"}


@pytest.fixture
def define(bob):
    """Define a KPI; what is named replaces what stands in TALK."""

    def run(**more):
        answer = bob.post("/kpis", {**TALK, **more})
        assert answer.status_code == 201, answer.content
        return answer.json()

    return run


def errors(answer):
    return {(error["pointer"], error["code"]) for error in answer.json()["errors"]}


def test_the_least_that_is_needed_makes_a_kpi_and_it_is_shown_as_it_is_listed(bob, define):
    made = define()
    assert (made["version"], made["unit"], made["class"], made["state"]) == (1, "ratio", "actionable", "active")
    assert (made["own"], made["networks"]) == (True, ["tiktok", "douyin"])
    assert made["goals"] == {"primary": ["engagement"], "supporting": [], "guard_rail": []}
    assert bob.get("/kpis/talk_rate").json() == made
    assert made in bob.get("/kpis?own=true").json()["items"]
    assert [kpi["key"] for kpi in bob.get("/kpis?q=talk rate").json()["items"]] == ["talk_rate"]
    assert all(not kpi["own"] for kpi in bob.get("/kpis?own=false&limit=200").json()["items"])


def test_everything_that_can_be_said_of_a_kpi_is_kept(define):
    said = {
        "names": {"en": "Potential"},
        "formula": "weighted(reads, 0.25, shares, 0.3)",
        "networks": "all",
        "description": "How far an article may go.",
        "why": "Mixes attention and passing on.",
        "class": "context",
        "readers": ["analyst"],
        "smallest_denominator": 100,
        "grains": ["content", "account_day"],
        "basis": "published",
        "source": "Agreed with the client.",
        "display": {"as": "number", "decimals": 1},
    }
    made = define(**said)
    shown = {name: made[name] for name in said if name not in {"networks", "formula"}}
    assert shown == {name: said[name] for name in shown}
    assert (made["networks"], made["unit"]) == (["wechat", "weibo"], "score")


def test_a_formula_adding_money_to_people_is_refused_with_both_units_at_its_place(bob, define):
    answer = bob.post("/kpis", {**TALK, "formula": "  spend + followers"})
    (error,) = answer.json()["errors"]
    assert answer.status_code == 422
    assert error == {"pointer": "#/formula", "code": "unit_mismatch", "detail": "money + people.", "position": 8}
    assert define(formula="  spend / views")["unit"] == "money"


def test_every_mistake_is_told_at_once_whatever_its_kind(bob):
    wrong = {"key": "views", "names": {"zh-Hans": "x"}, "formula": "vews + log(spend)", "direction": "up"}
    answer = bob.post("/kpis", {**TALK, **wrong, "goals": {"primary": ["fame"]}})
    assert answer.status_code == 422
    assert errors(answer) >= {
        ("#/key", "key_taken"),
        ("#/names/en", "invalid"),
        ("#/formula", "unknown_name"),
        ("#/formula", "unit_mismatch"),
        ("#/direction", "invalid_choice"),
        ("#/goals/primary/0", "invalid_choice"),
    }


def test_a_formula_of_one_network_is_pointed_to(bob, define):
    formulas = {"tiktok": "likes / views", "wechat": "likes / reeds"}
    sent = {name: value for name, value in TALK.items() if name != "formula"}
    answer = bob.post("/kpis", {**sent, "networks": ["tiktok", "wechat"], "formulas": formulas})
    assert {pointer for pointer, _ in errors(answer)} == {"#/formulas/wechat"}
    formulas["wechat"] = "likes / reads"
    made = bob.post("/kpis", {**sent, "networks": ["tiktok", "wechat"], "formulas": formulas}).json()
    assert (made["formula"], made["formulas"]["wechat"]) == (None, "likes / reads")


@pytest.mark.parametrize("body", [None, [], "likes", {"key": 5}, {**TALK, "formula": None}, {**TALK, "networks": []}])
def test_whatever_is_sent_instead_of_a_kpi_is_refused(bob, body):
    assert bob("POST", "/kpis", body).status_code in {400, 422}


def test_an_unknown_member_is_refused(bob):
    assert code_of(bob.post("/kpis", {**TALK, "colour": "red"})) == (400, "unknown_field")


def test_who_may_define_may_and_who_may_not_may_read(api, define):
    define()
    for who in ("carol", "dora"):
        assert code_of(api(who).post("/kpis", {**TALK, "key": "mine"})) == (403, "forbidden")
        assert code_of(api(who).patch("/kpis/talk_rate", {"formula": "likes"}, **ANY)) == (403, "forbidden")
        assert api(who).get("/kpis/talk_rate").json()["formula"] == TALK["formula"]
    assert api("adam").post("/kpis", {**TALK, "key": "mine"}).status_code == 201


def test_another_agency_has_nothing_of_it(api, define):
    define()
    assert code_of(api("erin").get("/kpis/talk_rate")) == (404, "not_found")
    assert code_of(api("erin").patch("/kpis/talk_rate", {"formula": "likes"}, **ANY)) == (404, "not_found")
    assert api("erin").post("/kpis", {**TALK, "formula": "likes / views"}).status_code == 201
    assert api("bob").get("/kpis/talk_rate").json()["formula"] == TALK["formula"]


def test_a_change_needs_the_version_that_it_is_based_on(bob, define):
    define()
    etag = bob.get("/kpis/talk_rate").headers["ETag"]
    assert code_of(bob.patch("/kpis/talk_rate", {"formula": "likes / views"})) == (428, "precondition_required")
    changed = bob.patch("/kpis/talk_rate", {"formula": "likes / views"}, if_match=etag)
    assert (changed.json()["version"], changed.json()["formula"]) == (2, "likes / views")
    assert code_of(bob.patch("/kpis/talk_rate", {"formula": "likes"}, if_match=etag)) == (412, "version_conflict")
    renamed = bob.patch("/kpis/talk_rate", {"names": {"en": "Likes"}}, if_match=changed.headers["ETag"])
    assert renamed.json()["version"] == 2
    assert renamed.headers["ETag"] != changed.headers["ETag"]


def test_null_takes_a_member_away_and_a_formula_for_each_network_replaces_the_one_for_all(bob, define):
    define(description="What people say.", smallest_denominator=50, source="Agreed.")
    taken = {"description": None, "smallest_denominator": None, "source": None, "display": None}
    changed = bob.patch("/kpis/talk_rate", taken, **ANY).json()
    assert (changed["description"], changed["smallest_denominator"], changed["source"]) == ("", None, "")
    each = {"tiktok": "likes / views", "douyin": "shares / views"}
    changed = bob.patch("/kpis/talk_rate", {"formulas": each}, **ANY).json()
    assert (changed["formula"], changed["formulas"]) == (None, each)
    changed = bob.patch("/kpis/talk_rate", {"formula": "likes / views"}, **ANY).json()
    assert changed["formula"] == "likes / views"
    assert code_of(bob.patch("/kpis/talk_rate", {"formula": None}, **ANY)) == (422, "validation_failed")


def test_a_kpi_whose_key_the_product_took_is_shown_with_its_fault_and_can_be_renamed(bob, define, world):
    define()
    with in_agency(world.north):
        OwnKpi.objects.filter(key="talk_rate").update(key="er_view")
        forget_own_kpis()
    (broken,) = bob.get("/kpis?own=true").json()["items"]
    assert (broken["key"], broken["state"], broken["formula"]) == ("own:er_view", "broken", TALK["formula"])
    assert broken["faults"][0]["field"] == "key"
    assert bob.get("/kpis/er_view").json()["own"] is False
    assert bob.get("/kpis/own:er_view").json() == broken
    renamed = bob.patch("/kpis/own:er_view", {"key": "talk_rate", "names": {"en": "Talk"}}, **ANY).json()
    assert (renamed["key"], renamed["state"], renamed["names"], renamed["version"]) == (
        "talk_rate",
        "active",
        {"en": "Talk"},
        1,
    )
    assert errors(bob.patch("/kpis/talk_rate", {"key": "other"}, **ANY)) == {("#/key", "key_fixed")}


def test_space_around_a_key_is_none_of_it_and_a_line_break_is_refused(bob, define):
    assert define(key=" talk_rate ")["key"] == "talk_rate"
    assert errors(bob.post("/kpis", {**TALK, "key": " talk_rate"})) == {("#/key", "key_taken")}
    answer = bob.post("/kpis", {**TALK, "key": "talk\n", "formula": "vews"})
    assert errors(answer) == {("#/key", "control_character"), ("#/formula", "unknown_name")}
    for key in (" ", "Talk rate", None, 5, ["a"]):
        answer = bob.post("/kpis", {**TALK, "key": key})
        assert (answer.status_code, {pointer for pointer, _ in errors(answer)}) == (422, {"#/key"})
    assert bob.patch("/kpis/talk_rate", {"key": " talk_rate ", "formula": "likes"}, **ANY).json()["version"] == 2


def test_a_change_tells_all_that_is_wrong_with_it_and_an_unchanged_key_is_not(bob, define):
    define()
    wrong = {"key": "views", "formula": "vews", "direction": "up"}
    assert errors(bob.patch("/kpis/talk_rate", wrong, **ANY)) == {
        ("#/key", "key_fixed"),
        ("#/key", "key_taken"),
        ("#/formula", "unknown_name"),
        ("#/direction", "invalid_choice"),
    }
    right = {"key": "talk_rate", "formula": "likes / views", "direction": "lower"}
    assert bob.patch("/kpis/talk_rate", right, **ANY).json()["formula"] == "likes / views"


def test_what_is_refused_in_the_end_is_told_by_field_too():
    taken = Mistake("talk_rate", "key", "the agency has a KPI talk_rate already", "key_taken")
    with pytest.raises(Problem) as caught, told_by_field(TALK):
        raise BadDefinition([taken])
    assert caught.value.code == "validation_failed"
    assert [(error.pointer, error.code) for error in caught.value.errors] == [("#/key", "key_taken")]


def test_a_change_that_would_break_others_names_them(bob, define):
    define()
    define(key="double", formula="talk_rate * 2 + er_view")
    answer = bob.patch("/kpis/talk_rate", {"formula": "spend"}, **ANY)
    assert code_of(answer) == (409, "would_break_others")
    assert "double" in answer.json()["detail"]
    assert code_of(bob.delete("/kpis/talk_rate", **ANY)) == (409, "kpi_in_use")
    assert bob.patch("/kpis/talk_rate", {"formula": "likes / views"}, **ANY).status_code == 200
    assert bob.get("/kpis/double").json()["version"] == 2


def test_the_versions_of_a_kpi_tell_what_changed_and_by_whom(bob, define):
    define()
    define(key="double", formula="talk_rate * 2")
    bob.patch("/kpis/talk_rate", {"formula": "likes / views", "direction": "lower"}, **ANY)
    first, second = bob.get("/kpis/talk_rate/versions").json()["items"]
    assert (first["number"], first["change"], first["set_by"]) == (1, "Defined.", "bob")
    assert (second["number"], second["change"]) == (2, "Changed: direction, formula.")
    *_, last = bob.get("/kpis/double/versions").json()["items"]
    assert (last["number"], last["because_of"]) == (2, "talk_rate")
    assert last["formulas"]["tiktok"] == "likes / views * 2"
    assert [note["number"] for note in bob.get("/kpis/er_view/versions").json()["items"]]
    assert code_of(bob.get("/kpis/nothing/versions")) == (404, "not_found")


def test_the_products_kpis_are_nobodys_to_change(bob):
    assert code_of(bob.patch("/kpis/er_view", {"formula": "likes"}, **ANY)) == (403, "product_kpi")
    assert code_of(bob.delete("/kpis/er_view", **ANY)) == (403, "product_kpi")


def test_an_archived_kpi_is_not_listed_and_not_computed_until_it_is_restored(bob, define):
    define()
    assert bob.delete("/kpis/talk_rate", **ANY).status_code == 204
    assert bob.get("/kpis?own=true").json()["items"] == []
    (archived,) = bob.get("/kpis?archived=true").json()["items"]
    assert (archived["key"], archived["state"]) == ("talk_rate", "archived")
    answer = bob.get("/results?kpi=talk_rate")
    assert (answer.status_code, errors(answer)) == (400, {("?kpi", "archived_kpi")})
    assert code_of(bob.post("/kpis", TALK)) == (422, "validation_failed")
    assert bob.post("/kpis/talk_rate:restore").json()["state"] == "active"
    assert bob.get("/results?kpi=talk_rate").status_code == 200


def test_results_compute_it_like_any_other_and_name_its_version(bob, define, account, load, one):
    load(account, "day,views,likes,comments,shares", "2026-01-01,1000,5,10,20", "2026-01-02,1000,5,30,40")
    define()
    found = one("talk_rate", account=account)
    assert (found["value"], found["kpi_version"], found["unit"]) == ("0.050000", 1, "ratio")
    assert found["sample"]["numerator"] == "100"
    bob.patch("/kpis/talk_rate", {"formula": "likes / views"}, **ANY)
    found = one("talk_rate", account=account)
    assert (found["value"], found["kpi_version"]) == ("0.005000", 2)


def test_a_target_may_be_set_for_it_and_survives_its_archiving(bob, define, world):
    define()
    period = {"start": "2026-01-01", "end": "2026-01-31"}
    body = {"kpi": "talk_rate", "scope": {"brand": str(world.aurora)}, "target": "0.05", "period": period}
    made = bob.post("/targets", body)
    assert made.status_code == 201
    assert bob.delete("/kpis/talk_rate", **ANY).status_code == 204
    kept = bob.get(f"/targets/{made.json()['id']}").json()
    assert kept["kpi"] == "talk_rate"
    assert "archived_kpi" in {warning["code"] for warning in kept["warnings"]}
    answer = bob.post("/targets", body)
    assert (answer.status_code, errors(answer)) == (422, {("#/kpi", "archived_kpi")})
