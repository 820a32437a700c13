"""Own KPIs are built beside the product's, and what is at fault does not take the others with it."""

from typing import Any

import pytest

from campaigns.metrics import Unit
from kpis.catalogue import catalogue
from kpis.own.building import Built, build, everywhere
from kpis.own.definition import as_file, changed, means_the_same


def fields(key: str, formula: str, **more: Any) -> dict[str, Any]:
    stated = {"names": {"en": key}, "formula": formula, "networks": ["tiktok"], "direction": "higher"}
    return as_file(key, 1, {**stated, **more})


def built(*definitions: dict[str, Any]) -> Built:
    return build(definitions, catalogue())


def codes(found: Built, key: str) -> list[str]:
    return [mistake.code for mistake in found.broken[key]]


def test_own_kpis_stand_beside_the_products_and_refer_to_metrics_to_them_and_to_each_other() -> None:
    found = built(fields("talk", "comments + shares"), fields("talk_rate", "talk / views + er_view"))
    assert not found.broken
    assert found.kpis["talk_rate"].unit is Unit.RATIO
    assert found.kpis["talk_rate"].metrics() >= {"comments", "shares", "views"}
    assert set(catalogue()) < set(found.kpis)


def test_what_is_at_fault_is_told_with_its_code_and_place_and_the_rest_is_built() -> None:
    found = built(fields("bad", "spend + followers"), fields("good", "likes / views"))
    (mistake,) = found.broken["bad"]
    assert (mistake.field, mistake.code, mistake.position) == ("formula", "unit_mismatch", 6)
    assert mistake.problem == "money + people"
    assert set(found.kpis) - set(catalogue()) == {"good"}


def test_a_fault_takes_those_with_it_that_refer_to_it_however_far() -> None:
    found = built(fields("a", "likes + spend"), fields("b", "a * 2"), fields("c", "b / views"), fields("d", "likes"))
    assert set(found.broken) == {"a", "b", "c"}
    assert "broken_reference" in codes(found, "c") or "unit_mismatch" in codes(found, "c")


def test_a_key_that_the_product_has_is_at_fault_and_nothing_means_the_products_instead_of_it() -> None:
    found = built(fields("er_view", "likes / reach"), fields("mine", "er_view * 2"))
    assert set(found.broken) == {"er_view", "mine"}
    assert codes(found, "mine") == ["broken_reference"]
    assert found.kpis["er_view"] is catalogue()["er_view"]


def test_a_circle_breaks_all_in_it() -> None:
    found = built(fields("a", "b + likes"), fields("b", "a + likes"))
    assert codes(found, "a") == codes(found, "b") == ["cycle"]


@pytest.mark.parametrize("key", ["per_day", "log", "share_of", "weighted", "coalesce", "days"])
def test_a_word_of_the_formula_language_is_no_key(key: str) -> None:
    assert codes(built(fields(key, "likes")), key) == ["reserved_key"]


def test_internal_cost_is_not_for_formulas_that_everybody_sees() -> None:
    found = built(
        fields("margin", "revenue - cost_internal", networks=["douyin"]),
        fields("profit", "revenue - cost_billed", networks=["douyin"]),
    )
    assert codes(found, "margin") == ["internal_metric"]
    assert "profit" in found.kpis


def test_everywhere_is_wherever_the_formula_can_be_computed() -> None:
    assert everywhere(fields("r", "reads / readers"), [], catalogue()) == ["wechat"]


def test_words_are_no_meaning_and_all_else_is() -> None:
    before = fields("a", "likes")
    assert means_the_same(before, changed(before, {"names": {"en": "Other"}, "why": "Because.", "display": {}}))
    for field, value in (("formula", "views"), ("direction", "lower"), ("networks", ["weibo"]), ("grains", ["ad"])):
        assert not means_the_same(before, changed(before, {field: value}))


def test_a_formula_for_all_replaces_one_a_network_and_the_other_way_round() -> None:
    before = fields("a", "likes")
    after = changed(before, {"formulas": {"tiktok": "views"}})
    assert "formula" not in after
    assert changed(after, {"formula": "likes"}) == before
    assert "why" not in changed({**before, "why": "Because."}, {"why": None})
