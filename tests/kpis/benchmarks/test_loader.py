"""A pack whose rows do not measure what our KPIs measure is refused, with all mistakes."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from kpis.benchmarks import PackError, Percentiles
from kpis.benchmarks.loader import load_pack
from kpis.catalogue import catalogue

SOUND: dict[str, Any] = {
    "key": "row",
    "kpi": "er_view",
    "kpi_version": 1,
    "networks": ["tiktok"],
    "definition": "(shares + comments + likes) / views",
    "basis": "published",
    "per": "content",
    "audience": "brands",
    "statistic": "median",
    "values": {"value": "0.03"},
    "sample": "made up",
    "source": "made up",
    "as_of": None,
    "reliability": "L",
}


def write_pack(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "pack.yaml"
    path.write_text(yaml.safe_dump([SOUND | row for row in rows]), encoding="utf-8")
    return path


def test_the_order_of_terms_does_not_change_a_definition(tmp_path: Path) -> None:
    (row,) = load_pack(write_pack(tmp_path, {}), catalogue())
    assert row.definition == "(shares + comments + likes) / views"


def test_percentiles_are_read_in_order(tmp_path: Path) -> None:
    values = {"p75": "0.3", "p25": "0.1", "p50": "0.2"}
    (row,) = load_pack(write_pack(tmp_path, {"statistic": "percentiles", "values": values}), catalogue())
    assert row.scale == Percentiles(((25, Decimal("0.1")), (50, Decimal("0.2")), (75, Decimal("0.3"))))


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"definition": "(likes + comments + shares + saves) / views"}, "definition", "tiktok has another one"),
        ({"definition": "(likes + comments + shares) / reach"}, "definition", "tiktok has another one"),
        ({"definition": "likes +"}, "definition", "syntax"),
        ({"networks": ["weibo"]}, "definition", "weibo has another one"),
        ({"kpi": "fame"}, "kpi", "there is no KPI fame"),
        ({"currency": "EUR"}, "currency", "money has a currency"),
        ({"kpi": "cpv", "definition": "cost_total / views"}, "currency", "money has a currency"),
        ({"values": {"value": 0.03}}, "values.value", "expected a number as a text"),
        ({"values": {"value": "Infinity"}}, "values.value", "expected a number as a text"),
        ({"values": {"low": "2", "high": "1"}}, "values", "expected value, or low and a larger high"),
        ({"statistic": "threshold", "values": {"good": {"from": "2"}, "great": {"from": "1"}}}, "values", "a better"),
        ({"statistic": "threshold", "values": {"good": {"up_to": "2"}}}, "values.good", "expected one of from, above"),
        ({"statistic": "threshold", "values": {"superb": {"from": "2"}}}, "values", "expected edges"),
        ({"statistic": "percentiles", "values": {"p25": "1", "p50": "2"}}, "values", "expected p25, p50, p75"),
        (
            {"statistic": "percentiles", "values": {"p25": "3", "p50": "2", "p75": "4"}},
            "values",
            "percentiles do not fall",
        ),
        ({"followers": {"from": 1}}, "followers.from", "no such field"),
        ({"per": "year"}, "per", "year is none of"),
        ({"reliability": "certain"}, "reliability", "certain is none of H, M, L, seed"),
    ],
)
def test_a_mistake_names_row_field_and_problem(
    tmp_path: Path,
    changes: dict[str, Any],
    field: str,
    problem: str,
) -> None:
    with pytest.raises(PackError) as caught:
        load_pack(write_pack(tmp_path, changes), catalogue())
    assert [m for m in caught.value.mistakes if m.field == field and m.problem.startswith(problem)]


def test_two_rows_of_one_key_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="row: key: stands twice"):
        load_pack(write_pack(tmp_path, {}, {}), catalogue())


def test_a_row_of_an_older_version_is_kept_for_results_of_that_version(tmp_path: Path) -> None:
    changes = {"kpi_version": 9, "definition": "likes / views"}
    (row,) = load_pack(write_pack(tmp_path, changes), catalogue())
    assert row.kpi_version == 9


def test_a_file_that_is_no_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text("key: value", encoding="utf-8")
    with pytest.raises(PackError, match="expected a list of rows"):
        load_pack(path, catalogue())
