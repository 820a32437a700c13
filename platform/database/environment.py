"""Which database the environment asks for: DATABASE_URL, or the embedded server under YARDSTICK_HOME."""

import os
from collections.abc import Mapping
from pathlib import Path

from database.server import Server, server_of_url
from database.supervisor import ensure_running

DEFAULT_HOME = ".yardstick"


def home_from_environment(environ: Mapping[str, str] = os.environ) -> Path:
    """Return YARDSTICK_HOME, or `.yardstick` in the current folder, as an absolute path."""
    return Path(environ.get("YARDSTICK_HOME") or DEFAULT_HOME).absolute()


def server_from_environment(environ: Mapping[str, str] = os.environ) -> Server:
    """Return the server that DATABASE_URL names, or start or join the embedded one.

    With DATABASE_URL set nothing is started and nothing is contacted. Raises DatabaseUnavailable.
    """
    url = environ.get("DATABASE_URL")
    if url:
        return server_of_url(url)
    return ensure_running(home_from_environment(environ))
