"""Rows on their way into a fact table: one temporary table, filled by one COPY, gone with the transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from campaigns.imports.tables import FactTable

STAGE = "staged_rows"


@dataclass(frozen=True, slots=True)
class StagedRow:
    """One row with its owner found; `rest` holds the further key of narrow tables, `values` the stated columns."""

    line: int
    owner: UUID
    day: date
    rest: tuple[Any, ...]
    values: Mapping[str, Any]
    derived: frozenset[str]
    capped: frozenset[str]

    @property
    def key(self) -> tuple[Any, ...]:
        """Tell rows of one file that speak of the same fact."""
        return (self.owner, self.day, *self.rest)

    @property
    def part(self) -> str:
        """Write the further key as one text, as revisions do."""
        return "|".join(map(str, self.rest)).rstrip("|") if self.rest else ""


def stage(table: FactTable, rows: Iterable[StagedRow]) -> None:
    """Fill the temporary table in the order of the key, so that two loads write rows in the same order."""
    ordered = sorted(rows, key=lambda row: (row.owner.int, row.day, row.part))
    keys = {f"key_{name}": "date" if name == "end" else "text" for name in table.rest}
    columns = {
        "line": "integer",
        "owner": "uuid",
        "day": "date",
        "part": "text",
        **keys,
        "derived": "text[]",
        "capped": "text[]",
        **table.values,
    }
    listed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{STAGE}")
        cursor.execute(f"CREATE TEMPORARY TABLE {STAGE} ({listed}, outcome text DEFAULT 'unchanged') ON COMMIT DROP")
        with cursor.copy(f"COPY {STAGE} ({names}) FROM STDIN") as copy:
            for row in ordered:
                copy.write_row(_line(table, row))
        cursor.execute(f"ANALYZE {STAGE} (line, owner, day, part)")  # more columns would cost time and help no join


def _line(table: FactTable, row: StagedRow) -> tuple[Any, ...]:
    return (
        row.line,
        str(row.owner),
        row.day,
        row.part,
        *row.rest,
        _array(row.derived),
        _array(row.capped),
        *map(row.values.get, table.values),
    )


@lru_cache(maxsize=4096)
def _array(names: frozenset[str]) -> str:
    """Write column names as an array that COPY reads; most rows of a file have the same ones."""
    return f"{{{','.join(sorted(names))}}}"
