"""A KPI over others exists where they exist, kind of account by kind of account."""

from typing import Any

import pytest

from kpis.catalogue import CatalogueError, Kpi, Mistake, build_kpis, catalogue

ONLY_ARTICLES = ("official_account",)


def own(formula: str, key: str = "mine", **more: Any) -> dict[str, Any]:
    stated = {"key": key, "names": {"en": key}, "formula": formula, "networks": ["wechat"], "direction": "higher"}
    return {**stated, **more}


def built(*definitions: dict[str, Any]) -> Kpi:
    return build_kpis(definitions, catalogue())["mine"]


def mistakes_of(*definitions: dict[str, Any]) -> tuple[Mistake, ...]:
    with pytest.raises(CatalogueError) as caught:
        build_kpis(definitions, catalogue())
    return caught.value.mistakes


@pytest.mark.parametrize("more", [{}, {"account_kinds": ["official_account"]}])
@pytest.mark.parametrize("formula", ["open_rate * 2", "open_rate + er_view", "amplification + completion_rate"])
def test_it_exists_on_the_kinds_where_all_that_it_refers_to_exists(formula: str, more: dict[str, Any]) -> None:
    kpi = built(own(formula, **more))
    assert kpi.networks == ("wechat",)
    assert kpi.account_kinds == ONLY_ARTICLES


def test_each_kind_has_its_own_formula_of_what_is_referred_to() -> None:
    kpi = built(own("interactions"))
    assert kpi.account_kinds == ("official_account", "channels")
    official, channels = (kpi.kind_formulas[f"wechat.{kind}"] for kind in kpi.account_kinds)
    assert (official.spelled_out(), channels.spelled_out()) == (
        "wow + likes + shares + saves + comments",
        "likes + comments + shares",
    )


def test_the_published_potential_index_can_be_written_again() -> None:
    theirs = catalogue()["wx_potential"]
    text = theirs.formula_text
    assert text is not None
    again = built(own(text))
    assert again.account_kinds == ONLY_ARTICLES
    assert again.kind_formulas["wechat.official_account"].tree == theirs.kind_formulas["wechat.official_account"].tree


def test_a_kpi_of_named_kinds_exists_on_no_other_for_those_that_refer_to_it() -> None:
    first = own("comments", "first", account_kinds=["channels"])
    assert built(first, own("first * 2")).account_kinds == ("channels",)


def test_a_kind_that_is_named_and_cannot_have_it_is_told() -> None:
    (mistake,) = mistakes_of(own("open_rate", account_kinds=["official_account", "channels"]))
    assert (mistake.field, mistake.code, mistake.position) == ("formula", "not_here", 0)
    assert mistake.problem == "open_rate does not exist on wechat.channels"


def test_where_no_kind_can_have_it_all_are_named_in_one_mistake_a_name() -> None:
    first = own("completion_rate", "first", account_kinds=["channels"])
    found = mistakes_of(first, own("open_rate / first"))
    assert {mistake.problem for mistake in found} == {
        "open_rate does not exist on wechat.channels, wechat.mini_program",
        "first does not exist on wechat.official_account, wechat.mini_program",
    }


def test_a_network_without_it_is_told_once_with_all_its_like() -> None:
    (mistake,) = mistakes_of(own("open_rate", networks=["tiktok", "wechat", "douyin"]))
    assert mistake.problem == "open_rate does not exist on tiktok, douyin"


def test_an_unknown_name_is_told_once_for_all_kinds() -> None:
    (mistake,) = mistakes_of(own("open_rat * 2"))
    assert (mistake.code, mistake.position) == ("unknown_name", 0)


def test_a_text_for_a_kind_that_does_not_report_it_is_told() -> None:
    definition = {**own("x"), "formula": None, "formulas": {"wechat.channels": "reads / readers"}}
    assert "wechat.channels does not report readers" in {mistake.problem for mistake in mistakes_of(definition)}


def test_an_option_that_a_place_does_not_have_is_skipped_there() -> None:
    kpi = built(own("coalesce(views, reads)", networks=["tiktok", "weibo"]))
    found = {network: formula.spelled_out() for network, formula in kpi.formulas.items()}
    assert found == {"tiktok": "views", "weibo": "coalesce(views, reads)"}
    kpi = built(own("coalesce(open_rate, er_view) * 2", networks=["tiktok", "wechat"]))
    assert kpi.formulas["tiktok"].metrics() == catalogue()["er_view"].formulas["tiktok"].metrics()
    assert "delivered" in kpi.kind_formulas["wechat.official_account"].metrics()
    assert "delivered" not in kpi.kind_formulas["wechat.channels"].metrics()


@pytest.mark.parametrize(
    ("formula", "problem"),
    [
        ("coalesce(reads, reads * 2)", "tiktok does not report reads"),
        ("coalesce(reads, reads * 2) / views", "tiktok does not report reads"),
        ("coalesce(open_rate, open_rate * 2)", "open_rate does not exist on tiktok"),
    ],
)
def test_where_no_option_is_left_the_mistake_stands(formula: str, problem: str) -> None:
    assert problem in {mistake.problem for mistake in mistakes_of(own(formula, networks=["tiktok"]))}
