"""A catalogue with mistakes is refused, and all of them are told at once."""

from pathlib import Path
from typing import Any

import pytest

from campaigns.metrics import Grain, Unit
from kpis.catalogue import CatalogueError, Direction, Mistake, build_kpis, catalogue
from tests.kpis.catalogue.definitions import loaded, mistakes_of, write_kpi


def test_a_sound_file_becomes_a_kpi(tmp_path: Path) -> None:
    write_kpi(tmp_path)
    kpi = loaded(tmp_path)["answers"]
    assert kpi.formula_text == "(likes + comments) / views"
    assert kpi.unit is Unit.RATIO
    assert kpi.grains == (Grain.ACCOUNT_DAY, Grain.CONTENT)
    assert kpi.common_formula(kpi.networks) is not None


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"why": None}, "why", "missing"),
        ({"colour": "red"}, "colour", "no such field"),
        ({"networks": []}, "networks", "expected at least one"),
        ({"version": 0}, "version", "expected a whole number above 0"),
        ({"names": {"en": "Answers"}}, "names.zh-Hans", "missing"),
        ({"networks": ["myspace"]}, "networks", "myspace is none of tiktok, douyin, wechat, weibo, xiaohongshu"),
        ({"formula": None}, "formula", "expected either formula or formulas"),
        ({"formula": "likes / vews"}, "formula", "vews is neither a metric nor a KPI"),
        ({"formula": "spend + followers"}, "formula", "money + people"),
        ({"formula": "likes + answers"}, "formula", "answers -> answers"),
        ({"unit": "money"}, "unit", "stated money, the formula gives ratio"),
        ({"unit": "parsec"}, "unit", "parsec is none of count, people, seconds, minutes, hours, money, ratio, score"),
        ({"direction": "up"}, "direction", "up is none of higher, lower, band"),
        ({"goals": {"primary": []}}, "goals", "serves no goal"),
        (
            {"goals": {"primary": ["fame"], "supporting": ["loyalty"]}},
            "goals.primary",
            "fame is none of awareness, engagement, consideration, conversion, loyalty",
        ),
        ({"pair_with": ["nothing"]}, "pair_with", "there is no KPI nothing"),
        ({"pair_with": ["followers"]}, "pair_with", "followers is not actionable"),
        ({"class": "vanity"}, "pair_with", "a vanity KPI names the actionable one that gives it meaning"),
        ({"grains": ["account", "ad", "content", "ad"]}, "grains", "a word stands twice"),
        ({"formula": "wow / reads"}, "networks", "tiktok does not report wow"),
        ({"formula": "likes / followers_start"}, "grains", "nothing can be computed on content"),
        ({"formula": "followers / reach", "grains": ["content"]}, "grains", "no grain has all metrics of"),
        ({"key": "views"}, "formula", "views is a base metric: its KPI is the metric itself"),
        ({"key": "Odd Key"}, "key", "expected small letters"),
    ],
)
def test_a_mistake_names_file_field_and_problem(
    tmp_path: Path,
    changes: dict[str, Any],
    field: str,
    problem: str,
) -> None:
    write_kpi(tmp_path, **changes)
    file = f"{changes.get('key', 'answers')}.yaml"
    found = mistakes_of(tmp_path)
    assert [m for m in found if (m.file, m.field) == (file, field) and m.problem.startswith(problem)]


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write_kpi(tmp_path, unit="money", direction="up")
    write_kpi(tmp_path, key="other", why=None)
    (tmp_path / "broken.yaml").write_text("key: [", encoding="utf-8")
    assert {(mistake.file, mistake.field) for mistake in mistakes_of(tmp_path)} == {
        ("answers.yaml", "unit"),
        ("answers.yaml", "direction"),
        ("other.yaml", "why"),
        ("broken.yaml", "(file)"),
    }


def test_a_mistake_met_on_every_network_is_told_once(tmp_path: Path) -> None:
    write_kpi(tmp_path, formula="likes / vews")
    assert len(mistakes_of(tmp_path)) == 1


def test_a_field_given_twice_is_a_mistake(tmp_path: Path) -> None:
    write_kpi(tmp_path)
    path = tmp_path / "answers.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "version: 2\n", encoding="utf-8")
    assert "version stands twice" in mistakes_of(tmp_path)[0].problem


def test_the_key_is_the_name_of_the_file(tmp_path: Path) -> None:
    write_kpi(tmp_path)
    (tmp_path / "answers.yaml").rename(tmp_path / "replies.yaml")
    assert mistakes_of(tmp_path) == (Mistake("replies.yaml", "key", "expected replies, the name of the file"),)


def test_a_circle_over_two_files_is_seen_from_both(tmp_path: Path) -> None:
    write_kpi(tmp_path, key="chicken", formula="egg", unit="ratio")
    write_kpi(tmp_path, key="egg", formula="chicken", unit="ratio")
    assert {mistake.problem for mistake in mistakes_of(tmp_path)} == {
        "chicken -> egg -> chicken",
        "egg -> chicken -> egg",
    }


def test_a_weighted_index_may_be_called_a_score(tmp_path: Path) -> None:
    write_kpi(tmp_path, formula="likes + comments * 4", unit="score")
    assert loaded(tmp_path)["answers"].unit is Unit.SCORE


def test_an_agencys_own_kpi_needs_little_and_its_unit_is_worked_out() -> None:
    own = {
        "key": "talk_rate",
        "names": {"en": "Talk rate"},
        "formula": "comments / interactions",
        "networks": ["weibo"],
        "direction": "higher",
        "goals": {"primary": ["engagement"]},
    }
    kpi = build_kpis([own], catalogue())["talk_rate"]
    assert kpi.unit is Unit.RATIO
    assert kpi.direction is Direction.HIGHER
    assert kpi.networks == ("weibo",)
    assert kpi.metrics() == {"comments", "reposts", "likes"}
    assert kpi.grains_for("weibo") == (Grain.ACCOUNT_DAY, Grain.CONTENT, Grain.AD_DAY)


def test_an_agencys_own_kpi_is_refused_for_a_unit_mismatch_naming_both() -> None:
    own = {
        "key": "odd",
        "names": {"en": "Odd"},
        "formula": "spend + followers",
        "networks": "all",
        "direction": "higher",
    }
    with pytest.raises(CatalogueError) as caught:
        build_kpis([own], catalogue())
    assert caught.value.mistakes == (Mistake("odd", "formula", "money + people", "unit_mismatch", 6),)


@pytest.mark.parametrize("field", ["key", "names", "networks", "direction"])
def test_an_agencys_own_kpi_states_its_least_fields_and_null_is_not_stating(field: str) -> None:
    own = {"key": "mine", "names": {"en": "Mine"}, "formula": "likes", "networks": "all", "direction": "higher"}
    with pytest.raises(CatalogueError) as caught:
        build_kpis([own | {field: None}], catalogue())
    assert (field, "missing") in {(mistake.field, mistake.problem) for mistake in caught.value.mistakes}


def test_an_agencys_own_kpi_may_not_take_a_known_key() -> None:
    own = {"key": "er_view", "names": {"en": "x"}, "formula": "likes", "networks": "all", "direction": "higher"}
    with pytest.raises(CatalogueError) as caught:
        build_kpis([own], catalogue())
    assert caught.value.mistakes == (Mistake("er_view", "key", "er_view is taken"),)


def test_an_agencys_own_kpi_may_refer_to_another_of_its_own() -> None:
    def own(key: str, formula: str) -> dict[str, Any]:
        return {"key": key, "names": {"en": key}, "formula": formula, "networks": "all", "direction": "higher"}

    found = build_kpis([own("double", "warmth * 2"), own("warmth", "likes + comments")], catalogue())
    assert found["double"].metrics() == {"likes", "comments"}
