"""Doing something as an ordinary user, in a forked process that has given root's rights up."""

import os
import shutil
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from database.programs import PACKAGE, wheel_programs


def readable_wheel(folder: Path) -> Path:
    """Copy the installed wheel to where an ordinary user can read it; root's virtual environment may be closed."""
    packages = wheel_programs().bin.parent.parent.parent
    copy = folder / "packages"
    copy.mkdir()
    for source in packages.glob(f"{PACKAGE}*"):
        shutil.copytree(source, copy / source.name, symlinks=True)
    return copy


def as_user(uid: int, packages: Path, action: Callable[[], str]) -> str:
    """Return what an action answers as the account `uid`, with the wheel taken from `packages`.

    A fork keeps the modules that are loaded: the user may be unable to read the interpreter's own folder, too.
    An exception comes back as its text.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _answer_as(uid, packages, action, writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as stream:
        said = stream.read()
    os.waitpid(child, 0)
    return said


def _answer_as(uid: int, packages: Path, action: Callable[[], str], writing: int) -> None:
    # Nothing of the test runner may go on in the child, whatever happens.
    try:
        if os.geteuid() != uid:
            os.setgroups([])
            os.setgid(uid)
            os.setuid(uid)
        sys.path.insert(0, str(packages))
        said = action()
    except BaseException:  # noqa: BLE001 (told to the parent)
        said = traceback.format_exc()
    os.write(writing, said.encode())
    os._exit(0)
