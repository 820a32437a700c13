"""What a bench measured, and how it is printed."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
MILLISECONDS = 1000
SMALL_MS = 10  # below it a tenth of a millisecond says something


@dataclass(frozen=True)
class Measured:
    """One side of a bench: seconds of each round after the warm-up, and the process's peak memory in MiB."""

    name: str
    seconds: tuple[float, ...]
    peak_mib: int | None = None

    @property
    def median(self) -> float:
        """Give the median of the rounds, in seconds."""
        return median(self.seconds)

    def line(self) -> str:
        """Write one line for people."""
        spread = f"{in_ms(min(self.seconds))} to {in_ms(max(self.seconds))} ms"
        memory = "" if self.peak_mib is None else f", {self.peak_mib} MiB at most"
        return f"  {self.name:<44}{in_ms(self.median):>9} ms  ({spread}{memory})"


@dataclass(frozen=True)
class Bar:
    """What our median may be at most: a multiple of the other's, and a fixed time in seconds on top of it."""

    factor: Decimal
    allowance: float = 0.0

    def holds(self, ours: float, other: float) -> bool:
        """Say whether two medians keep the bar."""
        return ours <= float(self.factor) * other + self.allowance

    def __str__(self) -> str:
        return as_ratio(self.factor) + (f" + {in_ms(self.allowance)} ms" if self.allowance else "")


@dataclass(frozen=True)
class Figure:
    """Ours beside another way: the ratio of medians, against the bar and, where there is more to reach, the aim."""

    title: str
    ours: Measured
    other: Measured
    bar: Bar
    aim: Bar | None = None

    @property
    def ratio(self) -> Decimal:
        """Give our time as a part of the other's."""
        return Decimal(str(self.ours.median)) / Decimal(str(self.other.median))

    @property
    def holds(self) -> bool:
        """Say whether the bar is kept."""
        return self.bar.holds(self.ours.median, self.other.median)

    def show(self) -> None:
        """Print the figure."""
        bars = f"bar {self.bar}" + (f", aim {self.aim}" if self.aim else "")
        sys.stdout.write(f"{self.title}\n{self.ours.line()}\n{self.other.line()}\n")
        sys.stdout.write(f"  ratio {as_ratio(self.ratio)} ({bars}): {self._verdict()}\n")
        sys.stdout.flush()

    def _verdict(self) -> str:
        if not self.holds:
            return "MISSES THE BAR"
        if self.aim is None:
            return "keeps the bar"
        reached = self.aim.holds(self.ours.median, self.other.median)
        return "reaches the aim" if reached else "keeps the bar, misses the aim"


def in_ms(seconds: float) -> str:
    """Write seconds as milliseconds."""
    took = seconds * MILLISECONDS
    return f"{took:.1f}" if took < SMALL_MS else f"{took:.0f}"


def as_ratio(ratio: Decimal) -> str:
    """Write a ratio: well below one as a fraction, else as a multiple."""
    return f"1/{1 / ratio:.1f}".removesuffix(".0") if ratio <= Decimal("0.5") else f"{ratio:.2f} times"


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def side(module: str, name: str, **environment: str) -> Measured:
    """Run one side in a process of its own; it prints `{"seconds": [...], "peak_mib": …}` as its last line."""
    told = last_line(module, **environment)
    return Measured(name=name, seconds=tuple(told["seconds"]), peak_mib=told["peak_mib"])


def last_line(module: str, *arguments: str, **environment: str) -> Mapping[str, list[float] | int]:
    """Run a program of the bench and read the JSON of its last line."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=variables(**environment),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def variables(**environment: str) -> dict[str, str]:
    """Give the variables that a program of the bench runs with."""
    paths = [*filter(None, [environment.pop("MORE_PYTHON", "")]), str(ROOT), str(ROOT / "platform")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths)} | environment
