"""What it costs that every agency is apart: the same view with an agency's context, and over one schema for all."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tests.bench.databases import bench_database
from tests.bench.figures import Bar, Figure, last_line
from tests.bench.rounds import ROUNDS
from tests.bench.serving import server
from tests.bench.side_by_side import in_turns

BAR = Bar(Decimal("1.10"))
EACH = 100  # requests a round
BRANDS = 50
PATH = f"/api/v1/brands?limit={BRANDS}"


def bench_tenancy(*, large: bool) -> Iterator[Figure]:
    """Ask two servers on one database in turns for the same list of brands."""
    del large  # one size: a request
    with bench_database("tenancy") as names:
        made: Any = last_line(
            "tests.bench.side_found", "1", str(BRANDS), "1", DJANGO_SETTINGS_MODULE="config.settings", **names
        )
        [agency] = made["agencies"]
        without = names | {"BENCH_SCHEMA": agency["schema"]}
        with server(**names) as ours, server("tests.bench.untenanted_settings", **without) as other:
            assert ours.json(PATH, agency["token"]) == other.json(PATH, agency["token"])
            measured = in_turns(
                {
                    f"{BRANDS} brands, each agency apart": (ours, PATH, agency["token"]),
                    f"{BRANDS} brands, one schema for all": (other, PATH, agency["token"]),
                },
                rounds=ROUNDS * EACH,
            )
        yield Figure("Tenancy in a request", *measured, bar=BAR)
