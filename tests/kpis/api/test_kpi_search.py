"""The catalogue is narrowed by place, stage, reader and priority, and searched in every language."""

import pytest

from tests.holders import code_of


@pytest.fixture
def keys(api):
    """List the keys that a query finds: `keys("audience=creator")`."""
    return lambda query: {kpi["key"] for kpi in api("carol").get(f"/kpis?limit=200&{query}").json()["items"]}


def test_kinds_of_account_have_kpis_of_their_own(keys):
    assert "open_rate" in keys("account_kind=official_account&class=actionable")
    assert "open_rate" not in keys("account_kind=channels&class=actionable")
    assert {"retention_d1", "retention_d7", "retention_d30"} <= keys("account_kind=mini_program&class=actionable")


def test_brands_and_creators_have_priorities(keys):
    assert {"reach", "cpm", "roas", "cac", "ltv_30d"} <= keys("audience=brand")
    assert {"er_view", "view_to_follower", "avg_watch_s", "returning_viewer_share"} <= keys("audience=creator")


def test_a_stage_of_the_journey_and_a_reader_narrow(keys):
    assert "net_growth" in keys("journey=consideration")
    assert "net_growth" not in keys("journey=loyalty")
    assert "cac" not in keys("reader=creator&class=actionable")


@pytest.mark.parametrize(
    ("words", "key"),
    [("完读率", "completion_rate"), ("首次响应", "frt_min"), ("HOLD rate", "hold_rate"), ("cvr_impr", "cvr_impr")],
)
def test_words_are_found_in_keys_and_names_of_every_language_and_network(keys, words, key):
    assert key in keys(f"q={words}")


def test_words_that_stand_nowhere_find_nothing(keys):
    assert keys("q=completion fame") == set()


@pytest.mark.parametrize("query", ["audience=fans", "journey=fame", "reader=cat", "account_kind=club", "q=a&q=b"])
def test_what_cannot_be_asked_is_refused(api, query):
    assert code_of(api("carol").get(f"/kpis?{query}")) == (400, "bad_parameter")


def test_a_kpi_tells_how_to_read_it(api):
    kpi = api("carol").get("/kpis/view_to_follower").json()
    assert [band["key"] for band in kpi["bands"]["readings"]] == ["followers_only", "healthy", "viral"]
    assert kpi["bands"]["readings"][1] | {"names": None} == {
        "key": "healthy",
        "names": None,
        "at_least": "0.5",
        "above": None,
        "below": None,
        "up_to": "2",
    }
    assert kpi["account_kinds"] == ["official_account", "channels"]
    assert kpi["formulas"]["wechat.channels"] == "views / followers_at_publish"
    assert kpi["journey"]["stage"] == "awareness"
    assert kpi["versions"][0]["number"] == 1


def test_conversion_kpis_state_their_attribution(api):
    roas = api("carol").get("/kpis/roas").json()
    (tiktok,) = [each for each in roas["attribution"] if each["network"] == "tiktok"]
    assert (tiktok["click_hours"], tiktok["view_hours"], tiktok["booked_on"]) == (168, 24, "impression_day")
    assert tiktok["statement"]["en"]
    assert tiktok["source"]
    assert api("carol").get("/kpis/er_view").json()["attribution"] == []
