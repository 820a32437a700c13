"""What stands beside a formula is checked as strictly as the formula: kinds of account, journey, columns, versions."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from campaigns.metrics import Unit
from kpis.catalogue import build_kpis, catalogue
from kpis.catalogue.loader import CatalogueError
from tests.kpis.catalogue.definitions import loaded, mistakes_of, write_kpi

FIRST = {"number": 1, "since": date(2026, 1, 31), "change": "First."}


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"journey": {"stage": "fame"}}, "journey.stage", "fame is none of awareness, engagement"),
        ({"journey": {"stage": "loyalty", "read_with": ["fame"]}}, "journey.read_with", "there is no other KPI fame"),
        ({"journey": {"stage": "loyalty", "read_with": ["answers"]}}, "journey.read_with", "there is no other KPI"),
        ({"audience": ["everybody"]}, "audience", "everybody is none of brand, creator"),
        ({"versions": [{**FIRST, "number": 2}]}, "versions", "expected the numbers 1 to 1, in order"),
        ({"version": 2}, "versions", "expected the numbers 1 to 2, in order"),
        (
            {"version": 2, "versions": [FIRST, {"number": 2, "since": date(2025, 1, 1), "change": "Later."}]},
            "versions",
            "a version is older than the one before it",
        ),
        ({"network_names": {"myspace": {"en": "x"}}}, "network_names.myspace", "myspace is none of"),
        ({"network_names": {"douyin": {"fr": "x"}}}, "network_names.douyin.fr", "fr is none of en, zh-Hans"),
        (
            {"networks": ["tiktok"], "network_names": {"douyin": {"en": "x"}}},
            "network_names.douyin",
            "the KPI does not exist there",
        ),
        (
            {"vendor_fields": [{"network": "myspace", "source": "a", "field": "b"}]},
            "vendor_fields.0.network",
            "myspace is none of",
        ),
        (
            {
                "vendor_fields": [
                    {
                        "network": "tiktok",
                        "source": "a",
                        "field": "b",
                        "since": date(2026, 2, 1),
                        "until": date(2026, 1, 1),
                    }
                ]
            },
            "vendor_fields.0.until",
            "this is before 2026-02-01",
        ),
        ({"account_kinds": ["club"]}, "account_kinds", "club is none of official_account, channels, mini_program"),
    ],
)
def test_a_mistake_names_the_part_it_is_in(tmp_path: Path, changes: dict[str, Any], field: str, problem: str) -> None:
    write_kpi(tmp_path, **changes)
    found = [(mistake.field, mistake.problem) for mistake in mistakes_of(tmp_path)]
    assert [each for each in found if each[0] == field and each[1].startswith(problem)], found


def test_the_metrics_decide_which_kinds_of_account_have_a_kpi(tmp_path: Path) -> None:
    write_kpi(tmp_path, networks=["wechat"], formula="wow / reads")
    assert loaded(tmp_path)["answers"].account_kinds == ("official_account",)


def test_a_kind_of_account_may_have_a_formula_of_its_own(tmp_path: Path) -> None:
    texts = {"wechat": "comments / reads", "wechat.channels": "comments / views"}
    write_kpi(tmp_path, networks=["wechat"], formula=None, formulas=texts)
    kpi = loaded(tmp_path)["answers"]
    assert kpi.formula_texts == texts
    assert kpi.formula_text is None
    assert [kpi.grains_for("wechat", kind) != () for kind in ("official_account", "channels", "mini_program")] == [
        True,
        True,
        False,
    ]


def test_a_kind_that_is_named_must_report_the_metrics(tmp_path: Path) -> None:
    write_kpi(tmp_path, networks=["wechat"], formula="comments / reads", account_kinds=["channels"])
    assert "wechat.channels does not report reads" in {mistake.problem for mistake in mistakes_of(tmp_path)}


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("first_response_s / conversations_replied / 60", Unit.MINUTES),
        ("resolution_s / conversations_resolved / 3600", Unit.HOURS),
    ],
)
def test_divided_seconds_may_be_called_what_they_are(tmp_path: Path, formula: str, unit: Unit) -> None:
    write_kpi(tmp_path, formula=formula, unit=unit.value, grains=["account"])
    assert loaded(tmp_path)["answers"].unit is unit


def test_seconds_that_were_not_divided_so_are_no_minutes(tmp_path: Path) -> None:
    write_kpi(tmp_path, formula="first_response_s / conversations_replied / 6", unit="minutes", grains=["account"])
    assert [m.problem for m in mistakes_of(tmp_path)] == ["stated minutes, the formula gives seconds"]


def test_minutes_and_seconds_are_not_added_where_another_kpi_is_named() -> None:
    own = {"key": "waiting", "names": {"en": "Waiting"}, "networks": ["wechat"], "direction": "lower"}
    with pytest.raises(CatalogueError) as caught:
        build_kpis([own | {"formula": "frt_min + first_response_s / conversations_replied"}], catalogue())
    assert [mistake.problem for mistake in caught.value.mistakes] == ["minutes + seconds"]
    assert build_kpis([own | {"formula": "frt_min * 2"}], catalogue())["waiting"].metrics() == {
        "first_response_s",
        "conversations_replied",
    }


def test_a_file_may_say_more_of_a_base_metrics_own_kpi(tmp_path: Path) -> None:
    write_kpi(tmp_path, key="views", formula="views", unit="count", why="Attention.")
    assert loaded(tmp_path)["views"].why == "Attention."
