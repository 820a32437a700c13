"""Default sets with mistakes are refused, and all of them are told at once."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from kpis.catalogue import catalogue
from kpis.suggestions.defaults import FOLDER, DefaultsError, default_sets, load_sets

Change = Callable[[dict[str, Any]], None]


def mistakes_after(folder: Path, change: Change, file: str = "awareness.yaml") -> set[tuple[str, str]]:
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    fields = yaml.safe_load((folder / file).read_text(encoding="utf-8"))
    change(fields)
    (folder / file).write_text(yaml.safe_dump(fields, allow_unicode=True), encoding="utf-8")
    with pytest.raises(DefaultsError) as caught:
        load_sets(folder, catalogue())
    return {(mistake.field, mistake.problem) for mistake in caught.value.mistakes}


def test_the_products_own_sets_are_sound() -> None:
    assert default_sets().choices("awareness", "tiktok")


def test_a_set_that_is_too_small_is_refused(tmp_path: Path) -> None:
    def shrink(fields: dict[str, Any]) -> None:
        fields["sets"]["tiktok"] |= {"primary": ["reach"], "guard_rail": []}

    found = mistakes_after(tmp_path, shrink)
    assert ("sets.tiktok.primary", "expected 2 at least") in found
    assert ("sets.tiktok.guard_rail", "expected 1 at least") in found


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ("fame", "there is no KPI fame"),
        ("open_rate", "open_rate does not exist on tiktok"),
        ("roas", "roas does not serve awareness"),
        ("brand_mentions", "brand_mentions says nothing without sentiment"),
    ],
)
def test_a_kpi_that_does_not_fit_its_set_is_refused(tmp_path: Path, key: str, problem: str) -> None:
    def add(fields: dict[str, Any]) -> None:
        fields["sets"]["tiktok"]["supporting"].append(key)
        fields["reasons"][key] = {"en": "x", "zh-Hans": "x"}

    assert ("sets.tiktok.supporting", problem) in mistakes_after(tmp_path, add)


def test_reasons_are_given_in_both_languages_and_for_what_stands_in_a_set(tmp_path: Path) -> None:
    def spoil(fields: dict[str, Any]) -> None:
        del fields["reasons"]["reach"]["zh-Hans"]
        del fields["reasons"]["cpm"]
        fields["reasons"]["er_reach"] = {"en": "x", "zh-Hans": "x"}

    found = mistakes_after(tmp_path, spoil)
    assert ("reasons.reach.zh-Hans", "missing") in found
    assert ("sets.tiktok.primary", "there is no reason for cpm") in found
    assert ("reasons.er_reach", "stands in no set") in found


def test_a_place_without_a_set_and_a_kpi_that_stands_twice_are_refused(tmp_path: Path) -> None:
    def spoil(fields: dict[str, Any]) -> None:
        del fields["sets"]["weibo"]
        fields["sets"]["tiktok"]["supporting"].append("cpm")

    found = mistakes_after(tmp_path, spoil)
    assert ("sets.weibo", "missing") in found
    assert ("sets.tiktok", "cpm stands twice") in found


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / "loyalty.yaml").unlink()
    with pytest.raises(DefaultsError) as caught:
        load_sets(tmp_path, catalogue())
    assert "loyalty.yaml: (file): missing" in str(caught.value)


def test_a_word_means_one_category(tmp_path: Path) -> None:
    def double(fields: Any) -> None:
        fields[0]["words"].append("live")

    assert ("words", "live means two categories") in mistakes_after(tmp_path, double, "categories.yaml")
