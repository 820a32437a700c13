"""Spares the garbage collector the rows of a file, which are many and refer to nothing in a circle."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class _Resting:
    """Counts who works while the collector rests: the first to come stops it, the last to go lets it go on."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._number = 0
        self._was_running = True

    def begin(self) -> None:
        """Let the collector rest."""
        with self._lock:
            if self._number == 0:
                self._was_running = gc.isenabled()
                gc.disable()
            self._number += 1

    def end(self) -> None:
        """Let it go on, unless somebody else is still at work or it rested before."""
        with self._lock:
            self._number -= 1
            if self._number == 0 and self._was_running:
                gc.enable()


_resting = _Resting()


@contextmanager
def at_rest() -> Iterator[None]:
    """Stop the collector's rounds, each of which would go through all rows again; what is unused is freed as ever."""
    _resting.begin()
    try:
        yield
    finally:
        _resting.end()
