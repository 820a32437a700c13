"""What more agencies, and more rows in one, make of the time of a request."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import cycle
from typing import Any

from tests.bench import results_sql
from tests.bench.bare_side import bare_sql
from tests.bench.bench_results import BY_BRAND, END, ONE_YEAR, SEVEN_YEARS, loaded
from tests.bench.databases import bench_database
from tests.bench.figures import Bar, Figure, Measured, last_line
from tests.bench.rounds import ROUNDS
from tests.bench.serving import Server, server
from tests.bench.side_by_side import RESULTS, Asked, measure, timed

MANY, VERY_MANY = 100, 1000
SOME_BRANDS, ALL_BRANDS = 40, 200
FLAT, LINEAR = Bar(Decimal("1.25"), allowance=0.001), Bar(Decimal("1.1"), allowance=0.010)
EACH = 40  # requests a round
BRANDS = "/api/v1/brands"
DECEMBER = date.fromisoformat("2025-12-01")
MONTHS = 12


def bench_growth(*, large: bool) -> Iterator[Figure]:
    """Measure one agency beside many, and one month of facts beside twelve; at large ten million rows beside one."""
    yield _of_agencies(VERY_MANY if large else MANY)
    yield from _of_rows(large=large)


def _of_agencies(many: int) -> Figure:
    """Ask agency after agency, so that none is remembered better than in daily work."""
    with bench_database("growth") as names:
        alone = _found(1, 5, names)
        with server(**names) as ours:
            one = _asked_in_turn("one agency", ours, [alone])
        others = _found(many - 1, 5, names)
        with server(**names) as ours:
            all_of_them = _asked_in_turn(f"{many} agencies, one after another", ours, [alone, *others])
    return Figure(f"A request among {many} agencies", all_of_them, one, bar=FLAT)


def _found(agencies: int, brands: int, names: Mapping[str, str]) -> Any:
    told: Any = last_line(
        "tests.bench.side_found",
        str(agencies),
        str(brands),
        "1",
        DJANGO_SETTINGS_MODULE="config.settings",
        **names,
    )
    tokens = [agency["token"] for agency in told["agencies"]]
    return tokens if agencies > 1 else tokens[0]


def _asked_in_turn(name: str, ours: Server, tokens: list[str]) -> Measured:
    """Ask with one credential after another: twice all of them to warm up, then as many requests as measured."""
    for token in (*tokens, *tokens):
        ours.get(BRANDS, token)
    whose = cycle(tokens)
    seconds = [ours.get(BRANDS, next(whose))[0] for _ in range(ROUNDS * EACH)]
    return Measured(name, tuple(seconds), ours.peak_mib())


def _of_rows(*, large: bool) -> Iterator[Figure]:
    brands = ALL_BRANDS if large else SOME_BRANDS
    with loaded(ONE_YEAR, brands=brands) as agency, server(**agency.names) as ours:
        year = timed("12 months of days", ours, _daily_path(ONE_YEAR), agency.token, rounds=ROUNDS)
        month = timed("1 month of days", ours, _daily_path(DECEMBER), agency.token, rounds=ROUNDS)
        yield Figure("Twelve times the days", year, month, bar=Bar(LINEAR.factor * MONTHS, LINEAR.allowance))
        if large:
            with bare_sql(agency.schema, **agency.names) as other:
                small, _ = measure(SAME_WINDOW, ours, agency.token, other)
    if large:
        with loaded(SEVEN_YEARS) as agency, server(**agency.names) as ours:
            with bare_sql(agency.schema, **agency.names) as other:
                big, _ = measure(SAME_WINDOW, ours, agency.token, other)
            named = (_named(big, "12 months among 10 million rows"), _named(small, "12 months among 1.5 million rows"))
            yield Figure("The same window in a larger agency", *named, bar=LINEAR)


SAME_WINDOW = Asked("flow KPIs of 200 brands", results_sql.FLOWS, ONE_YEAR, END, results_sql.FLOWS_OF_MONTHS, BY_BRAND)


def _named(measured: Measured, name: str) -> Measured:
    return Measured(name, measured.seconds, measured.peak_mib)


def _daily_path(start: date) -> str:
    """Ask for what no roll-up holds: spend by day."""
    return f"{RESULTS}kpi=spend&group_by=day&limit=1&start={start}&end={END}"
