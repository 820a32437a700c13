"""Being asked to stop: Ctrl-C, SIGTERM and a closed terminal all mean the same."""

import signal
from types import FrameType

ASKING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Asked(BaseException):
    """Somebody asked the launcher to stop. Like KeyboardInterrupt, nothing but the top may swallow it."""


def stop_when_asked() -> None:
    """Raise Asked in the main thread at the first signal; later ones change nothing, since stopping has begun."""
    for each in ASKING:
        signal.signal(each, _ask)


def _ask(_number: int, _frame: FrameType | None) -> None:
    for each in ASKING:
        signal.signal(each, signal.SIG_IGN)
    raise Asked
