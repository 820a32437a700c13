"""What says nothing alone is told so, and suggestions and targets tell it alike."""

from dataclasses import replace

import pytest

from campaigns.metrics import NETWORKS
from kpis.catalogue import GOALS, KpiClass, catalogue
from kpis.suggestions import SET_PLACES, Wish, default_sets, goal_partner, missing_partners, only_vanity, partners_on
from kpis.suggestions import suggest as suggested

KPIS = catalogue()
VANITY = [key for key, kpi in KPIS.items() if kpi.kpi_class is KpiClass.VANITY]


def test_likes_views_followers_shares_and_raw_turnover_say_nothing_alone() -> None:
    assert {"likes", "views", "follows_new", "followers", "shares", "gmv"} <= set(VANITY)


@pytest.mark.parametrize("key", VANITY)
def test_a_vanity_kpi_lacks_its_partners_until_one_stands_beside_it(key: str) -> None:
    partners = missing_partners(KPIS[key], (), (), KPIS)
    assert partners == KPIS[key].pair_with
    assert missing_partners(KPIS[key], {partners[-1]}, (), KPIS) == ()


def test_an_actionable_kpi_lacks_nothing() -> None:
    assert missing_partners(KPIS["er_view"], (), (), KPIS) == ()
    assert partners_on(KPIS["er_view"], (), KPIS) == ()


def test_a_partner_that_the_networks_have_comes_first() -> None:
    apart = replace(KPIS["views"], pair_with=("open_rate", "er_view"))
    assert partners_on(apart, ("tiktok",), KPIS) == ("er_view", "open_rate")
    assert partners_on(apart, ("wechat",), KPIS) == ("open_rate", "er_view")
    assert partners_on(apart, (), KPIS) == ("open_rate", "er_view")


def test_several_vanity_kpis_are_only_vanity_and_one_alone_is_told_otherwise() -> None:
    assert only_vanity([KPIS["views"], KPIS["likes"]])
    assert not only_vanity([KPIS["views"]])
    assert not only_vanity([KPIS["views"], KPIS["er_view"]])
    assert not only_vanity([KPIS["views"], KPIS["frequency"]])


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("network", NETWORKS)
def test_every_goal_has_an_actionable_partner_on_every_network(goal: str, network: str) -> None:
    partner = goal_partner(goal, (network,), KPIS, default_sets())
    assert partner is not None
    assert KPIS[partner].kpi_class is KpiClass.ACTIONABLE
    assert KPIS[partner].formula_for(network) is not None
    assert KPIS[partner].goals.role_for(goal) is not None


def test_the_partner_of_a_goal_is_the_first_actionable_one_of_its_default_set() -> None:
    sets = default_sets()
    assert goal_partner("engagement", ("wechat",), KPIS, sets) == "open_rate"
    assert goal_partner("engagement", ("douyin",), KPIS, sets) == "er_view"
    assert goal_partner("awareness", ("tiktok",), KPIS, sets) == "cpm"  # reach and views per follower only give context
    assert goal_partner("loyalty", (), KPIS, sets) in KPIS


@pytest.mark.parametrize("goal", GOALS)
def test_no_suggestion_would_be_warned_of_as_a_target(goal: str) -> None:
    for place in SET_PLACES:
        suggestions = suggested(Wish(goal, (place,)), default_sets(), KPIS)
        keys = {suggestion.kpi.key for suggestion in suggestions}
        network = place.partition(".")[0]
        for suggestion in suggestions:
            assert not missing_partners(suggestion.kpi, keys, (network,), KPIS)
            assert suggestion.kpi.goals.role_for(goal) is not None
        assert not only_vanity([suggestion.kpi for suggestion in suggestions])
