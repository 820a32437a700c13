"""The command line of the embedded database: `python -m database --help`."""

import argparse
import os
import sys
from pathlib import Path

from database.environment import home_from_environment
from database.errors import Code, DatabaseUnavailable
from database.server import Server, server_of_url
from database.supervisor import State, ensure_running, status, stop

DESCRIPTION = """\
Start, stop and look at the PostgreSQL server that Yardstick brings along.

The server belongs to a home folder: --home, else YARDSTICK_HOME, else .yardstick in the current
folder. It goes on running after this command; any process of the same user can join or stop it.
With DATABASE_URL set there is no embedded server: start, stop and status say so, and url repeats
the address.
"""
STOPPED = 3  # what system services answer for "not running"
INTERRUPTED = 130  # what shells answer for Ctrl-C


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 refused (reason on stderr), 3 not running, 130 Ctrl-C."""
    chosen = _parser().parse_args(arguments)
    home = chosen.home.absolute() if chosen.home else home_from_environment()
    try:
        url = None if chosen.home else os.environ.get("DATABASE_URL")
        if url:
            return _answer_for_server(chosen, server_of_url(url))
        return _answer_for_home(chosen, home)
    except DatabaseUnavailable as refusal:
        _tell(f"{refusal.code}: {refusal.detail}")
        return 1
    except KeyboardInterrupt:
        _tell("Interrupted. A server that was about to start goes on; stop it with: python -m database stop")
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("database", description=DESCRIPTION, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--home", type=Path, help="the home folder; it goes before DATABASE_URL")
    commands = parser.add_subparsers(dest="command", required=True)
    start = commands.add_parser("start", help="start the server, or join the one that runs, and wait until it answers")
    start.add_argument(
        "--not-durable", action="store_true", help="faster, and may lose data when the machine dies: for tests"
    )
    commands.add_parser("stop", help="stop the server, whoever started it")
    commands.add_parser("status", help="say stopped, starting, running or stopping; exit code 3 unless running")
    url = commands.add_parser("url", help="print the superuser's connection URL, which contains the password")
    url.add_argument("database", nargs="?", help="the database to connect to (default: postgres)")
    return parser


def _answer_for_server(chosen: argparse.Namespace, server: Server) -> int:
    if chosen.command == "url":
        _say(server.url(chosen.database))
    else:
        _tell("DATABASE_URL is set: that server is used, and nothing is started or stopped here.")
    return 0


def _answer_for_home(chosen: argparse.Namespace, home: Path) -> int:
    match chosen.command:
        case "start":
            ensure_running(home, durable=not chosen.not_durable, tell=_tell)
            return 0
        case "stop":
            _say("stopped" if stop(home) else "was not running")
            return 0
        case "status":
            return _say_status(home)
        case _:
            return _say_url(home, chosen.database)


def _say_status(home: Path) -> int:
    found = status(home)
    known = {"process": found.pid, "port": found.port, "version": found.version}
    _say(" ".join([found.state, *(f"{name}={value}" for name, value in known.items() if value is not None)]))
    return 0 if found.state is State.RUNNING else STOPPED


def _say_url(home: Path, database: str | None) -> int:
    if status(home).state is not State.RUNNING:
        raise DatabaseUnavailable(
            Code.NOT_RUNNING, f"No server runs for {home}; start it with: python -m database start"
        )
    _say(ensure_running(home, tell=_tell).url(database))
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    raise SystemExit(main())
