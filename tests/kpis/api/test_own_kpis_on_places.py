"""Own KPIs exist where their formula can be computed, and say where they do not, and that vanity is vanity."""

import pytest

from tests.holders import code_of

MINE = {"key": "mine", "names": {"en": "Mine"}, "networks": ["wechat"], "direction": "higher"}
POTENTIAL = "weighted(reads, 0.25, interactions, 0.3, shares - first_shares, 0.3, amplification, 0.15)"


@pytest.fixture
def official(bob, world):
    sent = {"brand": str(world.aurora), "network": "wechat", "kind": "official_account", "handle": "articles"}
    answer = bob.post("/accounts", sent)
    assert answer.status_code == 201, answer.content
    return answer.json()["id"]


@pytest.fixture
def define(bob):
    def run(formula, **more):
        answer = bob.post("/kpis", {**MINE, "formula": formula, **more})
        assert answer.status_code == 201, answer.content
        return answer.json()

    return run


@pytest.fixture
def preview(bob):
    def run(formula, **more):
        days = {"start": "2026-01-01", "end": "2026-01-31"}
        answer = bob.post("/kpis:preview", {"formula": formula, "networks": ["wechat"], **days, **more})
        assert answer.status_code == 200, answer.content
        return answer.json()

    return run


def told(shown):
    return {(warning["code"], warning["detail"]) for warning in shown["warnings"]}


@pytest.mark.parametrize("more", [{}, {"account_kinds": ["official_account"]}])
@pytest.mark.parametrize("formula", ["open_rate", "interactions", "amplification", POTENTIAL])
def test_the_products_kpis_may_be_named_on_wechat(preview, define, formula, more):
    assert preview(formula, **more)["networks"] == ["wechat"]
    assert "official_account" in define(formula, **more)["account_kinds"]


def test_an_official_account_has_its_results_in_preview_and_answers(preview, define, official, load, one):
    load(official, "day,reads,push_reads,delivered", "2026-01-01,90,50,1000", "2026-01-02,90,30,1000")
    found = preview("open_rate * 2", scope={"account": official})
    assert [item["value"] for item in found["items"]] == ["0.080000"]
    assert define("open_rate * 2")["account_kinds"] == ["official_account"]
    assert one("mine", account=official)["value"] == "0.080000"


def test_where_no_kind_of_account_can_have_it_they_are_named(bob, preview):
    body = {**MINE, "formula": "open_rate + frequency"}
    for path in ("/kpis", "/kpis:preview"):
        sent = body if path == "/kpis" else {"formula": body["formula"], "networks": ["wechat"]}
        answer = bob.post(path, {**sent, "account_kinds": ["channels"]})
        assert code_of(answer) == (422, "validation_failed")
        (error,) = [error for error in answer.json()["errors"] if "open_rate" in error["detail"]]
        assert (error["pointer"], error["code"], error["position"]) == ("#/formula", "not_here", 0)
        assert error["detail"] == "open_rate does not exist on wechat.channels."
    assert preview("open_rate", account_kinds=["official_account"])["unit"] == "ratio"


def test_all_networks_takes_in_wechat_and_names_those_that_it_leaves_out(preview, define):
    everywhere = preview("er_view", networks="all")
    assert set(everywhere["networks"]) == {"tiktok", "douyin", "wechat", "weibo", "xiaohongshu"}
    assert "network_left_out" not in {code for code, _ in told(everywhere)}
    why = ("network_left_out", "It does not exist on tiktok: open_rate does not exist on tiktok.")
    assert why in told(preview("open_rate", networks="all"))
    made = define("reads / readers", networks="all")
    assert ("network_left_out", "It does not exist on tiktok: tiktok does not report readers.") not in told(made)
    assert {code for code, _ in told(made)} == {"network_left_out"}
    assert len(made["warnings"]) == 4


def test_a_change_to_all_networks_names_those_that_it_leaves_out(bob, define):
    define("reads / readers")
    changed = bob.patch("/kpis/mine", {"networks": "all"}, if_match="*").json()
    assert {code for code, _ in told(changed)} == {"network_left_out"}
    assert bob.get("/kpis/mine").json()["warnings"] == []


def test_a_fall_back_skips_what_a_network_does_not_report(preview, define):
    networks = ["tiktok", "wechat", "weibo"]
    found = preview("coalesce(views, reads)", networks=networks)
    assert found["formulas"]["tiktok"]["spelled_out"] == "views"
    assert found["formulas"]["weibo"]["needs"] == ["reads", "views"]
    assert define("coalesce(views, reads)", networks=networks)["networks"] == networks


def test_vanity_under_another_name_is_vanity_and_a_target_for_it_is_warned_of(bob, define, world):
    made = define("net_growth * 1", networks=["tiktok"])
    assert (made["class"], made["pair_with"], made["warnings"]) == ("vanity", ["er_view"], [])
    period = {"start": "2026-01-01", "end": "2026-01-31"}
    body = {"kpi": "mine", "scope": {"brand": str(world.aurora)}, "target": "50", "period": period}
    warnings = bob.post("/targets", body).json()["warnings"]
    assert ("vanity_alone", "er_view") in {(warning["code"], warning["partner"]) for warning in warnings}


def test_vanity_that_is_called_actionable_is_warned_of(bob, define, preview):
    made = define("views + likes", networks=["tiktok"], **{"class": "actionable"})
    assert made["class"] == "actionable"
    detail = "It holds nothing but likes, views, which says nothing alone; read er_view or completion_rate beside it."
    assert told(made) == {("vanity_formula", detail)}
    assert told(bob.get("/kpis/mine").json()) == {("vanity_formula", detail)}
    assert ("vanity_formula", detail) in told(preview("views + likes", networks=["tiktok"]))
    assert define("likes / views", key="other", networks=["tiktok"], **{"class": "actionable"})["warnings"] == []
