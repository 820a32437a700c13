"""A progress bar for people at a terminal; where nobody looks it writes nothing."""

import time
from decimal import Decimal
from types import TracebackType
from typing import Final, Self, TextIO

from campaigns.progress import Stage

WIDTH: Final = 40
REDRAWN_EVERY: Final = 0.1  # seconds


class Bar:
    """A watch that draws how far the work is; use as a context manager around it."""

    def __init__(self, terminal: TextIO, *, rows: int) -> None:
        self._terminal = terminal
        self._rows = rows
        self._began = self._drawn = time.monotonic()
        self._share = Decimal(0)

    def __enter__(self) -> Self:
        """Begin to count the time."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the line of the bar."""
        if self._terminal.isatty():
            self._terminal.write("\n")

    def reached(self, stage: Stage, done: int, of: int = 0) -> None:
        """Draw the share that is done, at most some times a second."""
        self._share = max(self._share, stage.share(done, of or self._rows))
        now = time.monotonic()
        if self._terminal.isatty() and now - self._drawn >= REDRAWN_EVERY:
            self._drawn = now
            self._terminal.write(f"\r{drawn(self._share, now - self._began)}")
            self._terminal.flush()

    def settle(self) -> None:
        """Draw the end."""
        if self._terminal.isatty():
            self._terminal.write(f"\r{drawn(Decimal(1), time.monotonic() - self._began)}")


def drawn(share: Decimal, seconds: float) -> str:
    """Draw a bar with its percentage and the seconds that are left at this pace."""
    filled = int(share * WIDTH)
    left = f"{float((1 - share) / share) * seconds:4.0f} s left" if share else "          "
    return f"[{'#' * filled}{'.' * (WIDTH - filled)}] {int(share * 100):3d} % {left}"
