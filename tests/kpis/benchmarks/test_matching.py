"""A result meets only benchmarks of its own identity, and hears which part differs."""

from typing import Any

import pytest

from kpis.benchmarks import Match, RefusalReason, match, published_pack
from kpis.catalogue import Basis


def found(kpi: str, **changes: Any) -> Match:
    subject: dict[str, Any] = {
        "version": 1,
        "network": "tiktok",
        "industry": None,
        "followers": 15_000,
        "basis": Basis.PUBLISHED,
    }
    return match(published_pack(), kpi=kpi, **(subject | changes))


def keys(matched: Match) -> list[str]:
    return [benchmark.key for benchmark in matched.candidates]


def test_a_mid_sized_account_meets_its_own_tier_first_and_then_the_median() -> None:
    assert keys(found("er_follower")) == [
        "tiktok.er_follower.rule_of_thumb.10k_to_100k",
        "tiktok.er_follower.rival_iq_2024",
    ]


@pytest.mark.parametrize(
    ("followers", "tier"),
    [
        (0, "under_10k"),
        (9_999, "under_10k"),
        (10_000, "10k_to_100k"),
        (99_999, "10k_to_100k"),
        (100_000, "over_100k"),
        (15_000_000, "over_100k"),
    ],
)
def test_every_size_of_account_has_one_tier(followers: int, tier: str) -> None:
    tiers = [key for key in keys(found("er_follower", followers=followers)) if "rule_of_thumb" in key]
    assert tiers == [f"tiktok.er_follower.rule_of_thumb.{tier}"]


def test_the_industrys_own_number_comes_before_the_general_one() -> None:
    assert keys(found("er_view", industry="travel")) == [
        "tiktok.er_view.rival_iq_2024.travel",
        "tiktok.er_view.rival_iq_2024",
    ]


def test_another_industrys_number_is_refused_by_name() -> None:
    refusals = {refusal.benchmark: refusal for refusal in found("er_view", industry="travel").refusals}
    fashion = refusals["tiktok.er_view.rival_iq_2024.fashion"]
    assert (fashion.reason, fashion.part) == (RefusalReason.NO_BENCHMARK, "industry")
    assert fashion.detail == "made for fashion, not travel"


def test_another_basis_is_not_comparable() -> None:
    matched = found("er_view", basis=Basis.OCCURRED)
    assert matched.candidates == ()
    assert matched.reason is RefusalReason.NOT_COMPARABLE


def test_another_version_is_not_comparable() -> None:
    matched = found("er_view", version=2)
    assert matched.reason is RefusalReason.NOT_COMPARABLE
    assert "kpi_version" in {refusal.part for refusal in matched.refusals}


def test_another_currency_is_not_comparable_and_the_same_is() -> None:
    euros = found("cpv", network="xiaohongshu", currency="EUR")
    yuan = found("cpv", network="xiaohongshu", currency="CNY")
    assert (euros.reason, euros.refusals[0].part) == (RefusalReason.NOT_COMPARABLE, "currency")
    assert keys(yuan) == ["xiaohongshu.cpv.tocanan"]


def test_another_network_has_no_benchmark() -> None:
    assert found("er_follower", network="weibo").reason is RefusalReason.NO_BENCHMARK


def test_a_kpi_nobody_published_has_no_benchmark() -> None:
    matched = found("amplification", network="wechat")
    assert (matched.reason, matched.refusals) == (RefusalReason.NO_BENCHMARK, ())


def test_official_accounts_are_not_compared_with_mini_programs() -> None:
    assert keys(found("share_rate_wx", network="wechat", account_kind="official_account"))
    mini = found("share_rate_wx", network="wechat", account_kind="mini_program")
    assert (mini.reason, mini.refusals[0].part) == (RefusalReason.NO_BENCHMARK, "account_kind")


def test_a_tier_needs_a_known_size() -> None:
    matched = found("er_follower", followers=None)
    assert keys(matched) == ["tiktok.er_follower.rival_iq_2024"]
    assert {refusal.reason for refusal in matched.refusals} == {RefusalReason.INSUFFICIENT_DATA}


def test_thresholds_come_before_an_average_of_the_same_source() -> None:
    assert keys(found("completion_rate", network="douyin")) == [
        "douyin.completion_rate.kawo_2023.excellent",
        "douyin.completion_rate.kawo_2023.average",
    ]
