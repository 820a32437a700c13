"""A row written as a line and read again is the same row, whatever it holds."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from agencies.archive.lines import copied_lines, storing
from agencies.archive.tables import Column, Table
from agencies.context import OWNER, as_owner
from tests.people import World

pytestmark = pytest.mark.commits

TYPES = {
    "key": "int8",
    "named": "uuid",
    "short": "varchar",
    "long": "text",
    "small": "int2",
    "yes": "bool",
    "day": "date",
    "moment": "timestamptz",
    "ratio": "numeric",
    "tree": "jsonb",
    "words": "_text",
    "ids": "_uuid",
    "odd name's": "text",
}
TABLE = Table("odd", tuple(Column(name, kind) for name, kind in TYPES.items()), ("key",))
MADE = ", ".join(f'"{name}" {kind[1:] + "[]" if kind.startswith("_") else kind}' for name, kind in TYPES.items())

texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=20)
trees = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
rows = st.fixed_dictionaries(
    {
        "named": st.none() | st.uuids(),
        "short": st.none() | texts,
        "long": st.none() | texts,
        "small": st.none() | st.integers(-(2**15), 2**15 - 1),
        "yes": st.none() | st.booleans(),
        "day": st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)),
        "moment": st.none() | st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants them naive
        "ratio": st.none() | st.decimals(-(10**20), 10**20, allow_nan=False, places=7),
        "tree": st.none() | trees.map(Jsonb),
        "words": st.none() | st.lists(texts, max_size=3),
        "ids": st.none() | st.lists(st.uuids(), max_size=2),
        "odd name's": st.none() | texts,
    }
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, phases=[Phase.generate])
@given(st.lists(rows, max_size=5))
def test_a_row_read_from_its_line_is_the_row(committing: World, drawn: list[dict[str, Any]]) -> None:
    with_keys = [{"key": number, **row} for number, row in enumerate(drawn)]
    with as_owner(), connections[OWNER].cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE odd ({MADE}) ON COMMIT DROP; CREATE TEMP TABLE stage (line json)")
        marks = ", ".join(["%s"] * len(TYPES))
        cursor.executemany(f"INSERT INTO odd VALUES ({marks})", [[row[name] for name in TYPES] for row in with_keys])
        before = stored(cursor)
        lines = list(copied_lines(cursor, TABLE))
        assert all(line.endswith(b"\n") and line.count(b"\n") == 1 for line in lines)
        cursor.executemany("INSERT INTO stage VALUES (%s)", [(line.decode(),) for line in lines])
        cursor.execute("TRUNCATE odd")
        cursor.execute(storing(TABLE, tuple(TYPES), "stage"))
        assert stored(cursor) == before
        cursor.execute("DROP TABLE stage")


def stored(cursor: Any) -> list[Any]:
    cursor.execute("SELECT *, odd::text FROM odd ORDER BY key")
    return list(cursor.fetchall())


def test_a_line_says_decimals_and_days_as_text_and_leaves_out_what_is_missing(committing: World) -> None:
    columns = tuple(Column(name, TYPES[name]) for name in ("key", "ratio", "day", "moment", "tree"))
    values = (7, Decimal("1.50"), date(2026, 2, 28), datetime(2026, 2, 28, 9, 30, tzinfo=UTC), Jsonb(None))
    with as_owner(), connections[OWNER].cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE odd (key int8, ratio numeric, day date, moment timestamptz, tree jsonb)")
        cursor.execute("INSERT INTO odd VALUES (%s, %s, %s, %s, %s), (8, NULL, NULL, NULL, NULL)", values)
        lines = list(copied_lines(cursor, Table("odd", columns, ("key",))))
        cursor.execute("DROP TABLE odd")
    assert lines == [
        b'{"key":7,"ratio":"1.50","day":"2026-02-28","moment":"2026-02-28T09:30:00.000000Z","tree":null}\n',
        b'{"key":8}\n',
    ]
