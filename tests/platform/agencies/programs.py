"""Runs programs beside the tests, in processes of their own on the same installation."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def beside(*arguments: str, stdin: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a Python program in another process on the tests' own installation; a failure shows what it said."""
    done = attempt(*arguments, stdin=stdin, **environment)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-6000:]
    return done


def attempt(*arguments: str, stdin: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run such a program where a failure may be meant."""
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=ROOT,
        env=environment_beside(**environment),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def environment_beside(**more: str) -> dict[str, str]:
    """Give the variables that a program beside the tests runs with."""
    paths = [str(ROOT), str(ROOT / "platform"), *filter(None, [more.pop("MORE_PYTHON", "")])]
    return os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": os.pathsep.join(paths)} | more
