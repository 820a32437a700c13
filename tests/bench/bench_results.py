"""`GET /results` over 200 brands of 20 campaigns each, beside the same aggregates as bare SQL."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tests.bench import results_sql
from tests.bench.bare_side import bare_sql
from tests.bench.databases import bench_database
from tests.bench.facts import fill_facts, vacuum
from tests.bench.figures import Bar, Figure, last_line, say
from tests.bench.rounds import ROUNDS
from tests.bench.serving import Server, server
from tests.bench.side_by_side import Asked, measure, timed

BRANDS, CAMPAIGNS = 200, 20
ONE_YEAR, SEVEN_YEARS = date.fromisoformat("2025-01-01"), date.fromisoformat("2019-01-01")
END = date.fromisoformat("2025-12-31")
EDGY_START, EDGY_END = date.fromisoformat("2025-01-10"), date.fromisoformat("2025-12-20")
EDGY = {"first_month": date.fromisoformat("2025-02-01"), "last_month": date.fromisoformat("2025-11-01")}
BY_BRAND = {"group_by": "brand", "limit": "200"}
FLOW_BAR = Bar(Decimal("1.5"), allowance=0.020)
CUMULATIVE_FACTOR = Decimal(2)
PAGE_BAR = Bar(Decimal(6))  # where writing a page takes longer than its sums: ours, so that it does not grow

FLOWS = (
    Asked(
        "flow KPIs of 200 brands, 12 whole months",
        results_sql.FLOWS,
        ONE_YEAR,
        END,
        results_sql.FLOWS_OF_MONTHS,
        BY_BRAND,
    ),
    Asked(
        "flow KPIs of 200 brands, edge days",
        results_sql.FLOWS,
        EDGY_START,
        EDGY_END,
        results_sql.FLOWS_WITH_EDGES,
        BY_BRAND,
        EDGY,
    ),
    Asked("flow KPIs in total, 12 whole months", results_sql.FLOWS, ONE_YEAR, END, results_sql.FLOWS_IN_TOTAL),
)
LONG = Asked(
    "flow KPIs of 200 brands, 84 whole months",
    results_sql.FLOWS,
    SEVEN_YEARS,
    END,
    results_sql.FLOWS_OF_MONTHS,
    BY_BRAND,
)
HAPPENED = Asked(
    "cumulative KPIs, occurred, edge days",
    results_sql.CUMULATIVE,
    EDGY_START,
    EDGY_END,
    results_sql.HAPPENED,
    BY_BRAND,
)
PUBLISHED = Asked(
    "cumulative KPIs, published, edge days",
    results_sql.CUMULATIVE,
    EDGY_START,
    EDGY_END,
    results_sql.PUBLISHED,
    BY_BRAND | {"basis": "published"},
)


@dataclass(frozen=True)
class Loaded:
    """An agency full of facts: what its database is called, and who may ask."""

    names: Mapping[str, str]
    schema: str
    token: str


def bench_results(*, large: bool) -> Iterator[Figure]:
    """Measure 1.5 million ad days, and 10 million where it may take long."""
    yield from _at_size("1.5 million", ONE_YEAR, FLOWS)
    if large:
        yield from _at_size("10 million", SEVEN_YEARS, (*FLOWS, LONG))


@contextmanager
def loaded(first_day: date, *, brands: int = BRANDS, campaigns: int = CAMPAIGNS) -> Iterator[Loaded]:
    """Make a database with one agency whose facts begin on a day, counted and settled."""
    with bench_database("results") as names:
        made: Any = last_line(
            "tests.bench.side_found",
            "1",
            str(brands),
            str(campaigns),
            DJANGO_SETTINGS_MODULE="config.settings",
            **names,
        )
        [agency] = made["agencies"]
        filled = fill_facts(agency["schema"], names, first_day=first_day)
        told: Any = last_line(
            "tests.bench.side_recount", agency["slug"], DJANGO_SETTINGS_MODULE="config.settings", **names
        )
        vacuum(names)
        say(f"{filled}; written in {filled.seconds:.0f} s, months counted in {told['seconds']:.0f} s")
        yield Loaded(names, agency["schema"], agency["token"])


def _at_size(size: str, first_day: date, flows: tuple[Asked, ...]) -> Iterator[Figure]:
    with loaded(first_day) as agency, server(**agency.names) as ours:
        trivial = _trivial(ours, agency.token)
        with bare_sql(agency.schema, **agency.names) as other:
            for asked in flows:
                yield Figure(f"{size}: {asked.title}", *measure(asked, ours, agency.token, other), bar=FLOW_BAR)
            bar = Bar(CUMULATIVE_FACTOR, allowance=trivial)
            sides = measure(HAPPENED, ours, agency.token, other)
            yield Figure(f"{size}: {HAPPENED.title}", *sides, bar=bar)
            sides = measure(PUBLISHED, ours, agency.token, other)
            yield Figure(f"{size}: {PUBLISHED.title}", *sides, bar=PAGE_BAR, aim=bar)


def _trivial(ours: Server, token: str) -> float:
    """Measure what any authenticated request costs, and say it."""
    found = timed("GET /agency, a trivial request", ours, "/api/v1/agency", token, rounds=ROUNDS * 10)
    say(found.line())
    return found.median
