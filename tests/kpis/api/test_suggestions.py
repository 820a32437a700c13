"""From a goal to KPIs, through the API."""

import pytest

from campaigns.metrics import NETWORKS
from kpis.catalogue import GOALS
from tests.holders import code_of

ROLES = ["primary", "supporting", "guard_rail"]


@pytest.fixture
def suggested(bob):
    """Ask for suggestions: `suggested("engagement", network="tiktok")` gives the items."""

    def run(goal, client=bob, **query):
        asked = "".join(f"&{name}={value}" for name, value in query.items())
        answer = client.get(f"/kpi-suggestions?goal={goal}{asked}")
        assert answer.status_code == 200, answer.content
        assert answer.json()["next_cursor"] is None
        return answer.json()["items"]

    return run


def keys_of(items):
    return [item["kpi"] for item in items]


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("network", NETWORKS)
def test_every_goal_has_kpis_in_every_role_on_every_network(suggested, goal, network):
    items = suggested(goal, network=network)
    roles = [item["role"] for item in items]
    assert roles == sorted(roles, key=ROLES.index)
    assert roles.count("primary") >= 2
    assert {"supporting", "guard_rail"} <= set(roles)
    assert len(set(keys_of(items))) == len(items)


def test_a_suggestion_says_why_what_it_needs_and_that_nobody_asked_for_a_brand(suggested):
    er_view = suggested("engagement", network="tiktok")[0]
    assert (er_view["kpi"], er_view["role"], er_view["formula"]) == ("er_view", "primary", "interactions / views")
    assert er_view["needs"] == ["comments", "likes", "shares", "views"]
    assert er_view["reason"] == er_view["reasons"]["en"]
    assert er_view["reasons"]["zh-Hans"]
    assert (er_view["available"], er_view["missing"]) == (None, [])


def test_without_a_network_every_network_answers_and_primary_kpis_come_first(suggested):
    items = suggested("awareness")
    assert {item["network"] for item in items} == set(NETWORKS)
    roles = [item["role"] for item in items]
    assert roles == sorted(roles, key=ROLES.index)


def test_channels_and_official_accounts_are_judged_by_other_kpis(suggested):
    channels = suggested("engagement", network="wechat", account_kind="channels")
    official = suggested("engagement", network="wechat")
    assert {item["account_kind"] for item in channels} == {"channels"}
    assert {item["account_kind"] for item in official} == {"official_account"}
    assert "open_rate" in keys_of(official)
    assert "open_rate" not in keys_of(channels)
    (by_views,) = [item for item in channels if item["kpi"] == "er_view"]
    (by_reads,) = [item for item in official if item["kpi"] == "er_view"]
    assert (by_views["formula"], by_reads["formula"]) == ("interactions / views", "interactions / reads")


def test_a_brand_has_what_one_of_its_accounts_stated(suggested, world, account, load):
    before = {item["kpi"]: item for item in suggested("engagement", network="tiktok", brand=world.aurora)}
    assert before["er_view"]["available"] is False
    assert "views" in before["er_view"]["missing"]
    load(account, "day,views,likes,comments,shares", "2026-01-01,100,5,1,1")
    after = {item["kpi"]: item for item in suggested("engagement", network="tiktok", brand=world.aurora)}
    assert (after["er_view"]["available"], after["er_view"]["missing"]) == (True, [])
    assert (after["completion_rate"]["available"], after["completion_rate"]["missing"]) == (False, ["completions"])
    assert {source["metric"] for source in after["completion_rate"]["sources"]} == {"completions"}


def test_inputs_that_are_worked_out_are_at_hand_when_their_parts_are(suggested, world, connect, load):
    notes = connect("xiaohongshu", "notes")
    header = "external_id,published_at,captured_on,views,likes,comments,saves,followers_at_publish"
    load(notes, header, "n1,2026-01-05,2026-01-31,900,600,300,200,1000")
    found = {item["kpi"]: item for item in suggested("awareness", network="xiaohongshu", brand=world.aurora)}
    assert found["viral_note_share"]["available"] is True
    assert found["cpm"]["missing"] == ["impressions", "spend"]


def test_the_brands_networks_answer_where_none_is_named(suggested, world, connect, api):
    connect("weibo", "aurora_weibo")
    networks = {item["network"] for item in suggested("loyalty", brand=world.aurora)}
    assert "weibo" in networks
    bare = api("alice").post("/brands", {"name": "Bare"}).json()["id"]
    assert {item["network"] for item in suggested("loyalty", api("alice"), brand=bare)} == set(NETWORKS)


def test_a_category_of_contents_puts_first_what_suits_it(suggested):
    plain = suggested("engagement", network="xiaohongshu")
    educational = suggested("engagement", network="xiaohongshu", content_category="How to")
    assert keys_of(educational) != keys_of(plain)
    (save_rate,) = [item for item in educational if item["kpi"] == "save_rate"]
    assert "Educational" in save_rate["reason"]
    assert suggested("engagement", network="xiaohongshu", content_category="Our Mondays") == plain


def test_a_reader_gets_what_matters_to_them(suggested):
    everything = suggested("engagement", network="tiktok")
    creators = suggested("engagement", network="tiktok", reader="creator")
    assert set(keys_of(creators)) < set(keys_of(everything))
    assert "sentiment" not in keys_of(creators)


def test_an_agencys_own_kpi_is_suggested_for_its_goal(suggested, bob):
    own = {
        "key": "warmth",
        "names": {"en": "Warmth"},
        "formula": "(likes + comments) / views",
        "networks": ["tiktok"],
        "direction": "higher",
        "goals": {"primary": ["engagement"]},
    }
    assert bob.post("/kpis", own).status_code == 201
    found = {item["kpi"]: item for item in suggested("engagement", network="tiktok")}
    assert (found["warmth"]["role"], found["warmth"]["needs"]) == ("primary", ["comments", "likes", "views"])
    assert "warmth" not in keys_of(suggested("engagement", network="douyin"))


def test_what_cannot_be_asked_is_refused_all_at_once(bob):
    answer = bob.get("/kpi-suggestions?network=myspace&brand=7&reader=fan")
    assert code_of(answer) == (400, "bad_parameter")
    assert {fault["pointer"] for fault in answer.json()["errors"]} == {"?goal", "?network", "?brand", "?reader"}
    kind_elsewhere = bob.get("/kpi-suggestions?goal=loyalty&network=douyin&account_kind=channels")
    assert code_of(kind_elsewhere) == (400, "bad_parameter")
    assert bob.get("/kpi-suggestions?goal=loyalty&colour=red").status_code == 400


def test_a_brand_out_of_scope_is_like_a_missing_one(bob, world):
    assert bob.get(f"/kpi-suggestions?goal=loyalty&brand={world.borealis}").status_code == 404
    assert bob.get(f"/kpi-suggestions?goal=loyalty&brand={world.aurora}").status_code == 200


def test_what_is_suggested_is_a_target_without_a_warning_about_its_goal_or_vanity(bob, world, suggested):
    items = [
        item
        for item in suggested("awareness", network="tiktok")
        if item["unit"] != "money" and item["direction"] != "band"
    ]
    period = {"kind": "flight", "start": "2027-01-01", "end": "2027-01-31"}
    for item in items:
        body = {"kpi": item["kpi"], "scope": {"brand": str(world.aurora)}, "goal": "awareness", "target": "1"}
        assert bob.post("/targets", {**body, "period": period}).status_code == 201
    codes = {warning["code"] for target in bob.get("/targets").json()["items"] for warning in target["warnings"]}
    assert codes == set()
