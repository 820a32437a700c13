"""Bands name every value once, at their limits too."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kpis.catalogue import catalogue
from tests.kpis.catalogue.definitions import loaded, mistakes_of, write_kpi

KPIS = catalogue()


def band(key: str, value: str) -> str:
    return KPIS[key].bands.reading_of(Decimal(value)).key


@pytest.mark.parametrize(
    ("value", "key"),
    [("0.49", "followers_only"), ("0.5", "healthy"), ("2", "healthy"), ("2.01", "viral"), ("0", "followers_only")],
)
def test_views_per_follower_are_read_by_three_bands(value: str, key: str) -> None:
    assert band("view_to_follower", value) == key


def test_frequency_is_low_good_or_high() -> None:
    assert [band("frequency", value) for value in ("1.4", "1.5", "3", "3.1")] == ["low", "good", "good", "high"]


def test_a_rate_that_nobody_reads_by_bands_has_none() -> None:
    assert KPIS["er_view"].bands is None


def two(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    names = {"en": "x", "zh-Hans": "x"}
    readings = [{"key": "low", "names": names, **first}, {"key": "high", "names": names, **second}]
    return {"readings": readings, "source": "Made up for a test."}


@pytest.mark.parametrize(
    ("bands", "problem"),
    [
        (two({"below": 1}, {"at_least": 2}), "high does not begin where low ends"),
        (two({"below": 1}, {"above": 1}), "high does not begin where low ends"),
        (two({"up_to": 1}, {"at_least": 1}), "high does not begin where low ends"),
        (
            two({"at_least": 0, "below": 1}, {"at_least": 1}),
            "the lowest band has no lower end and the highest no upper",
        ),
        (two({"below": 1}, {"key": "low", "at_least": 1}), "a key stands twice"),
        ({"readings": [], "source": "x"}, "expected two bands or more"),
    ],
)
def test_bands_with_gaps_or_overlaps_are_refused(tmp_path: Path, bands: dict[str, Any], problem: str) -> None:
    write_kpi(tmp_path, bands=bands)
    assert [m for m in mistakes_of(tmp_path) if m.field == "bands.readings" and m.problem.startswith(problem)]


def test_limits_are_exact_numbers(tmp_path: Path) -> None:
    write_kpi(tmp_path, bands=two({"below": 0.1}, {"at_least": 0.1}))
    assert {mistake.field for mistake in mistakes_of(tmp_path)} >= {"bands.readings.0.below"}
    write_kpi(tmp_path, bands=two({"below": "0.1"}, {"at_least": "0.1"}))
    bands = loaded(tmp_path)["answers"].bands
    assert bands is not None
    assert bands.reading_of(Decimal("0.1")).key == "high"
