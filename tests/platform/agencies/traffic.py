"""A program that mixes thousands of requests over two agencies in several threads and reports whatever went astray.

Run as `python -m tests.platform.agencies.traffic`; the agencies come as JSON on stdin, the findings leave on stdout.
"""

import json
import logging
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier, get_ident
from typing import Any

import django


@dataclass(frozen=True)
class Side:
    """One of the agencies, as its own threads know it: every name in it holds `marker`, none in the other does."""

    id: str
    slug: str
    schema: str
    token: str
    marker: str


@dataclass
class Findings:
    """What happened: how often each kind of request ran, what went wrong, which backends served which threads."""

    done: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    threads_by_backend: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def as_json(self) -> str:
        """Write what the test reads."""
        shared = sum(1 for threads in self.threads_by_backend.values() if len(threads) > 1)
        summary = {"done": self.done, "faults": self.faults[:20], "backends": len(self.threads_by_backend)}
        return json.dumps(summary | {"shared_backends": shared})


def drive(sides: Sequence[Side], *, threads: int, requests: int, seed: int) -> Findings:
    """Run `requests` requests in each of `threads` threads, all begun at one moment; the seed fixes their mix."""
    from django.db import close_old_connections, connections

    from tests.platform.agencies.requests import KINDS, Visit

    findings, start = Findings(), Barrier(threads)

    def work(number: int) -> None:
        choose = random.Random(f"{seed}:{number}")  # noqa: S311 - a mix that can be repeated, no secret
        start.wait()
        try:
            for turn in range(requests):
                own, other = choose.sample(list(sides), 2)
                kind = choose.choice(KINDS)
                visit = Visit(own, other, name=f"{own.marker} {number}-{turn}")
                try:
                    kind(visit)
                except Exception as error:  # noqa: BLE001 - whatever went wrong is the finding
                    findings.faults.append(f"{kind.__name__} in {own.slug}: {type(error).__name__}: {error}")
                close_old_connections()  # as Django does after each request: a pooled one goes back
                findings.done[kind.__name__] += 1
                if visit.backend:
                    findings.threads_by_backend[visit.backend].add(get_ident())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))
    return findings


def main() -> None:
    """Read the agencies, drive the traffic, print the findings."""
    asked: dict[str, Any] = json.load(sys.stdin)
    django.setup()
    logging.disable()  # tracebacks of the failures that are meant
    from django.db import connections
    from django.test import override_settings

    sides = [Side(**side) for side in asked.pop("sides")]
    with override_settings(ROOT_URLCONF="tests.platform.apikit.shelf", ALLOWED_HOSTS=["testserver"]):
        findings = drive(sides, **asked)
    if connections["default"].pool is not None:
        connections["default"].close_pool()
    sys.stdout.write(findings.as_json())


if __name__ == "__main__":
    main()
