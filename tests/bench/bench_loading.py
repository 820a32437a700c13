"""Loading a file of 25 columns of which a fifth changed, beside the same rows by hand, and beside DRF."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tests.bench.databases import bench_database
from tests.bench.facts import as_owner, vacuum
from tests.bench.figures import ROOT, Bar, Figure, Measured, in_ms, last_line, say, variables
from tests.bench.load_rows import COLUMNS, SOURCE
from tests.bench.rounds import ROUNDS, WARM_UP

SIXTY_PERCENT_OF_THE_SPEED = Bar(1 / Decimal("0.6"))
TEN_TIMES_AS_FAST = Bar(Decimal("0.1"))
ROWS, MANY_ROWS = 20_000, 100_000


PROGRAMS: Mapping[str, str] = {
    "our import, what was read": "side_loading",
    "by hand in psycopg": "side_loading_hand",
    "DRF and bulk_create(update_conflicts)": "side_loading_stock",
}


class UnequalError(Exception):
    """The sides did not write the same; their times tell nothing."""


@dataclass
class Side:
    """A running program that loads the rows of a round when it is told to."""

    name: str
    process: "subprocess.Popen[str]"
    seconds: list[float] = field(default_factory=list)
    prepared: list[float] = field(default_factory=list)
    peak_mib: int = 0

    def turn(self, generation: int) -> None:
        """Let it load one round, and remember what that took."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{generation}\n")
        self.process.stdin.flush()
        told = json.loads(self.process.stdout.readline())
        self.seconds.append(told["seconds"])
        self.prepared.append(told["prepared"])
        self.peak_mib = told["peak_mib"]

    def measured(self) -> Measured:
        """Give the rounds after the warm-up, in which everything was new."""
        return Measured(self.name, tuple(self.seconds[WARM_UP:]), self.peak_mib)


def bench_loading(*, large: bool) -> Iterator[Figure]:
    """Load 20,000 rows, at large also 100,000, again and again; each round changes a fifth of them."""
    yield from _of(ROWS)
    if large:
        yield from _of(MANY_ROWS)


def _of(rows: int) -> Iterator[Figure]:
    ours, hand, stock = in_turns("loading", rows, PROGRAMS)
    read = Measured("reading the file", tuple(ours.prepared[WARM_UP:]))
    say(f"Reading the file of {rows:,} rows in the child process takes {in_ms(read.median)} ms more")
    title = f"Load of {rows:,} rows of {len(COLUMNS)} columns, a fifth changed"
    yield Figure(title, ours.measured(), hand.measured(), bar=SIXTY_PERCENT_OF_THE_SPEED)
    yield Figure(f"{title}, beside DRF", ours.measured(), stock.measured(), bar=TEN_TIMES_AS_FAST)


def in_turns(database: str, rows: int, programs: Mapping[str, str]) -> list[Side]:
    """Let programs, by what they are called, load the same rows in turns into a database; ours comes first.

    Raises UnequalError where they did not write the same.
    """
    with bench_database(database) as names, ExitStack() as stack:
        made: Any = last_line(
            "tests.bench.side_loading_found", str(rows), DJANGO_SETTINGS_MODULE="config.settings", **names
        )
        given = names | {f"BENCH_{name.upper()}": value for name, value in made.items()} | {"BENCH_ROWS": str(rows)}
        started = [stack.enter_context(_side(name, module, given)) for name, module in programs.items()]
        for generation in range(WARM_UP + ROUNDS):
            for each in started:
                each.turn(generation)
            vacuum(names)
        _require_equal(names, made["schema"], stock="side_loading_stock" in programs.values())
    return started


@contextmanager
def _side(name: str, module: str, given: Mapping[str, str]) -> Iterator[Side]:
    settings = {} if module == "side_loading_stock" else {"DJANGO_SETTINGS_MODULE": "config.settings"}
    process = subprocess.Popen(
        [sys.executable, "-m", f"tests.bench.{module}"],
        cwd=ROOT,
        env=variables(**settings, **given),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Side(name, process)
    finally:
        process.communicate()


_OF_UNITS = """
SELECT d.*, (SELECT min(u.id::text)::uuid FROM campaigns_adunit u WHERE u.account_id = d.account_id) AS ad_unit_id
FROM campaigns_accountad{} d
"""
_REVISED = """
SELECT r.owner_id, r.said[array_position(i.stated, 'spend')]::numeric AS spend
FROM campaigns_factrevision r JOIN campaigns_import i ON i.id = r.upload_id
"""


def _require_equal(names: Mapping[str, str], schema: str, *, stock: bool) -> None:
    """Compare days of all sides, and roll-ups and revisions of those that write them."""
    told = ", ".join(f"sum({name})" for name in COLUMNS)
    flows = ", ".join(f"sum({name})" for name in COLUMNS if name not in {"reach", "buyers"})
    with as_owner(names) as connection:
        connection.execute(f"SET search_path = {schema}")
        for table, owner, sums, sides in (
            ("campaigns_adday", "ad_unit_id", told, (SOURCE, "hand", "stock") if stock else (SOURCE, "hand")),
            ("campaigns_admonth", "ad_unit_id", f"sum(rows), {flows}", (SOURCE, "hand")),
            (f"({_OF_UNITS.format('day')})", "ad_unit_id", f"sum(rows), {flows}", (SOURCE, "hand")),
            (f"({_OF_UNITS.format('month')})", "ad_unit_id", f"sum(rows), {flows}", (SOURCE, "hand")),
            (f"({_REVISED})", "owner_id", "sum(spend)", (SOURCE, "hand")),
        ):
            found = connection.execute(
                f"SELECT u.source, count(*), {sums} FROM {table} d JOIN campaigns_adunit u ON u.id = d.{owner}"
                " GROUP BY u.source"
            ).fetchall()
            by_side = {source: numbers for source, *numbers in found}
            if set(by_side) != set(sides) or any(numbers != by_side[SOURCE] for numbers in by_side.values()):
                raise UnequalError(f"{table}: {by_side}")
