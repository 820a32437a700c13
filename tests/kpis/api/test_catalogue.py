"""What can be measured, as the API tells it."""

from tests.holders import code_of


def test_the_five_goals_are_listed(api):
    goals = api("dora").get("/goals").json()
    assert [goal["key"] for goal in goals["items"]] == [
        "awareness",
        "consideration",
        "conversion",
        "engagement",
        "loyalty",
    ]
    assert goals["items"][0]["names"]["zh-Hans"] == "品牌认知"


def test_a_metric_says_how_it_adds_up(api):
    metrics = {one["key"]: one for one in api("carol").get("/metrics?network=wechat&limit=200").json()["items"]}
    assert metrics["reads"]["kinds"]["account_day"] == "flow"
    assert metrics["followers"]["kinds"]["account_day"] == "stock"
    assert "plays_5s" not in metrics


def test_every_base_metric_is_a_kpi_of_its_own_key(api):
    views = api("carol").get("/kpis/views").json()
    assert (views["formula"], views["class"], views["version"]) == ("views", "vanity", 1)
    assert "completion_rate" in views["pair_with"]


def test_a_kpi_has_what_its_readers_rely_on(api):
    (kpi, *_) = api("carol").get("/kpis?class=actionable").json()["items"]
    assert {
        "key",
        "version",
        "names",
        "networks",
        "formula",
        "unit",
        "direction",
        "class",
        "goals",
        "pair_with",
        "source",
    } <= set(kpi)


def test_kpis_are_narrowed_by_goal_network_and_class(api):
    kpis = api("carol").get("/kpis?goal=conversion&network=tiktok&class=actionable&limit=200").json()["items"]
    assert kpis
    assert all("tiktok" in kpi["networks"] and kpi["class"] == "actionable" for kpi in kpis)
    assert all(any("conversion" in goals for goals in kpi["goals"].values()) for kpi in kpis)
    assert code_of(api("carol").get("/kpis?network=myspace")) == (400, "bad_parameter")


def test_kpis_come_page_by_page_and_each_once(api):
    keys, query = [], "limit=40"
    while query:
        page = api("carol").get(f"/kpis?{query}").json()
        keys += [kpi["key"] for kpi in page["items"]]
        query = page["next_cursor"] and f"limit=40&cursor={page['next_cursor']}"
    assert keys == sorted(set(keys))
    assert len(keys) >= 20 + len(api("carol").get("/goals").json()["items"])


def test_a_cursor_belongs_to_its_query(api):
    cursor = api("carol").get("/kpis?limit=1").json()["next_cursor"]
    assert code_of(api("carol").get(f"/kpis?goal=loyalty&cursor={cursor}")) == (400, "cursor_mismatch")


def test_an_unknown_kpi_is_not_found(api):
    assert code_of(api("carol").get("/kpis/fame")) == (404, "not_found")
