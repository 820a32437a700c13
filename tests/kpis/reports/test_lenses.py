"""A client sees the same numbers, without what is internal; what is not named is not shown."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from kpis.reports.errors import ReportViewError
from kpis.reports.lenses import Lens, see
from kpis.reports.page import render_html
from kpis.reports.words import LANGUAGES
from tests.kpis.reports.snapshots import CANARY, graded, result, snapshot

INTERNAL_TEXTS = (CANARY, "11111.11", "11,111.11", "6888.89", "6,888.89", "roi", "7.77", "777", "9.99", "999", "rebate")


def _values(view: dict[str, Any]) -> dict[str, str | None]:
    return {item["kpi"]: item["value"] for item in view["headline"]}


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from _keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_internal_reaches_a_client_in_json_or_html(language) -> None:
    view = see(snapshot(), Lens.CLIENT, language)
    for text in (json.dumps(view, ensure_ascii=False), render_html(view)):
        assert [internal for internal in INTERNAL_TEXTS if internal in text] == []


def test_the_account_manager_does_see_what_the_client_does_not() -> None:
    view = see(snapshot(), Lens.ACCOUNT_MANAGER, "en")
    page = render_html(view)
    assert "11,111.11" in page
    assert "6,888.89" in page
    assert "the client doubts the fee" in page
    assert "roi" in _values(view)


def test_both_lenses_show_the_same_numbers() -> None:
    manager, client = (see(snapshot(), lens, "en") for lens in Lens)
    shared = _values(client)
    assert shared == {kpi: value for kpi, value in _values(manager).items() if kpi != "roi"}
    assert client["costs"]["billed"] == manager["costs"]["billed"] == "18000.00"
    assert client["by_network"] == [item for item in manager["by_network"] if item["kpi"] != "roi"]
    assert client["series"] == [item for item in manager["series"] if item["kpi"] != "roi"]


def test_a_field_that_a_later_snapshot_brings_is_hidden_until_it_is_named() -> None:
    whole = snapshot(new_section={"secret": 1})
    whole["headline"][0]["new_field"] = "secret"
    whole["costs"]["items"][0]["discount"] = "secret"
    for lens in Lens:
        assert {"new_section", "new_field", "discount", "later_field"}.isdisjoint(_keys(see(whole, lens, "en")))


def test_an_object_in_the_place_of_a_plain_value_is_dropped() -> None:
    whole = snapshot(title={"internal": CANARY})
    assert "title" not in see(whole, Lens.CLIENT, "en")


def test_a_result_that_states_no_visibility_is_hidden_from_clients() -> None:
    whole = snapshot(by_network=[], series=[], targets=[], top_contents=[])
    assert "views" in _values(see(whole, Lens.CLIENT, "en"))
    for item in whole["headline"]:
        del item["visibility"]
    assert see(whole, Lens.CLIENT, "en")["headline"] == []


def test_one_internal_mark_hides_a_kpi_everywhere() -> None:
    hidden = result("views", "count", "900", group={"network": "tiktok"}, visibility="internal")
    view = see(snapshot(by_network=[hidden]), Lens.CLIENT, "en")
    assert "views" not in _values(view)
    assert "views" not in {item["kpi"] for item in [*view["series"], *view["targets"]]}
    assert all("views" not in content["results"] for content in view["top_contents"])


def test_a_client_reads_no_grade_that_peers_decided() -> None:
    item = result("er_view", "ratio", "0.05", grade=graded("poor", lens="peers", source=CANARY))
    whole = snapshot(headline=[item], by_network=[])
    grade = see(whole, Lens.CLIENT, "en")["headline"][0]["grade"]
    assert (grade["band"], grade["reason"], grade["lenses"]) == (None, "not_shared", [])
    assert see(whole, Lens.ACCOUNT_MANAGER, "en")["headline"][0]["grade"]["band"] == "poor"


def test_seeing_leaves_the_frozen_snapshot_as_it_was() -> None:
    whole = snapshot()
    before = deepcopy(whole)
    see(whole, Lens.CLIENT, "zh-Hans")
    assert whole == before


def test_a_view_names_its_lens_its_language_and_its_words() -> None:
    view = see(snapshot(), "client", "zh-Hans")
    assert (view["lens"], view["language"]) == ("client", "zh-Hans")
    assert view["labels"]["bands"] == {"poor": "差", "fair": "一般", "good": "良好", "great": "优秀"}
    assert view["labels"]["networks"]["douyin"] == "抖音"
    assert view["labels"]["kpis"]["er_view"] == "互动率（按播放）"
    assert json.loads(json.dumps(view)) == view


@pytest.mark.parametrize(
    ("lens", "language", "code"),
    [("owner", "en", "unknown_lens"), ("client", "fr", "unknown_language"), ("client", "zh", "unknown_language")],
)
def test_an_unknown_lens_or_language_is_refused_with_its_code(lens, language, code) -> None:
    with pytest.raises(ReportViewError) as caught:
        see(snapshot(), lens, language)
    assert isinstance(caught.value, ValueError)
    assert caught.value.code == code


@pytest.mark.parametrize("lens", Lens)
def test_an_empty_brand_has_a_view_and_a_page(lens) -> None:
    bare = {"schema": 1, "brand": {"id": "b", "name": "New"}, "title": "First month", "headline": []}
    view = see(bare, lens, "en")
    assert view["narrative"] == []
    assert "This window has no results yet." in render_html(view)
