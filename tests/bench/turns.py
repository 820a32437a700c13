"""Lets a side work when it is its turn: a number a line comes in, a line of JSON goes out; knows no product."""

import json
import resource
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any


def work_in_turns(prepare: Callable[[int], Any], work: Callable[[Any], object]) -> None:
    """For each number prepare untimed, then work timed; answers the seconds of both and the peak memory in MiB."""
    for line in sys.stdin:
        begun = perf_counter()
        prepared = prepare(int(line))
        ready = perf_counter()
        work(prepared)
        told = {
            "prepared": ready - begun,
            "seconds": perf_counter() - ready,
            "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
