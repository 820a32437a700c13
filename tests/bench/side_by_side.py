"""One question asked of both sides in turns, on one database and with the same caches; the numbers must be equal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any
from urllib.parse import urlencode

from tests.bench.bare_side import BareSql
from tests.bench.figures import Measured
from tests.bench.rounds import ROUNDS
from tests.bench.serving import Server

WARM_UP = 2
STEP = Decimal("0.000001")
RESULTS = "/api/v1/results?"

Numbers = Mapping[tuple[str, str], Decimal | None]  # by group and KPI


class UnequalError(Exception):
    """The two sides do not say the same; their times tell nothing."""


@dataclass(frozen=True)
class Asked:
    """A question as both sides are asked it."""

    title: str
    kpis: tuple[str, ...]
    start: date
    end: date
    sql: str
    more: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Give the request's path."""
        stated = {"start": self.start.isoformat(), "end": self.end.isoformat(), **self.more}
        return RESULTS + urlencode([*(("kpi", kpi) for kpi in self.kpis), *stated.items()])


def measure(asked: Asked, ours: Server, token: str, other: BareSql) -> tuple[Measured, Measured]:
    """Ask both in turns. Raises UnequalError where they differ."""
    given = {"start": asked.start, "end": asked.end, **asked.parameters}
    mine, theirs = [], []
    ours.forget_peak()
    for _ in range(WARM_UP + ROUNDS):
        mine.append(ours.get(asked.path, token)[0])
        seconds, rows = other.ask(asked.sql, given)
        theirs.append(seconds)
    _require_equal(_of_items(ours.listed(asked.path, token)), _of_rows(rows, asked.kpis))
    return (
        Measured("GET /results", tuple(mine[WARM_UP:]), ours.peak_mib()),
        Measured("bare SQL", tuple(theirs[WARM_UP:]), other.peak_mib),
    )


def timed(name: str, server: Server, path: str, token: str, *, rounds: int) -> Measured:
    """Ask one request again and again."""
    server.forget_peak()
    seconds = [server.get(path, token)[0] for _ in range(WARM_UP + rounds)]
    return Measured(name, tuple(seconds[WARM_UP:]), server.peak_mib())


def in_turns(asked: Mapping[str, tuple[Server, str, str]], *, rounds: int) -> list[Measured]:
    """Ask several requests, each named with its server, path and token, in turns."""
    seconds: dict[str, list[float]] = {name: [] for name in asked}
    for server, _, _ in asked.values():
        server.forget_peak()
    for _ in range(WARM_UP + rounds):
        for name, (server, path, token) in asked.items():
            seconds[name].append(server.get(path, token)[0])
    return [Measured(name, tuple(seconds[name][WARM_UP:]), server.peak_mib()) for name, (server, _, _) in asked.items()]


def _of_items(items: list[Any]) -> Numbers:
    return {("".join(item["group"].values()) or "all", item["kpi"]): _rounded(item["value"]) for item in items}


def _of_rows(rows: list[list[Any]], kpis: tuple[str, ...]) -> Numbers:
    return {(group, kpi): _rounded(value) for group, *values in rows for kpi, value in zip(kpis, values, strict=True)}


def _rounded(value: str | float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(STEP, rounding=ROUND_HALF_EVEN)


def _require_equal(ours: Numbers, other: Numbers) -> None:
    if not other or None in other.values():
        raise UnequalError("Bare SQL found no numbers.")
    unlike = [key for key in ours.keys() | other.keys() if ours.get(key) != other.get(key)]
    if unlike:
        told = "; ".join(f"{key}: {ours.get(key)} and {other.get(key)}" for key in sorted(unlike)[:5])
        raise UnequalError(f"{len(unlike)} of {len(other)} numbers differ, such as {told}")
