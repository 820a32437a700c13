"""Bringing a fleet of agencies to the next version, beside django-tenants' `migrate_schemas`: time an agency."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.databases import bench_database
from tests.bench.figures import Bar, Figure, Measured, last_line, say
from tests.bench.next_version import ROUNDS, write_next_versions

BAR = Bar(Decimal(1) / 100)
AGENCIES, MANY_AGENCIES = 200, 1000
STOCK_TENANTS = 5  # each takes half a second a round; the time of an agency does not depend on their number


def bench_fleet(*, large: bool) -> Iterator[Figure]:
    """Measure a fleet with nothing to do, and one that gets a column; each round is a process of its own."""
    agencies = int(os.environ.get("YARDSTICK_BENCH_AGENCIES", MANY_AGENCIES if large else AGENCIES))
    say(f"time an agency: {agencies} agencies, and {STOCK_TENANTS} tenants of stock django-tenants")
    with _versions() as folder:
        with bench_database("ours") as names:
            mine = _side("tests.bench.side_fleet", agencies, folder, settings="config.settings", names=names)
        with bench_database("stock") as names:
            settings = "tests.bench.stock_settings"
            theirs = _side("tests.bench.side_stock_fleet", STOCK_TENANTS, folder, settings=settings, names=names)
    for title, ours, other in zip(("nothing to do", "one column more"), mine, theirs, strict=True):
        yield Figure(f"Migrate {agencies} agencies, {title}", ours, other, bar=BAR)


@contextmanager
def _versions() -> Iterator[Path]:
    """Write the next versions of the product: each has one migration more, which adds a column."""
    with TemporaryDirectory() as folder:
        write_next_versions(Path(folder))
        yield Path(folder)


def _side(module: str, agencies: int, folder: Path, *, settings: str, names: dict[str, str]) -> list[Measured]:
    """Make the agencies, let nothing be done, then add a column a round; gives both as time an agency."""
    idle: list[float] = []
    adding: list[float] = []
    peak = 0
    last_line(module, "make", str(agencies), DJANGO_SETTINGS_MODULE=settings, **names)
    for number in range(ROUNDS):
        more = {"MORE_PYTHON": str(folder), "BENCH_SETTINGS": settings}
        at = {"DJANGO_SETTINGS_MODULE": f"version_{number}", **more}
        for seconds in (adding, idle):
            told: Any = last_line(module, "migrate", str(agencies), **at, **names)
            seconds.append(told["seconds"] / agencies)
            peak = max(peak, told["peak_mib"])
    name = "manage.py prepare, an agency" if "stock" not in module else "migrate_schemas, an agency"
    return [Measured(name, tuple(idle), peak), Measured(name, tuple(adding), peak)]
