"""Small KPI definition files for the catalogue's tests."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kpis.catalogue import Kpi, Mistake
from kpis.catalogue.loader import CatalogueError, load_catalogue

SOUND: dict[str, Any] = {
    "key": "answers",
    "version": 1,
    "names": {"en": "Answers per view", "zh-Hans": "回应率"},
    "description": "Likes and comments per view.",
    "why": "Shows whether people answer.",
    "networks": "all",
    "formula": "(likes + comments) / views",
    "unit": "ratio",
    "direction": "higher",
    "goals": {"primary": ["engagement"], "supporting": [], "guard_rail": []},
    "class": "actionable",
    "pair_with": [],
    "readers": ["analyst"],
    "smallest_denominator": 100,
    "grains": ["account", "content"],
    "basis_hint": "occurred",
    "journey": {"stage": "engagement"},
    "audience": [],
    "versions": [{"number": 1, "since": date(2026, 1, 31), "change": "First."}],
    "source": "Made up for a test.",
    "reviewed": date(2026, 1, 31),
}


def write_kpi(folder: Path, **changes: Any) -> None:
    """Write a sound definition file with some fields changed; a field changed to None is left out."""
    fields = {name: value for name, value in (SOUND | changes).items() if value is not None}
    (folder / f"{fields['key']}.yaml").write_text(yaml.safe_dump(fields, allow_unicode=True), encoding="utf-8")


def loaded(folder: Path) -> dict[str, Kpi]:
    """Return the KPIs of a folder."""
    return dict(load_catalogue(folder))


def mistakes_of(folder: Path) -> tuple[Mistake, ...]:
    """Return the mistakes for which a folder is refused."""
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder)
    return caught.value.mistakes
