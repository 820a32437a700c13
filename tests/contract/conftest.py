"""Archives of the contract's things lie in each test's own folder."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def exports_folder(settings: Any, tmp_path: Path) -> None:
    """Let no test leave a file."""
    settings.EXPORTS_FOLDER = tmp_path / "exports"
