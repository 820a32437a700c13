"""What tests of own KPIs share: somebody who defines them."""

from typing import Any

import pytest

from audit.actors import Actor
from kpis.own.services import define_kpi

ALICE = Actor(name="alice")


@pytest.fixture
def define(in_north: Any) -> Any:
    """Define a KPI in north: `define("talk", "comments + shares")`."""

    def run(key: str, formula: str, **more: Any) -> Any:
        stated = {"names": {"en": key}, "formula": formula, "networks": ["tiktok"], "direction": "higher", **more}
        return define_kpi(key, stated, actor=ALICE)

    return run
