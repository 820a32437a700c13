"""Processes that a run starts beside itself, and that must not outlive it."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Sequence

GRACE = 15.0  # seconds for what was begun when a process is asked to stop
PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None  # loaded before the fork


def started(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    """Start a process in a group of its own: the terminal's Ctrl-C goes to the launcher alone, which stops in order."""
    return subprocess.Popen(  # noqa: S603 - the operator's own command
        command,
        process_group=0,
        preexec_fn=_end_with_the_launcher,  # noqa: PLW1509 - one system call, nothing is locked
    )


def end(process: "subprocess.Popen[bytes]") -> None:
    """Stop a process gently, then for certain."""
    process.terminate()
    try:
        process.wait(timeout=GRACE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _end_with_the_launcher() -> None:
    """Let the kernel end a child when the launcher was killed: it would hold a port, and nobody would stop it."""
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
