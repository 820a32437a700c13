"""Running the command line as a newcomer does, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import database

SOURCE_ROOT = Path(database.__file__).parent.parent


def begin(home: Path, *words: str, **environ: str) -> subprocess.Popen[str]:
    """Begin `python -m database` for a home."""
    return subprocess.Popen(
        [sys.executable, "-m", "database", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=_environment(home) | environ,
    )


def run(home: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m database` for a home to its end."""
    return subprocess.run(
        [sys.executable, "-m", "database", *words],
        capture_output=True,
        text=True,
        check=False,
        env=_environment(home) | environ,
    )


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return kept | {"YARDSTICK_HOME": str(home), "PYTHONPATH": str(SOURCE_ROOT)}
