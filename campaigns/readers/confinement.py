"""Reads a file that a user sent in a process of its own, with little memory, little time and no secrets."""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from campaigns.progress import UNWATCHED, Stage, Watch, telling
from campaigns.readers.file_to_read import FileToRead
from campaigns.readers.peeking import Peek
from campaigns.readers.reading import collect
from campaigns.readers.rows import Reading, UnreadableFile
from campaigns.readers.wire import opening_from, peeks_from

logger = logging.getLogger(__name__)

_READER: Final = "campaigns.readers.child"
_SOURCE_ROOT: Final = Path(__file__).resolve().parents[2]
_KEPT_ENVIRONMENT: Final = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")
"""What an interpreter may need to start; settings, passwords and keys stay behind."""
_LOOK_EVERY: Final = 0.25  # seconds between two looks at what the child has written
NO_ROWS: Final = 2  # lines of an answer: what was recognised, and the end
_CHUNK: Final = 4 * 1024 * 1024
_ABORTS: Final = frozenset(
    {signal.SIGABRT, signal.SIGKILL, signal.SIGSEGV, signal.SIGBUS, signal.SIGXFSZ, signal.SIGILL}
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost."""

    memory_bytes: int = 1024**3
    cpu_seconds: int = 20
    wall_seconds: float = 30
    output_bytes: int = 1024**3


def read_in_child(file: FileToRead, *, limits: Limits = Limits(), watch: Watch = UNWATCHED) -> Reading:
    """Read an uploaded file in a confined child process; `watch` hears of rows read, and may stop it.

    Raises UnreadableFile as the reader does, and `timed_out`, `file_too_complex` or `reader_failed` where the child
    took too long, needed too much or broke.
    """
    request = {"file": file.to_wire(), "limits": _told(limits)}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        lines = _Lines(output)
        run_confined(_READER, json.dumps(request), output, limits, lambda: watch.reached(Stage.READING, lines.so_far()))
        output.seek(0)
        try:
            return collect(
                opening_from(telling(watch, Stage.TAKING, output, of=max(0, lines.so_far() - NO_ROWS))),
                file.captured_on,
            )
        except ValueError as fault:
            logger.exception("the reading child answered something that is no reading")
            raise _failed() from fault


def peek_in_child(
    path: Path, *, sheet: str | None = None, header_line: int | None = None, limits: Limits = Limits()
) -> list[Peek]:
    """Look at an uploaded file of unknown kind in a confined child process; raises UnreadableFile as read_in_child."""
    peeked = {"path": str(path.resolve()), "sheet": sheet, "header_line": header_line}
    request = {"peeked": peeked, "limits": _told(limits)}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        run_confined(_READER, json.dumps(request), output, limits, lambda: None)
        output.seek(0)
        try:
            return peeks_from(iter(output))
        except ValueError as fault:
            logger.exception("the looking child answered something that is no table")
            raise _failed() from fault


def _told(limits: Limits) -> dict[str, int]:
    return {
        "memory_bytes": limits.memory_bytes,
        "cpu_seconds": limits.cpu_seconds,
        "output_bytes": limits.output_bytes,
    }


class _Lines:
    """Counts the lines that the child has written, without moving the position that it writes at."""

    def __init__(self, output: IO[str]) -> None:
        self._descriptor = output.fileno()
        self._position = self._count = 0

    def so_far(self) -> int:
        """Count on from where the last count ended."""
        while chunk := os.pread(self._descriptor, _CHUNK, self._position):
            self._position += len(chunk)
            self._count += chunk.count(b"\n")
        return self._count


def run_confined(
    module: str, request: str, output: IO[str], limits: Limits, look: Callable[[], None] = lambda: None
) -> None:
    """Run a module as a child to its end, with a `look` now and then; raises UnreadableFile where it did not end well.

    The module confines itself to the limits, which the request names, before it looks at any file.
    """
    child = subprocess.Popen(  # noqa: S603 - the module is one of ours
        [sys.executable, "-X", "utf8", "-m", module],  # whatever the locale is
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=subprocess.PIPE,
        env=_environment(),
        cwd=_SOURCE_ROOT,
        start_new_session=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    with child:
        try:
            complaint = _complaint(child, request, time.monotonic() + limits.wall_seconds, look)
        finally:
            child.kill()  # a no-op once it ended
    if child.returncode:
        raise _broken(child.returncode, complaint)


def _complaint(child: "subprocess.Popen[str]", request: str, deadline: float, look: Callable[[], None]) -> str:
    """Wait for the child and give what it wrote to standard error; raises UnreadableFile past the deadline."""
    unsent: str | None = request
    while True:
        left = deadline - time.monotonic()
        try:
            return child.communicate(unsent, timeout=max(0, min(_LOOK_EVERY, left)))[1]
        except subprocess.TimeoutExpired:
            if left <= _LOOK_EVERY:
                raise _timed_out() from None
        unsent = None  # the first call keeps what it could not send yet
        look()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    return {**kept, "PYTHONPATH": str(_SOURCE_ROOT), "PYTHONUTF8": "1", "PYTHONSAFEPATH": "1"}


def _broken(returncode: int, complaint: str) -> UnreadableFile:
    if returncode == -signal.SIGXCPU:
        return _timed_out()
    if -returncode in _ABORTS:
        return UnreadableFile(
            "file_too_complex", "Reading the file needs far more memory than a table of numbers would."
        )
    logger.error("the reading child ended with %d: %s", returncode, complaint[-4_000:])
    return _failed()


def _timed_out() -> UnreadableFile:
    return UnreadableFile("timed_out", "Reading the file took too long; split it into smaller ones.")


def _failed() -> UnreadableFile:
    return UnreadableFile("reader_failed", "The file could not be read; it may be damaged.")
