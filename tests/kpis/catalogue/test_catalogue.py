"""The product's own catalogue is sound, and its golden numbers hold."""

from decimal import Decimal

import pytest

from campaigns.metrics import METRICS, NETWORKS, Unit, columns
from campaigns.metrics.kinds import Grain
from kpis.catalogue import GOALS, Direction, Kpi, KpiClass, catalogue
from kpis.catalogue.kpi import GoalRole
from kpis.catalogue.loader import DEFINITIONS
from kpis.formulas import Quantity, Reason

KPIS = catalogue()


def value(key: str, network: str, **sums: int | str) -> Decimal | None:
    return quantity(key, network, **sums).value


def quantity(key: str, network: str, **sums: int | str) -> Quantity:
    formula = KPIS[key].formula_for(network)
    assert formula is not None
    return formula.evaluate({metric: Quantity.exact(Decimal(number)) for metric, number in sums.items()})


def four_digits(number: Decimal | None) -> Decimal:
    assert number is not None
    return number.quantize(Decimal("0.0001"))


def test_there_are_at_least_28_reviewed_definitions() -> None:
    assert len(list(DEFINITIONS.glob("*.yaml"))) >= 28


def test_every_stored_metric_is_a_kpi_of_its_own_key() -> None:
    stored = {key for grain in Grain for key in columns(grain)}
    assert stored <= set(KPIS)
    assert all(KPIS[key].formula_text == key and KPIS[key].unit is METRICS[key].unit for key in stored)


def test_what_the_brand_pays_is_a_kpi_and_what_the_agency_pays_is_none() -> None:
    assert {"cost_billed", "cost_total"} <= set(KPIS)
    assert "cost_internal" not in KPIS
    assert not [key for key, kpi in KPIS.items() if "cost_internal" in kpi.metrics()]


@pytest.mark.parametrize("kpi", KPIS.values(), ids=list(KPIS))
def test_every_kpi_is_named_in_both_languages_and_states_its_source(kpi: Kpi) -> None:
    assert set(kpi.names) == {"en", "zh-Hans"}
    assert kpi.source
    assert kpi.reviewed is not None


@pytest.mark.parametrize("kpi", KPIS.values(), ids=list(KPIS))
def test_every_vanity_kpi_names_an_actionable_partner(kpi: Kpi) -> None:
    partners = {KPIS[partner].kpi_class for partner in kpi.pair_with}
    assert (kpi.kpi_class is KpiClass.VANITY) == (partners == {KpiClass.ACTIONABLE})


@pytest.mark.parametrize("kpi", KPIS.values(), ids=list(KPIS))
def test_every_kpi_can_be_computed_on_each_of_its_networks(kpi: Kpi) -> None:
    assert kpi.networks
    assert all(kpi.grains_for(network) for network in kpi.networks)


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("network", NETWORKS)
def test_every_goal_has_a_primary_kpi_on_every_network(goal: str, network: str) -> None:
    serving = [kpi for kpi in KPIS.values() if kpi.goals.role_for(goal) is GoalRole.PRIMARY]
    assert [kpi.key for kpi in serving if kpi.formula_for(network)]


def test_engagement_per_follower_and_per_view_of_the_golden_account() -> None:
    assert value("er_follower", "tiktok", likes=200, comments=60, shares=40, followers_at_publish=15000) == Decimal(
        "0.02",
    )
    assert value("er_view", "tiktok", likes=200, comments=60, shares=40, views=3000) == Decimal("0.1")
    assert value("view_to_follower", "tiktok", views=3000, followers_at_publish=15000) == Decimal("0.2")


def test_cost_and_return_of_the_golden_campaign() -> None:
    assert value("cpa", "tiktok", spend=5000, conversions=200) == 25
    assert value("roas", "tiktok", spend=5000, revenue=15000) == 3
    assert value("roi", "tiktok", cost_total=5000, revenue=15000) == 2


def test_completion_is_weighted_by_plays() -> None:
    assert value("completion_rate", "douyin", completions=500 + 900, views=1000 + 9000) == Decimal("0.14")


def test_rates_of_the_wechat_export_hold() -> None:
    assert four_digits(value("open_rate", "wechat", push_reads=79, delivered=2112)) == Decimal("0.0374")
    assert four_digits(value("first_share_rate", "wechat", first_shares=5, push_reads=79)) == Decimal("0.0633")
    assert four_digits(value("amplification", "wechat", share_reads=69, shares=10)) == Decimal("6.9")


def test_the_content_engagement_score_weighs_as_told() -> None:
    assert value("ces", "xiaohongshu", likes=10, saves=5, comments=2, shares=1, follows_from_post=1) == 35
    assert KPIS["ces"].unit is Unit.SCORE


def test_a_note_without_impressions_has_views_but_no_read_rate() -> None:
    result = quantity("read_rate", "xiaohongshu", views=126, impressions=0)
    assert (result.value, result.reason) == (None, Reason.ZERO_DENOMINATOR)


def test_four_answers_per_play_of_a_real_douyin_work() -> None:
    found = value("er_view_saves", "douyin", likes=1155, comments=69, shares=45, saves=84, views=34606)
    assert four_digits(found) == Decimal("0.0391")


def test_saves_count_in_one_engagement_rate_and_not_in_the_other() -> None:
    tiktok = KPIS["er_view"].formula_for("tiktok")
    with_saves = KPIS["er_view_saves"].formula_for("tiktok")
    assert tiktok is not None
    assert with_saves is not None
    assert with_saves.metrics() - tiktok.metrics() == {"saves"}


def test_engagement_means_the_same_on_tiktok_and_douyin_and_something_else_on_weibo() -> None:
    er_view = KPIS["er_view"]
    assert er_view.common_formula(["tiktok", "douyin"]) is not None
    assert er_view.common_formula(["tiktok", "weibo"]) is None
    assert er_view.common_formula(er_view.networks) is None


def test_engagement_with_saves_and_shares_is_common_to_three_networks() -> None:
    er_view_saves = KPIS["er_view_saves"]
    assert er_view_saves.networks == ("tiktok", "douyin", "xiaohongshu")
    assert er_view_saves.common_formula(er_view_saves.networks) is not None


def test_a_network_without_the_kpi_has_no_formula() -> None:
    assert KPIS["open_rate"].formula_for("tiktok") is None
    assert KPIS["open_rate"].common_formula(["wechat", "tiktok"]) is None


@pytest.mark.parametrize("key", ["er_follower", "er_follower_saves", "view_to_follower"])
def test_per_follower_kpis_are_sums_over_contents_by_followers_at_publish(key: str) -> None:
    assert KPIS[key].grains == (Grain.CONTENT,)
    assert all("followers_at_publish" in formula.metrics() for formula in KPIS[key].formulas.values())


def test_costs_bounces_churn_and_refunds_are_better_when_lower() -> None:
    lower = {key for key, kpi in KPIS.items() if kpi.direction is Direction.LOWER}
    assert {"cpa", "cpm", "cpc", "cpe", "cpv", "cac", "bounce2s_rate", "churn_rate", "refund_rate"} <= lower
    assert {"roas", "roi", "er_view", "views"}.isdisjoint(lower)


@pytest.mark.parametrize("key", ["views", "likes", "shares", "follows_new", "followers", "gmv"])
def test_what_impresses_and_says_nothing_alone_is_vanity(key: str) -> None:
    assert KPIS[key].kpi_class is KpiClass.VANITY


def test_views_alone_are_vanity_and_name_completion_first() -> None:
    assert KPIS["views"].kpi_class is KpiClass.VANITY
    assert KPIS["views"].pair_with[0] == "completion_rate"
