"""The rows that every side of the loading bench loads: 25 columns of ad days, of which each round changes a fifth."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

Number = int | Decimal
AdDay = tuple[str, date, tuple[Number, ...]]  # external id, day, a number a column

MONEY = ("spend", "gmv", "revenue", "refund_amount", "first_order_revenue_30d")
FUNNEL = (("impressions", 400), ("reach", 300), ("views", 200), ("plays_2s", 150), ("plays_6s", 90), ("clicks", 40))
RESPONSE = (("likes", 20), ("comments", 3), ("shares", 4), ("saves", 6), ("follows_new", 2))
SHOPPING = (("product_impressions", 80), ("product_clicks", 30), ("live_enter", 25), ("conversions", 9), ("leads", 5))
ORDERS = (("orders", 8), ("units", 10), ("buyers", 7), ("new_customers", 1))
COUNTS: Mapping[str, int] = dict((*FUNNEL, *RESPONSE, *SHOPPING, *ORDERS))
"""Each column with its share, so that what follows from something never outnumbers it: such rows are inspected, and
pass."""
COLUMNS = (*MONEY, *COUNTS)
SOURCE, LEVEL, CURRENCY = "bench", "ad", "EUR"
FIRST_DAY, DAYS = date.fromisoformat("2024-11-01"), 400
CAPTURED_ON = FIRST_DAY + timedelta(days=DAYS)
FIFTH = 5


def ad_days(number: int, generation: int) -> Iterator[AdDay]:
    """Give so many rows as the export of one round states them, in the order of ad unit and day."""
    for at in range(number):
        times_changed = (generation + at % FIFTH) // FIFTH
        base = at % 977 + times_changed
        money = (Decimal(base * place + 17) / 100 for place in range(1, len(MONEY) + 1))
        counts = (base * share + 3 for share in COUNTS.values())
        yield f"unit-{at // DAYS:05}", FIRST_DAY + timedelta(days=at % DAYS), (*money, *counts)


def units(number: int) -> Sequence[str]:
    """Name the ad units of so many rows."""
    return [f"unit-{each:05}" for each in range((number - 1) // DAYS + 1)]


def write_csv(path: Path, rows: Iterator[AdDay]) -> None:
    """Write the file that a person would upload."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("day", "source", "external_id", "level", "currency", *COLUMNS))
        for unit, day, numbers in rows:
            table.writerow((day.isoformat(), SOURCE, unit, LEVEL, CURRENCY, *map(str, numbers)))
