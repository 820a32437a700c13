"""Times a piece of work in rounds; imports nothing of the product, so that both sides can use it."""

import json
import os
import resource
import sys
from collections.abc import Callable
from time import perf_counter

WARM_UP = 1
ROUNDS = int(os.environ.get("YARDSTICK_BENCH_ROUNDS", "5"))


def tell(work: Callable[[int], object]) -> None:
    """Run `work` with the number of the round, warm-up first, and print what `figures.side` reads."""
    seconds = []
    for number in range(WARM_UP + ROUNDS):
        begun = perf_counter()
        work(number)
        seconds.append(perf_counter() - begun)
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write("\n" + json.dumps({"seconds": seconds[WARM_UP:], "peak_mib": peak_kib // 1024}) + "\n")
