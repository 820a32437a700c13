"""What networks measure, as the API tells it."""

from campaigns.metrics import METRICS
from tests.holders import code_of


def keys_of(api, query: str) -> set[str]:
    return {one["key"] for one in api("carol").get(f"/metrics?limit=200{query}").json()["items"]}


def test_every_metric_is_listed_and_read_alike(api):
    listed = {one["key"]: one for one in api("carol").get("/metrics?limit=200").json()["items"]}
    assert set(listed) == set(METRICS)
    assert api("carol").get("/metrics/views").json() == listed["views"]


def test_an_unknown_metric_is_not_found(api):
    assert code_of(api("carol").get("/metrics/fame")) == (404, "not_found")


def test_a_metric_is_called_what_its_people_call_it(api):
    completions = api("carol").get("/metrics/completions").json()
    assert completions["network_names"]["wechat.official_account"]["zh-Hans"] == "完读数"
    assert completions["network_names"]["douyin"]["zh-Hans"] == "完播数"
    assert completions["descriptions"]["zh-Hans"]


def test_a_metric_says_where_it_comes_from_and_whether_that_is_read(api):
    sources = api("carol").get("/metrics/completions").json()["sources"]
    found = {(one["source"], one["field"]): one for one in sources}
    works, channels = found["douyin.creator.works", "完播率"], found["wechat.channels_export", "完播率"]
    assert (works["read"], works["profile"], works["gives"]) == (True, "douyin.creator.works", "completion_rate")
    assert (channels["read"], channels["profile"]) == (False, None)
    assert (channels["network"], channels["account_kind"], channels["kind"]) == ("wechat", "channels", "export")


def test_a_score_says_its_scale(api):
    scale = api("carol").get("/metrics/sentiment_sum").json()["scale"]
    assert (scale["lowest"], scale["highest"]) == ("-1", "1")
    assert api("carol").get("/metrics/likes").json()["scale"] is None


def test_a_metric_says_how_late_it_changes_and_how_it_is_credited(api):
    conversions = api("carol").get("/metrics/conversions").json()
    assert conversions["settle_days"]["douyin"] == 30
    (tiktok,) = (one for one in conversions["attribution"] if one["network"] == "tiktok")
    assert (tiktok["click_hours"], tiktok["view_hours"], tiktok["booked_on"]) == (168, 24, "impression_day")


def test_a_metric_says_what_it_used_to_count(api):
    versions = api("carol").get("/metrics/conversions").json()["versions"]
    assert [(one["number"], one["since"], one["network"]) for one in versions] == [
        (1, None, "tiktok"),
        (2, "2023-10-31", "tiktok"),
    ]


def test_metrics_are_narrowed_by_network_account_kind_grain_and_unit(api):
    assert {"reads", "wow", "visits"} <= keys_of(api, "&network=wechat")
    assert keys_of(api, "&network=wechat") & {"reposts", "plays_5s", "audience_a3"} == set()
    assert {"visits", "retained_d7"} <= keys_of(api, "&account_kind=mini_program")
    assert "visits" not in keys_of(api, "&account_kind=channels")
    assert keys_of(api, "&grain=ad_day&unit=people") >= {"buyers", "live_peak"}
    assert "followers" not in keys_of(api, "&grain=ad_day&unit=people")


def test_metrics_are_found_by_words_of_any_language(api):
    assert "completions" in keys_of(api, "&q=完读")
    assert keys_of(api, "&q=first%20RESPONSE") == {"first_response_s"}
    assert keys_of(api, "&q=nothing%20of%20the%20kind") == set()


def test_what_metrics_are_narrowed_by_must_make_sense(api):
    for query in ("network=myspace", "grain=galaxy", "unit=minutes", "account_kind=standard", "q=a&q=b"):
        assert code_of(api("carol").get(f"/metrics?{query}")) == (400, "bad_parameter"), query
