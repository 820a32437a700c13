"""PostgreSQL's client programs, run against a server: the wheel's own, or those of the system."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence

from database.errors import Code, DatabaseUnavailable
from database.programs import wheel_programs

# libpq's own names of what it is told in the environment, where no list of processes shows a password.
VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


class ProgramFailed(Exception):  # noqa: N818 - a business word
    """A program ended with an error; the message is what it said."""


def run_client(name: str, arguments: Sequence[str], *, login: Mapping[str, str]) -> None:
    """Run one of PostgreSQL's programs for a server, with psycopg's parameters as its login.

    Raises DatabaseUnavailable (`no_programs`) where there is none, ProgramFailed with what it said.
    """
    environment = {**os.environ, **{VARIABLES[key]: value for key, value in login.items() if key in VARIABLES}}
    done = subprocess.run(  # noqa: S603 (our own program)
        [_path(name), *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise ProgramFailed(done.stderr.strip() or f"{name} ended with {done.returncode}")


def _path(name: str) -> str:
    try:
        return wheel_programs().path(name)
    except DatabaseUnavailable:
        found = shutil.which(name)
        if found is None:
            raise DatabaseUnavailable(
                Code.NO_PROGRAMS,
                f"{name} was not found: install PostgreSQL's client programs, of the server's version.",
            ) from None
        return found
