"""Making a PostgreSQL data folder, completely or not at all."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from database.errors import Code, DatabaseUnavailable
from database.programs import version
from database.sites import Site, give_folder

SUPERUSER = "postgres"

# Written into postgresql.conf, where an operator may change them.
FIRST_SETTINGS = {
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    # Compiling costs more than it gains on short queries, and is repeated for every schema.
    "jit": "off",
    # A schema for each agency: dropping or dumping one locks all its tables at once.
    "max_locks_per_transaction": "256",
}


def make_data_folder(site: Site, *, password: str, durable: bool) -> None:
    """Run initdb in a draft folder and give it its name last, so that a crash leaves no half-made data folder.

    Raises DatabaseUnavailable (`init_failed`) with initdb's own words.
    """
    draft = site.room / "data.draft"
    # Left by a crash: without its final name nobody ever used it.
    shutil.rmtree(draft, ignore_errors=True)
    give_folder(draft, site.account)
    with tempfile.NamedTemporaryFile(dir=site.room, prefix=".password-") as secret:
        secret.write(password.encode())
        secret.flush()
        os.fchown(secret.fileno(), site.account.uid, -1)
        _initdb(site, draft, Path(secret.name), durable=durable)
    draft.rename(site.data)


def require_compatible(data: Path) -> None:
    """Refuse (`data_incompatible`) data of another major version, where PostgreSQL gives less advice."""
    found, have = (data / "PG_VERSION").read_text(encoding="ascii").strip(), version().partition(".")[0]
    if found != have:
        raise DatabaseUnavailable(
            Code.DATA_INCOMPATIBLE,
            f"{data} was made by PostgreSQL {found}, and the installed programs are of version {have}. "
            f"Dump it with version {found} and load the dump into a new home.",
        )


def clean_environment() -> dict[str, str]:
    """Return the environment of the server's programs: none of the caller's PG variables, messages in English."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def _initdb(site: Site, draft: Path, secret: Path, *, durable: bool) -> None:
    command = [
        site.programs.path("initdb"),
        f"--pgdata={draft}",
        f"--username={SUPERUSER}",
        f"--pwfile={secret}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
        *(f"--set={name}={value}" for name, value in FIRST_SETTINGS.items()),
        *([] if durable else ["--no-sync"]),
    ]
    try:
        answer = subprocess.run(  # noqa: S603 (our own program)
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            cwd=draft,
            env=clean_environment(),
            umask=0o077,
            check=False,
            **site.account.privileges(),
        )
    except OSError as error:
        raise DatabaseUnavailable(
            Code.INIT_FAILED, f"initdb could not be run as {site.account.name}: {error}"
        ) from error
    if answer.returncode != 0:
        raise DatabaseUnavailable(
            Code.INIT_FAILED, f"initdb could not make {site.data} as {site.account.name}: {answer.stderr.strip()}"
        )
