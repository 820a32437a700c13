"""Pushing rows of 25 columns of which a fifth changed, as one JSON request, beside the same rows by hand."""

from collections.abc import Iterator
from decimal import Decimal

from tests.bench.bench_loading import MANY_ROWS, ROWS, in_turns
from tests.bench.figures import Bar, Figure
from tests.bench.load_rows import COLUMNS

FORTY_PERCENT_OF_THE_SPEED = Bar(1 / Decimal("0.4"))
PROGRAMS = {"POST /facts:batch, parsed, checked and loaded": "side_pushing", "by hand in psycopg": "side_loading_hand"}


def bench_pushing(*, large: bool) -> Iterator[Figure]:
    """Push 20,000 facts, at large also 100,000, again and again; each round changes a fifth of them."""
    for rows in (ROWS, MANY_ROWS) if large else (ROWS,):
        ours, hand = in_turns("pushing", rows, PROGRAMS)
        title = f"Push of {rows:,} facts of {len(COLUMNS)} columns, a fifth changed"
        yield Figure(title, ours.measured(), hand.measured(), bar=FORTY_PERCENT_OF_THE_SPEED)
