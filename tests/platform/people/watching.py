"""A second process that keeps asking whether a token still opens something."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from time import monotonic

from tests.platform.agencies.programs import ROOT, environment_beside

PAUSE = 0.05  # seconds between two questions
PATIENCE = 30.0  # seconds


@contextmanager
def watched(token: str) -> Iterator[Callable[[], float]]:
    """Start watching; once another process has remembered the token, give a function that waits until it is refused.

    The function gives the seconds that it took from the beginning of the block.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.platform.people.watching"],
        cwd=ROOT,
        env=environment_beside(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(token + "\n")
        process.stdin.flush()
        assert process.stdout.readline() == "open\n"
        begun, heard = monotonic(), process.stdout

        def closed_after() -> float:
            assert heard.readline() == "closed\n"
            return monotonic() - begun

        yield closed_after


def main() -> None:
    """Read a token, say `open` while it opens something and `closed` once it does not."""
    import django

    django.setup()
    from people.resolution import resolve
    from people.tokens import parse_token

    token = parse_token(sys.stdin.readline().strip())
    assert token is not None
    assert resolve(token) is not None
    sys.stdout.write("open\n")
    sys.stdout.flush()
    deadline, pace = monotonic() + PATIENCE, Event()
    while resolve(token) is not None and monotonic() < deadline:
        pace.wait(PAUSE)
    sys.stdout.write("closed\n" if resolve(token) is None else "still open\n")


if __name__ == "__main__":
    main()
