"""Sources, places and scales that contradict a definition are found, each with a sentence."""

from dataclasses import replace
from decimal import Decimal

import pytest

from campaigns.metrics import METRICS, VENDOR_SOURCES, Place, SourceField, SourceKind
from campaigns.metrics.agreement import misplaced, missourced, off_scale, unsettled, unsourced
from campaigns.readers import profiles

WORKS = "douyin.creator.works"
SOURCES = {
    **VENDOR_SOURCES,
    WORKS: replace(VENDOR_SOURCES["douyin.open_platform"], key=WORKS, kind=SourceKind.EXPORT),
}


def problems(key: str, *stated: SourceField) -> list[str]:
    return list(missourced(replace(METRICS[key], stated_sources=stated), SOURCES, profiles()))


@pytest.mark.parametrize("key", METRICS)
def test_the_product_contradicts_itself_nowhere(key: str) -> None:
    metric = METRICS[key]
    found = (*unsourced(metric), *missourced(metric, VENDOR_SOURCES, profiles()), *misplaced(metric))
    assert (*found, *unsettled(metric), *off_scale(metric)) == ()


def test_a_day_that_is_final_before_its_late_events_are_credited_is_found() -> None:
    hasty = replace(METRICS["leads"], settle_overrides={})
    assert [problem.split()[3] for problem in unsettled(hasty)] == ["tiktok", "douyin"]
    assert list(unsettled(replace(METRICS["leads"], attribution=()))) == []


def test_a_source_that_names_a_profiles_header_is_found_there() -> None:
    assert problems("views", SourceField(WORKS, "播放量")) == []
    assert problems("views", SourceField(WORKS, "播放")) == [
        "views comes from 播放 of douyin.creator.works, which does not read it."
    ]


def test_a_header_that_its_profile_reads_as_something_else_is_found() -> None:
    assert problems("views", SourceField(WORKS, "点赞量")) == [
        "views comes from 点赞量 of douyin.creator.works, which reads it as likes."
    ]
    assert problems("views", SourceField(WORKS, "审核状态")) == [
        "views comes from 审核状态 of douyin.creator.works, which reads it as nothing."
    ]


def test_a_header_that_holds_a_rate_is_stated_as_one() -> None:
    assert problems("completions", SourceField(WORKS, "完播率", gives="completion_rate")) == []
    assert problems("completions", SourceField(WORKS, "完播率")) == [
        "completions comes from 完播率 of douyin.creator.works, which reads it as completion_rate."
    ]


def test_a_rate_of_something_else_is_found() -> None:
    assert problems("views", SourceField("douyin.ocean_engine", "total_play", gives="ctr")) == [
        "views is given by douyin.ocean_engine as ctr, which is no rate of it."
    ]


def test_a_source_where_the_metric_is_not_is_found() -> None:
    assert problems("reads", SourceField("wechat.channels_export", "播放量")) == [
        "reads comes from wechat.channels_export, and is not defined for wechat.channels."
    ]


def test_a_metric_that_nobody_reports_is_found() -> None:
    assert list(unsourced(replace(METRICS["opportunities"], stated_sources=()))) == [
        "opportunities names no source, and no profile reads it from an export."
    ]
    assert list(unsourced(replace(METRICS["viewers"], stated_sources=()))) == []


def test_what_is_told_of_a_place_without_the_metric_is_found() -> None:
    conversions = METRICS["conversions"]
    wrong = replace(conversions, places=(Place("wechat", "channels"),), settle_overrides={"weibo": 7})
    told = list(misplaced(wrong))
    assert "conversions states attribution for weibo, where it is not defined." in told
    assert "conversions states settle days for weibo, where it is not defined." in told
    assert "conversions states a version for tiktok, where it is not defined." in told
    assert not any("wechat" in each for each in told)


def test_a_name_for_a_place_without_the_metric_is_found() -> None:
    wrong = replace(METRICS["reads"], network_names={Place("tiktok"): {"en": "Reads", "zh-Hans": "阅读"}})
    assert list(misplaced(wrong)) == ["reads states a name for tiktok, where it is not defined."]


def test_scales_that_differ_from_the_readers_are_found() -> None:
    sentiment = METRICS["sentiment_sum"]
    assert sentiment.scale is not None
    wider = replace(sentiment, scale=replace(sentiment.scale, highest=Decimal(5)))
    assert list(off_scale(wider)) == ["sentiment_sum and the readers' sentiment have different scales."]
    assert list(off_scale(replace(sentiment, scale=None))) == [
        "sentiment_sum states no scale, and the readers take sentiment from one."
    ]
