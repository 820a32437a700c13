"""Sentences tell what the numbers say, name the KPIs they rest on and do not claim more."""

import pytest

from kpis.reports.lenses import Lens, see
from kpis.reports.words import LANGUAGES
from tests.kpis.reports.snapshots import graded, result, snapshot


def _sentences(language: str = "en", **changes) -> dict[str, list[str]]:
    view = see(snapshot(targets=[], **changes), Lens.CLIENT, language)
    return {sentence["text"].replace("\N{NO-BREAK SPACE}", " "): sentence["rests_on"] for sentence in view["narrative"]}


def test_a_rise_names_value_difference_and_the_value_before() -> None:
    item = result("views", "count", "120", previous={"value": "100"})
    assert _sentences(headline=[item]) == {"Views rose by 20 % to 120 (previous window: 100).": ["views"]}
    assert _sentences("zh-Hans", headline=[item]) == {"播放量为120，较上期（100）上升20%。": ["views"]}


def test_a_percentage_changes_by_points() -> None:
    item = result("er_view", "ratio", "0.03", previous={"value": "0.04"})
    expected = "Engagement rate per view fell by 1 percentage point to 3 % (previous window: 4 %)."
    assert list(_sentences(headline=[item])) == [expected]


def test_a_value_without_an_earlier_one_says_that_there_is_no_comparison() -> None:
    texts = _sentences(headline=[result("views", "count", "120")])
    assert list(texts) == ["Views came to 120; there is no comparison: no data."]


def test_a_missing_value_is_told_with_its_reason_and_never_as_zero() -> None:
    texts = _sentences(headline=[result("read_rate", "ratio", None, reason="zero_denominator")])
    assert list(texts) == ["No value for Read rate: nothing to divide by."]


def test_what_is_missing_for_one_reason_is_told_in_one_sentence() -> None:
    missing = [result("views", "count", None), result("followers", "people", None)]
    assert _sentences(headline=missing) == {"No value for Views, Followers: no data.": ["views", "followers"]}


def test_a_grade_names_the_lens_and_the_source_that_decided() -> None:
    item = result("er_view", "ratio", "0.03", grade=graded("good"))
    expected = (
        "Engagement rate per view is graded good by industry benchmark "
        "(Rival IQ TikTok Benchmark Report 2024, reliability: high)."
    )
    assert _sentences(headline=[item])[expected] == ["er_view"]


def test_a_lone_median_tells_above_or_below_and_no_grade() -> None:
    grade = graded(None, kind="median", position="above", reason="position_only")
    texts = _sentences(headline=[result("er_view", "ratio", "0.05", grade=grade)])
    expected = (
        "Engagement rate per view lies above the median of Rival IQ TikTok Benchmark Report 2024; "
        "a lone median gives no grade."
    )
    assert expected in texts


def test_cautions_name_what_is_provisional_bounded_partly_covered_and_disputed() -> None:
    grade = {**graded("good"), "disagreement": True}
    item = result(
        "views", "count", "5", state="provisional", bound="at_least", coverage={"days": 20, "of": 31}, grade=grade
    )
    texts = _sentences(headline=[item])
    assert texts["Known only as a bound: Views."] == ["views"]
    assert texts["Still provisional, since the networks may correct the last days: Views."] == ["views"]
    assert texts["Not every day of the window is covered by files: Views 20 of 31."] == ["views"]
    assert texts["Comparisons disagree on Views: one calls the result good, another does not."] == ["views"]


def test_windows_of_unlike_length_are_pointed_out() -> None:
    texts = _sentences(headline=[], previous_window={"start": "2025-02-01", "end": "2025-02-28"})
    assert texts == {"The previous window has 28 days, this one 31; totals of the two are not quite alike.": []}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Of 4 targets: 1 achieved, 1 on track, 1 missed, 1 no data."),
        ("zh-Hans", "共4项目标：已达成 1 项、进展正常 1 项、未达成 1 项、无数据 1 项。"),
    ],
)
def test_targets_are_counted_by_status(language, text) -> None:
    narrative = see(snapshot(), Lens.CLIENT, language)["narrative"]
    told = next(sentence for sentence in narrative if sentence["kind"] == "targets")
    assert told["text"] == text
    assert told["rests_on"] == ["views", "cpm", "completion_rate", "read_rate"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lens", Lens)
def test_every_sentence_rests_on_kpis_that_its_reader_sees(lens, language) -> None:
    view = see(snapshot(), lens, language)
    named = {kpi for sentence in view["narrative"] for kpi in sentence["rests_on"]}
    assert named
    assert named <= set(view["labels"]["kpis"])
