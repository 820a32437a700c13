"""Suggestions follow the default sets, a category of contents, the reader, and the agency's own KPIs."""

import pytest

from kpis.catalogue import GOALS, build_kpis, catalogue
from kpis.catalogue.drafts import READERS
from kpis.catalogue.kpi import GoalRole
from kpis.suggestions import SET_PLACES, Suggestion, Wish, default_sets, suggest

KPIS = catalogue()
SETS = default_sets()
ROLES = list(GoalRole)


def suggested(goal: str, *places: str, **wish: str) -> list[Suggestion]:
    return suggest(Wish(goal, places, **wish), SETS, KPIS)


def keys(suggestions: list[Suggestion]) -> list[str]:
    return [suggestion.kpi.key for suggestion in suggestions]


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("place", SET_PLACES)
def test_every_goal_has_two_primary_kpis_a_supporting_one_and_a_guard_rail_everywhere(goal: str, place: str) -> None:
    roles = [suggestion.role for suggestion in suggested(goal, place)]
    assert roles == sorted(roles, key=ROLES.index)
    assert roles.count(GoalRole.PRIMARY) >= 2
    assert {GoalRole.SUPPORTING, GoalRole.GUARD_RAIL} <= set(roles)


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("place", SET_PLACES)
def test_every_suggestion_says_why_in_both_languages_and_names_its_needs(goal: str, place: str) -> None:
    for suggestion in suggested(goal, place):
        assert set(suggestion.reason) == {"en", "zh-Hans"}
        assert suggestion.needs


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("goal", GOALS)
def test_a_reader_gets_only_what_matters_to_them_and_no_vanity_without_partner(goal: str, reader: str) -> None:
    for place in SET_PLACES:
        found = suggested(goal, place, reader=reader)
        assert all(reader in suggestion.kpi.readers for suggestion in found)
        assert all(not each.partners or set(each.partners) & set(keys(found)) for each in found)


def test_what_a_reader_cares_for_first_comes_first_in_its_role() -> None:
    assert keys(suggested("engagement", "tiktok", reader="creator"))[:2] == ["er_view", "completion_rate"]
    assert keys(suggested("conversion", "tiktok", reader="client"))[:2] == ["roas", "cpa"]


def test_a_category_raises_its_kpis_whatever_its_spelling_and_an_unknown_one_changes_nothing() -> None:
    plain = suggested("consideration", "douyin")
    for word in ("promotional", "Promo", "促销"):
        raised = suggested("consideration", "douyin", content_category=word)
        added = set(keys(raised)) - set(keys(plain))
        assert {"ctr", "product_ctr"} <= added
        assert all(each.role is GoalRole.SUPPORTING for each in raised if each.kpi.key in added)
    assert suggested("consideration", "douyin", content_category="Mondays") == plain


def test_a_raised_kpi_keeps_its_role_and_tells_the_categorys_reason() -> None:
    (share_rate,) = [
        each for each in suggested("engagement", "weibo", content_category="story") if each.kpi.key == "share_rate"
    ]
    assert share_rate.role is GoalRole.PRIMARY
    assert "conversation" in share_rate.reason["en"]


def test_an_agencys_own_kpi_stands_where_it_exists_and_for_the_goals_it_serves() -> None:
    own = {
        "key": "warmth",
        "names": {"en": "Warmth"},
        "formula": "likes / views",
        "networks": ["tiktok"],
        "direction": "higher",
        "goals": {"guard_rail": ["engagement"]},
    }
    known = build_kpis([own], KPIS)
    found = suggest(Wish("engagement", ("tiktok", "douyin")), SETS, known, ["warmth"])
    assert [(each.place, each.role) for each in found if each.kpi.key == "warmth"] == [("tiktok", GoalRole.GUARD_RAIL)]
    assert "warmth" not in keys(suggest(Wish("loyalty", ("tiktok",)), SETS, known, ["warmth"]))
