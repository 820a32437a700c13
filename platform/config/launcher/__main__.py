"""The command behind `make run`: `python -m config.launcher`."""

import os
import sys
from contextlib import ExitStack
from pathlib import Path

import psycopg
from django.db import OperationalError

from config.environment import Environment, environment
from config.launcher.address import AddressTaken, require_free_address
from config.launcher.database import running_database
from config.launcher.server import ServerFailed, running_server
from config.launcher.signals import Asked, stop_when_asked
from config.launcher.speech import complain, say
from config.launcher.worker import running_worker
from database import DatabaseUnavailable

REFUSED = 1


class MistakenInstallation(Exception):  # noqa: N818 - reads as the state
    """Settings or code have mistakes that no server should start with; the text lists them."""


def main() -> int:
    """Run until asked to stop; gives the exit code: 0 when asked by Ctrl-C or SIGTERM, 1 where something is missing."""
    stop_when_asked()
    try:
        _run(environment())
    except Asked:
        say("Stopped.")
        return 0
    except (AddressTaken, MistakenInstallation, ServerFailed) as refusal:
        complain(str(refusal))
    except DatabaseUnavailable as refusal:
        complain(f"{refusal.code}: {refusal.detail}")
    except (psycopg.OperationalError, OperationalError) as refusal:
        complain(f"The database does not answer: {str(refusal).splitlines()[0]}")
    return REFUSED


def _run(chosen: Environment) -> None:
    require_free_address(chosen.host, chosen.port)
    _make_home(chosen.home)
    with ExitStack() as started:
        database = started.enter_context(running_database(chosen))
        os.environ["DATABASE_URL"] = database.url
        environment.cache_clear()
        _bring_up_to_date()
        mend_worker = started.enter_context(running_worker(environment()))
        server = started.enter_context(running_server(environment()))
        server.wait_until_ready()
        _tell_where(environment())

        def mend() -> None:
            database.mend()
            mend_worker()

        server.wait_until_it_ends(meanwhile=mend)


def _make_home(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as refusal:
        raise MistakenInstallation(f"YARDSTICK_HOME cannot be {home}: {refusal.strerror}.") from refusal


def _bring_up_to_date() -> None:
    """Migrate, and make the demo the first time. Django is set up here, when the database's address is known."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.checks import run_checks
    from django.core.management import CommandError, call_command
    from django.db import connections

    django.setup()
    mistakes = [str(found) for found in run_checks() if found.is_serious()]  # imports every view, too
    if mistakes:
        raise MistakenInstallation("\n".join(mistakes))
    say("Bringing roles, tables and agencies up to date")
    try:
        call_command("prepare")
    except CommandError as refusal:
        raise MistakenInstallation(str(refusal)) from refusal
    call_command("demo")
    connections.close_all()


def _tell_where(chosen: Environment) -> None:
    url = chosen.public_url()
    say(f"Yardstick is ready: {url}")
    say(f"  API docs:    {url}/api/docs")
    say(f"  Demo people: {chosen.home / 'demo.json'} (e-mails, password, tokens; for your eyes only)")
    say("  Stop with Ctrl-C.")


if __name__ == "__main__":
    sys.exit(main())
