"""What a bench measured, and how it is printed."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Measured:
    """One side of a bench: seconds of each round after the warm-up, and the process's peak memory in MiB."""

    name: str
    seconds: tuple[float, ...]
    peak_mib: int

    @property
    def median(self) -> float:
        """Give the median of the rounds, in seconds."""
        return median(self.seconds)

    def line(self) -> str:
        """Write one line for people."""
        spread = f"{min(self.seconds) * 1000:.0f} to {max(self.seconds) * 1000:.0f}"
        return f"  {self.name:<34}{self.median * 1000:>8.0f} ms  ({spread} ms, {self.peak_mib} MiB at most)"


@dataclass(frozen=True)
class Figure:
    """Ours beside another way: the ratio of medians, against the bar and the aim."""

    title: str
    ours: Measured
    other: Measured
    bar: Decimal
    aim: Decimal

    @property
    def ratio(self) -> Decimal:
        """Give our time as a part of the other's."""
        return Decimal(str(self.ours.median)) / Decimal(str(self.other.median))

    @property
    def holds(self) -> bool:
        """Say whether the bar is kept."""
        return self.ratio <= self.bar

    def show(self) -> None:
        """Print the figure."""
        verdict = "reaches the aim" if self.ratio <= self.aim else "keeps the bar" if self.holds else "MISSES THE BAR"
        sys.stdout.write(f"{self.title}\n{self.ours.line()}\n{self.other.line()}\n")
        times = 1 / self.ratio
        sys.stdout.write(f"  ratio 1/{times:.1f} (bar 1/{1 / self.bar:.0f}, aim 1/{1 / self.aim:.0f}): {verdict}\n")


def side(module: str, name: str, **environment: str) -> Measured:
    """Run one side in a process of its own; it prints `{"seconds": [...], "peak_mib": …}` as its last line."""
    done = subprocess.run(
        [sys.executable, "-m", module],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "platform")])} | environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    return Measured(name=name, seconds=tuple(told["seconds"]), peak_mib=told["peak_mib"])
