"""The worker of one run: started beside the server, started again when it ends, stopped after the server."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from config.environment import Environment
from config.launcher.children import end, started
from config.launcher.speech import say

COMMAND = (sys.executable, "-m", "django", "worker")


@contextmanager
def running_worker(chosen: Environment) -> Iterator[Callable[[], None]]:
    """Start a worker unless the settings want none; gives what starts it again where it has ended."""
    if not chosen.jobs_at_once:
        yield lambda: None
        return
    say(f"Starting a worker for {chosen.jobs_at_once} jobs at once")
    process = started(COMMAND)

    def mend() -> None:
        nonlocal process
        if process.poll() is not None:
            say(f"The worker ended with code {process.returncode}; starting it again")
            process = started(COMMAND)

    try:
        yield mend
    finally:
        if process.poll() is None:
            say("Stopping the worker")
            end(process)
