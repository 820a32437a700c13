"""What tables an agency's schema holds, asked of the database itself, so that none can be forgotten."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

from agencies.archive.errors import UnknownColumnTypeError

RECORD_OF_MIGRATIONS = "django_migrations"  # stated in the manifest instead
PLAIN = frozenset({"int2", "int4", "int8", "bool"})
TEXTUAL = frozenset({"text", "varchar", "bpchar", "uuid", "date", "numeric"})
MOMENT, TREE, BYTES = "timestamptz", "jsonb", "bytea"
LISTS = frozenset({"_text", "_varchar", "_uuid", "_int2", "_int4", "_int8", "_bool", "_date"})
WRITABLE = PLAIN | TEXTUAL | LISTS | {MOMENT, TREE, BYTES}

COLUMNS = """
SELECT c.relname, a.attname, t.typname, a.attidentity <> '', array_position(i.indkey::int2[], a.attnum)
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
WHERE c.relnamespace = %s::regnamespace AND c.relkind IN ('r', 'p')
ORDER BY c.relname, a.attnum
"""
REFERENCES = """
SELECT c.conrelid::regclass::oid::bigint, owner.relname, target.relname
FROM pg_constraint c JOIN pg_class owner ON owner.oid = c.conrelid JOIN pg_class target ON target.oid = c.confrelid
WHERE c.connamespace = %s::regnamespace AND c.contype = 'f' AND c.conrelid <> c.confrelid
"""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `type` is PostgreSQL's own name of it, `counted` says that the database numbers it by itself."""

    name: str
    type: str
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table with its columns in their order, and the names of its key."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def of_type(self, type_name: str) -> tuple[Column, ...]:
        """Give the columns of one type."""
        return tuple(column for column in self.columns if column.type == type_name)


def tables_of(cursor: Any, schema: str, *, left_out: Collection[str] = ()) -> list[Table]:
    """List a schema's tables but the record of migrations, those first that others refer to.

    Raises UnknownColumnTypeError.
    """
    cursor.execute(COLUMNS, [schema])
    found: dict[str, list[tuple[Column, int | None]]] = {}
    for table, name, type_name, counted, place in cursor.fetchall():
        found.setdefault(table, []).append((Column(name, type_name, counted), place))
    for name in (RECORD_OF_MIGRATIONS, *left_out):
        found.pop(name, None)
    tables = {name: _table(name, columns) for name, columns in found.items()}
    return [tables[name] for name in _in_order(cursor, schema, tables) if name in tables]


def _table(name: str, columns: list[tuple[Column, int | None]]) -> Table:
    for column, _ in columns:
        if column.type not in WRITABLE:
            raise UnknownColumnTypeError(name, column.name, column.type)
    key = sorted((place, column.name) for column, place in columns if place is not None)
    return Table(name, tuple(column for column, _ in columns), tuple(column for _, column in key))


def _in_order(cursor: Any, schema: str, tables: dict[str, Table]) -> Iterator[str]:
    """Order by references; the tables of one stage by name, so that an archive looks the same each time."""
    cursor.execute(REFERENCES, [schema])
    order: TopologicalSorter[str] = TopologicalSorter({name: set() for name in tables})
    for _, owner, target in cursor.fetchall():
        order.add(owner, target)
    order.prepare()
    while order.is_active():
        ready = sorted(order.get_ready())
        yield from ready
        order.done(*ready)
