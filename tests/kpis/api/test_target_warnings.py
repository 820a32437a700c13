"""What targets are warned of: vanity without its partner, goals that are missed, sets of nothing but vanity."""

import pytest

from tests.kpis.api.test_targets import days_from_now


@pytest.fixture
def set_target(bob, world):
    """Set a target of aurora's: `set_target("views", "awareness")` gives it."""

    def run(kpi, goal, **more):
        scope = {"brand": str(world.aurora), **more.pop("scope", {})}
        body = {"kpi": kpi, "goal": goal, "target": "10", "scope": scope, "period": days_from_now(1, 30), **more}
        answer = bob.post("/targets", body)
        assert answer.status_code == 201, answer.content
        return answer.json()["id"]

    return run


@pytest.fixture
def warnings(bob):
    """Read what a target is warned of: `warnings(id)` gives partner by code."""

    def run(target):
        found = bob.get(f"/targets/{target}").json()["warnings"]
        return {warning["code"]: warning["partner"] for warning in found}

    return run


def test_a_goal_that_is_missed_names_what_serves_it_on_the_brands_networks(set_target, warnings, connect):
    target = set_target("open_rate", "awareness")
    assert warnings(target) == {"goal_mismatch": "cpm"}
    connect("xiaohongshu", "notes")
    assert warnings(target) == {"goal_mismatch": "cpm"}
    assert warnings(set_target("open_rate", "engagement")) == {}


def test_a_set_of_nothing_but_vanity_is_told_until_something_actionable_stands_in_it(set_target, warnings):
    views, likes = set_target("views", "awareness"), set_target("shares", "engagement")
    assert warnings(views) == {"vanity_alone": "completion_rate", "only_vanity": "cpm"}
    assert warnings(likes) == {"vanity_alone": "share_rate", "only_vanity": "er_view"}
    set_target("completion_rate", "engagement")
    assert warnings(views) == {}
    assert warnings(likes) == {"vanity_alone": "share_rate"}


def test_a_vanity_target_alone_is_told_once(set_target, warnings):
    assert warnings(set_target("gmv", "conversion", currency="EUR")) == {"vanity_alone": "roas"}


def test_targets_of_other_days_stand_beside_nothing(set_target, warnings):
    views = set_target("views", "awareness")
    set_target("completion_rate", "engagement", period=days_from_now(100, 130))
    assert warnings(views) == {"vanity_alone": "completion_rate"}


def test_an_agencys_own_vanity_kpi_is_judged_like_the_products(bob, set_target, warnings):
    own = {
        "key": "fuss",
        "names": {"en": "Fuss"},
        "formula": "likes + comments",
        "networks": "all",
        "direction": "higher",
        "goals": {"supporting": ["awareness"]},
        "class": "vanity",
        "pair_with": ["er_view"],
    }
    assert bob.post("/kpis", own).status_code == 201
    fuss = set_target("fuss", "awareness")
    assert warnings(fuss) == {"vanity_alone": "er_view"}
    set_target("er_view", "engagement")
    assert warnings(fuss) == {}
