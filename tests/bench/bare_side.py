"""Asks the other side: starts `tests.bench.bare` and speaks with it, a line a statement."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.bench.figures import ROOT, variables


@dataclass
class BareSql:
    """The running program; `peak_mib` is its highest memory so far."""

    process: "subprocess.Popen[str]"
    peak_mib: int = 0

    def ask(self, sql: str, parameters: Mapping[str, Any]) -> tuple[float, list[list[Any]]]:
        """Run one statement; gives its seconds, measured over there, and its rows, decimals and ids as text."""
        stated = {name: str(value) if isinstance(value, date) else value for name, value in parameters.items()}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"sql": sql, "parameters": stated}) + "\n")
        self.process.stdin.flush()
        told = json.loads(self.process.stdout.readline())
        self.peak_mib = told["peak_mib"]
        return told["seconds"], told["rows"]


@contextmanager
def bare_sql(schema: str, **names: str) -> Iterator[BareSql]:
    """Start the program in one agency's schema, and let it end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.bare"],
        cwd=ROOT,
        env=variables(BENCH_SCHEMA=schema, **names),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield BareSql(process)
    finally:
        process.communicate()
