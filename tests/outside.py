"""Programs that some tests need: where one is missing they are left out, unless the gate demands it."""

import os
from collections.abc import Callable
from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class OutsideProgram:
    """A program, the fixture that runs it, and the variable that demands it with `1`."""

    name: str
    fixture: str
    demanded_by: str
    find: Callable[[], str | None]

    def is_missing(self) -> bool:
        return os.environ.get(self.demanded_by) != "1" and self.find() is None

    def leave_out(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Leave out what needs the program where it is missing."""
        if self.is_missing():
            without = [item for item in items if self.fixture in getattr(item, "fixturenames", ())]
            items[:] = [item for item in items if item not in without]
            config.hook.pytest_deselected(items=without)

    def told(self) -> list[str]:
        """Say what was left out."""
        return (
            [f"{self.name} is missing: its tests are left to .ci/run, which installs it"] if self.is_missing() else []
        )
