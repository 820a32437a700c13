"""The metric catalogue is complete, named twice and agrees with the fact columns."""

import pytest

from campaigns.metrics import METRICS, NETWORKS, Grain, Kind, Unit, columns
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
        if set(metric.names) != {"en", "zh-Hans"} or not all(metric.names.values()) or not metric.description
    ] == []


def test_metrics_name_known_networks_only() -> None:
    assert {network for metric in METRICS.values() for network in metric.networks} <= set(NETWORKS)


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
