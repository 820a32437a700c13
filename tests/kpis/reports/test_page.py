"""The page stands alone, escapes what others wrote and says where every number comes from."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import pytest

from kpis.reports.lenses import Lens, see
from kpis.reports.page import CONTENT_SECURITY_POLICY, render_html
from kpis.reports.words import LANGUAGES
from tests.kpis.reports.snapshots import graded, result, snapshot

NASTY = "\"><script>alert('x')</script><img src=x onerror=alert(1)> & \u202e\x00"
_WITHOUT_END = frozenset({"meta", "br", "col", "line", "rect", "circle", "path", "polygon"})


class _Elements(HTMLParser):
    """Collects the elements and attributes of a page, and whether every element is closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.names.append(tag)
        self.attributes += attrs
        if tag not in _WITHOUT_END:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        self.names.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _page(lens: Lens = Lens.CLIENT, language: str = "en", **changes: Any) -> str:
    return render_html(see(snapshot(**changes), lens, language)).replace("\N{NO-BREAK SPACE}", " ")


def _poisoned(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: value[key] if key in _KEPT else _poisoned(value[key]) for key in value}
    if isinstance(value, list):
        return [_poisoned(item) for item in value]
    return NASTY if isinstance(value, str) else value


# Keys and numbers come from our own code; every other string of a snapshot may have been typed by somebody.
_KEPT = frozenset(
    (
        "kpi",
        "unit",
        "direction",
        "value",
        "day",
        "start",
        "end",
        "numerator",
        "denominator",
        "floor",
        "target",
        "stretch",
        "expected",
        "attainment",
        "media_spend",
        "billed",
        "internal",
        "margin",
        "visibility",
        "bound",
        "network",
        "group",
    )
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lens", Lens)
def test_whatever_others_wrote_becomes_no_markup(lens, language) -> None:
    poisoned = {**_poisoned(snapshot()), "brand": {"id": NASTY, "name": NASTY, "currency": NASTY}}
    elements = _Elements(render_html(see(poisoned, lens, language)))
    assert elements.open == []
    assert {"script", "img"}.isdisjoint(elements.names)
    assert [name for name, _ in elements.attributes if name.startswith("on") or name == "style"] == []


def test_a_title_is_shown_as_it_was_written() -> None:
    page = _page()
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; 春节探店" in page
    assert "<script" not in page


def test_only_web_addresses_become_links() -> None:
    page = _page()
    assert 'href="https://www.xiaohongshu.com/explore/1?a=1&amp;b=2"' in page
    assert "javascript:" not in page


@pytest.mark.parametrize("lens", Lens)
def test_the_page_asks_for_nothing_from_elsewhere(lens) -> None:
    page = _page(lens)
    elements = _Elements(page)
    assert {"script", "link", "img", "iframe", "object", "form"}.isdisjoint(elements.names)
    assert "src" not in dict(elements.attributes)
    assert "@import" not in page
    assert "url(" not in page


def test_the_policy_allows_the_pages_own_style_and_nothing_else() -> None:
    style = re.search(r"<style>(.*)</style>", render_html(see(snapshot(), Lens.CLIENT, "en")), re.DOTALL)
    assert style is not None
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")


@pytest.mark.parametrize(("language", "heading"), [("en", "Where the numbers come from"), ("zh-Hans", "数据来源")])
def test_the_page_says_its_language(language, heading) -> None:
    page = _page(language=language)
    assert page.startswith("<!DOCTYPE html>\n<html ")
    assert f'lang="{language}"' in page
    assert heading in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lens", Lens)
def test_ids_are_unique_and_every_footnote_exists(lens, language) -> None:
    attributes = _Elements(_page(lens, language)).attributes
    ids = [value for name, value in attributes if name == "id"]
    anchors = {value.removeprefix("#") for name, value in attributes if name == "href" and value and value[0] == "#"}
    named = {part for name, value in attributes if name == "aria-labelledby" and value for part in value.split()}
    assert len(ids) == len(set(ids))
    assert anchors <= set(ids)
    assert named <= set(ids)


def test_a_card_shows_value_change_grade_and_what_decided_it() -> None:
    item = result("er_view", "ratio", "0.0374", grade=graded("good"), previous={"value": "0.0341"})
    page = _page(headline=[item], targets=[], by_network=[], series=[], top_contents=[])
    for text in (
        "3.74 %",
        "0.33 percentage points",
        "good by industry benchmark",
        "Rival IQ TikTok Benchmark Report 2024",
    ):
        assert text in page
    assert "reliability: high" in page


def test_a_missing_value_is_a_dash_with_its_reason() -> None:
    item = result("read_rate", "ratio", None, reason="zero_denominator")
    page = _page(headline=[item])
    assert "—</p>" in page
    assert "No value: nothing to divide by" in page


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"bound": "at_least"}, "≥ 15,000"),
        ({"bound": "at_most"}, "≤ 15,000"),
        ({"state": "provisional"}, "<li>provisional</li>"),
        ({"derived": True}, "<li>derived</li>"),
        ({"coverage": {"days": 28, "of": 31}}, "<li>28 of 31 days</li>"),
        ({"grade": {**graded("good"), "qualified": True}}, "<li>qualified</li>"),
    ],
)
def test_a_number_that_needs_care_is_marked(changes, text) -> None:
    plain = {"targets": [], "by_network": [], "series": [], "top_contents": []}
    assert text in _page(headline=[result("followers", "people", "15000", **changes)], **plain)
    assert text not in _page(headline=[result("followers", "people", "15000")], **plain)


def test_the_foot_names_definitions_files_and_benchmarks() -> None:
    page = _page()
    for text in ("interactions / views", "110,188 of 2,946,198", "Overview.csv", "2 February 2026", "31 December 2023"):
        assert text in page
    assert "笔记列表明细表.xlsx" in page


def test_a_definition_that_networks_do_not_share_is_given_for_each() -> None:
    tiktok, wechat = ({"network": network} for network in ("tiktok", "wechat"))
    each = [
        result("er_view", "ratio", "0.1", group=tiktok, formula="interactions / views"),
        result("er_view", "ratio", "0.2", group=wechat, formula="interactions / reads"),
    ]
    whole = result("er_view", "ratio", None, reason="mixed_definition", formula=None)
    apart = "TikTok <code>interactions / views</code>, WeChat <code>interactions / reads</code>"
    assert apart in _page(headline=[whole], by_network=each)
    assert apart not in _page(headline=[{**whole, "formula": "interactions / views"}], by_network=each)


def test_the_agencys_own_report_carries_a_warning_and_the_clients_does_not() -> None:
    warning = "For the agency only"
    assert warning in _page(Lens.ACCOUNT_MANAGER)
    assert warning not in _page(Lens.CLIENT)


def test_the_page_bears_the_agencys_name_and_no_other() -> None:
    page = _page()
    assert "North Social" in page
    assert "yardstick" not in page.lower()


def test_an_axis_that_does_not_start_at_zero_says_so() -> None:
    note = "The axis starts at 14,200, not at 0."
    far = {"kpi": "followers", "names": {"en": "Followers"}, "unit": "people", "network": None, "visibility": "shared"}
    days = [{"day": "2026-01-01", "value": "14200"}, {"day": "2026-01-02", "value": "14600"}]
    assert note in _page(series=[{**far, "points": days}])
    assert note not in _page(series=[{**far, "points": [{"day": "2026-01-03", "value": "0"}, *days]}])


def test_open_days_are_counted_below_the_chart_for_each_of_its_lines() -> None:
    days = [f"2026-01-0{number}" for number in range(1, 5)]
    views = {"kpi": "views", "names": {"en": "Views"}, "unit": "count", "visibility": "shared"}
    full = {**views, "network": "tiktok", "points": [{"day": day, "value": "5"} for day in days]}
    half = {**views, "network": "weibo", "points": [{"day": day, "value": None} for day in days[:2]]}
    note = "have no value and are left open."
    assert note not in _page(series=[full])
    assert f"4 of 4 days {note}" in _page(series=[full, half])


def test_a_series_without_any_value_is_left_out() -> None:
    empty = {"kpi": "views", "names": {"en": "Views"}, "unit": "count", "network": None, "visibility": "shared"}
    assert "Day by day" not in _page(series=[{**empty, "points": [{"day": "2026-01-01", "value": None}]}])
    assert "Day by day" not in _page(series=[{**empty, "points": []}])
