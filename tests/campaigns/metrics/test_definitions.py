"""The metric catalogue is complete, named twice and agrees with the fact columns."""

from datetime import date

import pytest

from campaigns.metrics import METRICS, NETWORKS, Grain, Kind, Place, Unit, columns
from campaigns.metrics.columns import COLUMNS
from clients.networks import Network


@pytest.mark.parametrize("grain", list(Grain))
def test_every_fact_column_is_a_defined_metric_of_that_grain(grain: Grain) -> None:
    assert [key for key in columns(grain) if not METRICS[key].exists_on(grain)] == []


@pytest.mark.parametrize("grain", list(Grain))
def test_no_column_stands_twice_in_a_table(grain: Grain) -> None:
    assert len(columns(grain)) == len(set(columns(grain)))


def test_a_metric_without_a_column_is_a_derived_input_and_only_such() -> None:
    stored = {key for grain in Grain for key in columns(grain)}
    derived = {key for key, metric in METRICS.items() if metric.derived_input}
    assert set(METRICS) - stored == derived


def test_every_metric_is_named_in_english_and_chinese_and_described() -> None:
    assert [
        key
        for key, metric in METRICS.items()
        for words in (metric.names, metric.descriptions, *metric.network_names.values())
        if set(words) != {"en", "zh-Hans"} or not all(words.values())
    ] == []


def test_metrics_name_known_networks_only() -> None:
    assert {network for metric in METRICS.values() for network in metric.networks} == set(NETWORKS)


def test_likes_flow_by_the_day_and_accumulate_on_a_content() -> None:
    likes = METRICS["likes"]
    assert likes.kinds == {
        Grain.ACCOUNT_DAY: Kind.FLOW,
        Grain.CONTENT: Kind.CUMULATIVE,
        Grain.AD_DAY: Kind.FLOW,
    }


@pytest.mark.parametrize("key", ["reach", "readers", "sharers", "viewers", "buyers"])
def test_distinct_people_are_never_added(key: str) -> None:
    assert set(METRICS[key].kinds.values()) == {Kind.UNIQUE}
    assert METRICS[key].unit is Unit.PEOPLE


def test_followers_are_a_level() -> None:
    assert METRICS["followers"].kinds == {Grain.ACCOUNT_DAY: Kind.STOCK}


@pytest.mark.parametrize("key", ["spend", "gmv", "revenue", "refund_amount"])
def test_paid_amounts_are_money_that_flows(key: str) -> None:
    assert METRICS[key].unit is Unit.MONEY
    assert METRICS[key].kinds == {Grain.AD_DAY: Kind.FLOW}


def test_bounces_lost_follows_refunds_complaints_and_waiting_are_better_when_lower() -> None:
    assert {key for key, metric in METRICS.items() if metric.lower_is_better} == {
        "bounces_2s",
        "comments_negative",
        "first_response_s",
        "follows_lost",
        "refund_amount",
        "refunds",
        "resolution_s",
    }


def test_a_metric_of_one_network_is_not_reported_by_another() -> None:
    assert METRICS["wow"].reported_by("wechat")
    assert not METRICS["wow"].reported_by("tiktok")
    assert METRICS["likes"].reported_by("weibo")


def test_the_tables_hold_the_agreed_number_of_columns() -> None:
    assert {grain: len(columns(grain)) for grain in COLUMNS} == {
        Grain.ACCOUNT_DAY: 64,
        Grain.CONTENT: 33,
        Grain.AD_DAY: 54,
    }


def test_every_network_states_how_long_its_numbers_change() -> None:
    assert {key: network.settle_days for key, network in NETWORKS.items()} == {
        "tiktok": 2,
        "douyin": 1,
        "wechat": 7,
        "weibo": 7,
        "xiaohongshu": 7,
    }


def test_the_networks_are_those_that_accounts_live_on() -> None:
    assert set(NETWORKS) == set(Network)


def test_a_metric_of_one_kind_of_account_is_not_reported_by_another() -> None:
    reads = METRICS["reads"]
    assert reads.reported_by("wechat", "official_account")
    assert not reads.reported_by("wechat", "channels")
    assert (reads.networks, reads.account_kinds) == (("wechat", "weibo"), ("official_account",))
    assert METRICS["visits"].account_kinds == ("mini_program",)


def test_a_name_is_what_the_people_of_a_network_say() -> None:
    names = {str(place): words["zh-Hans"] for place, words in METRICS["completions"].network_names.items()}
    assert (names["douyin"], names["wechat.official_account"]) == ("完播数", "完读数")


def test_channels_calls_likes_and_recommendations_the_other_way_round() -> None:
    def field_of(key: str) -> str:
        return next(each.field for each in METRICS[key].stated_sources if each.source == "wechat.channels_backend")

    channels = Place("wechat", "channels")
    assert (METRICS["likes"].network_names[channels]["zh-Hans"], field_of("likes")) == ("喜欢", "favCount")
    assert (METRICS["wow"].network_names[channels]["zh-Hans"], field_of("wow")) == ("推荐", "likeCount")


@pytest.mark.parametrize(
    ("key", "network", "days"),
    [
        ("conversions", "douyin", 30),
        ("conversions", "xiaohongshu", 7),
        ("likes", "douyin", 1),
        ("gmv", "tiktok", 45),
        ("leads", "tiktok", 7),
    ],
)
def test_a_days_value_settles_as_late_as_its_vendor_books(key: str, network: str, days: int) -> None:
    assert METRICS[key].settle_days(network) == days


def test_scores_have_scales_and_nothing_else_has() -> None:
    assert {key for key, metric in METRICS.items() if metric.scale} == {"sentiment_sum", "csat_sum"}
    assert {key for key, metric in METRICS.items() if metric.unit is Unit.SCORE} == {"sentiment_sum", "csat_sum"}


@pytest.mark.parametrize("key", [key for key in METRICS if key.startswith("tracked_")])
def test_what_is_tracked_here_is_credited_alike_everywhere(key: str) -> None:
    (statement,) = {each.statement["en"] for each in METRICS[key].attribution}
    assert statement == (
        "The surest of what the event names (content, link, code, campaign, account), without a window; a purchase is"
        " booked on the day it was first paid, a refund on its own day."
    )


@pytest.mark.parametrize(
    "key", ["conversions", "orders", "revenue", "leads", "new_customers", "gmv", "tracked_revenue"]
)
def test_what_vendors_credit_says_how_on_every_network(key: str) -> None:
    assert {each.place.network for each in METRICS[key].attribution} == set(NETWORKS)


def test_the_rate_of_conversions_changed_at_the_end_of_october_2023() -> None:
    first, second = METRICS["conversions"].versions
    assert "per click" in first.what["en"]
    assert "per impression" in second.what["en"]
    assert (second.since, second.approximate, str(second.place)) == (date(2023, 10, 31), True, "tiktok")


@pytest.mark.parametrize("grain", list(Grain))
@pytest.mark.parametrize("key", ["cost_total", "cost_billed", "tracked_revenue", "tracked_conversions"])
def test_costs_and_tracked_conversions_stand_beside_any_grain(key: str, grain: Grain) -> None:
    assert METRICS[key].kinds[grain] is Kind.FLOW


def test_the_most_viewers_at_one_time_are_a_peak() -> None:
    assert METRICS["live_peak"].kinds == {Grain.AD_DAY: Kind.PEAK}
