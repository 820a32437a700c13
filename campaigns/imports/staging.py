"""Rows on their way into a fact table: one temporary table, filled by one COPY, gone with the transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
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
    values: dict[str, Any]
    derived: frozenset[str]
    capped: frozenset[str]

    @property
    def key(self) -> tuple[Any, ...]:
        """Tell rows of one file that speak of the same fact."""
        return (self.owner, self.day, *self.rest)

    @property
    def part(self) -> str:
        """Write the further key as one text, as revisions do."""
        return "|".join(map(str, self.rest)).rstrip("|")


def stage(table: FactTable, rows: Iterable[StagedRow]) -> None:
    """Fill the temporary table in the order of the key, so that two loads write rows in the same order."""
    ordered = sorted(rows, key=lambda row: (str(row.owner), row.day, row.part))
    keys = {f"key_{name}": "date" if name == "end" else "text" for name in table.rest}
    columns = {
        "line": "integer",
        "owner": "uuid",
        "day": "date",
        "part": "text",
        **keys,
        "stated": "text[]",
        "derived": "text[]",
        "capped": "text[]",
        **table.values,
    }
    listed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{STAGE}")
        cursor.execute(f"CREATE TEMPORARY TABLE {STAGE} ({listed}, outcome text) ON COMMIT DROP")
        with cursor.copy(f"COPY {STAGE} ({names}) FROM STDIN") as copy:
            for row in ordered:
                copy.write_row(_line(table, row))
        cursor.execute(f"ANALYZE {STAGE}")


def _line(table: FactTable, row: StagedRow) -> tuple[Any, ...]:
    return (
        row.line,
        row.owner,
        row.day,
        row.part,
        *row.rest,
        sorted(row.values),
        sorted(row.derived),
        sorted(row.capped),
        *(row.values.get(name) for name in table.values),
    )
