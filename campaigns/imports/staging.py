"""Rows on their way into a fact table: one temporary table, filled by one COPY, gone with the transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import repeat, zip_longest
from typing import Any, NamedTuple

from django.db import connection

from campaigns.imports.copying import BLANK, DEFAULT, copy_lines, escaped
from campaigns.imports.tables import FactTable
from campaigns.progress import UNWATCHED, Stage, Watch, telling

STAGE = "staged_rows"
FLAG_SETS = ("derived", "capped")
_TAKE_STOCK = (
    f"SET LOCAL default_statistics_target = 10; ANALYZE {STAGE} (line, owner, day, part);"
    " SET LOCAL default_statistics_target TO DEFAULT"
)
"""Lets the server look at a sample of the key, by which it joins; of more rows or columns it would learn no more."""


class StagedRow(NamedTuple):
    """One row with its owner found; rows sort by their key, and tuples are made and sorted fastest.

    `owner` is the id as text, `rest` holds the further key of narrow tables as texts, `values` the stated columns. The
    line tells rows of one key apart.
    """

    owner: str
    day: date
    rest: tuple[str, ...]
    line: int
    values: Mapping[str, Any]
    derived: frozenset[str]
    capped: frozenset[str]


def last_of_each_key(ordered: Sequence[StagedRow]) -> list[StagedRow]:
    """Give of sorted rows that speak of the same fact the one that stands last in the file."""
    return [
        row
        for row, after in zip_longest(ordered, ordered[1:])
        if after is None or row.day != after.day or row.owner != after.owner or row.rest != after.rest
    ]


def stage(table: FactTable, ordered: Sequence[StagedRow], *, watch: Watch = UNWATCHED) -> None:
    """Fill the temporary table with sorted rows, so that two loads write rows in the same order."""
    rows = telling(watch, Stage.STAGING, ordered, of=len(ordered))
    keys = {f"key_{name}": "date" if name == "end" else "text" for name in table.rest}
    columns = {
        "line": "integer",
        "owner": "uuid",
        "day": "date",
        "part": "text",
        **keys,
        "derived": "text[] DEFAULT '{}'",
        "capped": "text[] DEFAULT '{}'",
        **table.values,
    }
    listed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{STAGE}")
        cursor.execute(f"CREATE TEMPORARY TABLE {STAGE} ({listed}, outcome text DEFAULT 'unchanged') ON COMMIT DROP")
        copy_lines(f"COPY {STAGE} ({names}) FROM STDIN (DEFAULT '{DEFAULT}')", _lines(table, rows))
        cursor.execute(_TAKE_STOCK)


def _lines(table: FactTable, rows: Iterable[StagedRow]) -> Iterator[str]:
    names, ordered = tuple(table.values), list(table.values)
    cells = 4 + len(table.rest) + len(FLAG_SETS) + len(names)  # at first line, owner, day and part
    written = "\t".join(["%s"] * cells)  # a line is written at once in half the time that its cells would take
    for owner, day, rest, line, values, derived, capped in rows:
        key = (_part(rest), *map(escaped, rest)) if rest else ("",)
        stated = values if table.wide else {name: escaped(str(value)) for name, value in values.items()}
        numbers = stated.values() if list(stated) == ordered else map(stated.get, names, repeat(BLANK))
        yield written % (line, owner, day, *key, _array(derived), _array(capped), *numbers)


def _part(rest: tuple[str, ...]) -> str:
    """Write the further key as one text, as revisions do."""
    return escaped("|".join(rest).rstrip("|"))


@lru_cache(maxsize=4096)
def _array(names: frozenset[str]) -> str:
    """Write column names as an array that COPY reads; most rows have none, which needs no reading."""
    return f"{{{','.join(sorted(names))}}}" if names else DEFAULT
