"""What is nothing but vanity stays vanity under another name."""

from typing import Any

import pytest

from kpis.catalogue import CatalogueError, Kpi, KpiClass, build_kpis, catalogue
from kpis.catalogue.vanity import vanity_parts


def own(formula: str, key: str = "mine", **more: Any) -> dict[str, Any]:
    stated = {"key": key, "names": {"en": key}, "formula": formula, "networks": ["tiktok"], "direction": "higher"}
    return {**stated, **more}


def built(*definitions: dict[str, Any]) -> Kpi:
    return build_kpis(definitions, catalogue())["mine"]


@pytest.mark.parametrize(
    ("formula", "partners"),
    [
        ("views", {"completion_rate", "er_view"}),
        ("net_growth * 1", {"er_view"}),
        ("views / 1000", {"completion_rate", "er_view"}),
        ("2 * (likes + shares) - views", {"er_view", "share_rate", "cvr_click", "completion_rate"}),
        ("per_day(followers)", {"er_follower"}),
        ("growth_rate * 100", {"er_view"}),
        ("weighted(views, 0.5, likes, 2)", {"completion_rate", "er_view"}),
        ("coalesce(views, impressions)", {"completion_rate", "er_view", "er_impression", "ctr"}),
    ],
)
def test_vanity_scaled_or_added_is_vanity_with_its_partners(formula: str, partners: set[str]) -> None:
    kpi = built(own(formula))
    assert kpi.kpi_class is KpiClass.VANITY
    assert set(kpi.pair_with) == partners


@pytest.mark.parametrize("formula", ["likes / views", "views + comments", "share_of(views)", "comments * 2", "er_view"])
def test_what_sets_in_proportion_or_holds_more_is_actionable(formula: str) -> None:
    kpi = built(own(formula))
    assert (kpi.kpi_class, kpi.pair_with, vanity_parts(kpi, catalogue())) == (KpiClass.ACTIONABLE, (), ())


def test_it_passes_on_through_other_own_kpis_in_whatever_order() -> None:
    stated = own("likes / reach", "third", **{"class": "vanity", "pair_with": ["er_view"]})
    kpi = built(own("second * 2"), own("third * 10", "second"), stated)
    assert (kpi.kpi_class, kpi.pair_with) == (KpiClass.VANITY, ("er_view",))


def test_partners_that_are_stated_are_kept_and_so_is_another_class() -> None:
    assert built(own("views", pair_with=["ctr"])).pair_with == ("ctr",)
    kpi = built(own("views", **{"class": "actionable"}))
    assert (kpi.kpi_class, vanity_parts(kpi, catalogue())) == (KpiClass.ACTIONABLE, ("views",))


def test_stated_vanity_finds_its_partners_in_what_it_is_made_of_or_names_them() -> None:
    assert built(own("followers", **{"class": "vanity"})).pair_with == ("er_follower",)
    with pytest.raises(CatalogueError, match="a vanity KPI names the actionable one"):
        built(own("likes / reach", **{"class": "vanity"}))
