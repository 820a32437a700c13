"""A table's rows as lines of JSON and back: the database writes and reads them, Python only passes them on."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from agencies.archive.tables import BYTES, MOMENT, PLAIN, TREE, Column, Table

ARGUMENTS = 50  # a function of PostgreSQL takes 100
MOMENT_FORMAT = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'


def quoted(name: str) -> str:
    """Quote a name of the catalogue."""
    return '"' + name.replace('"', '""') + '"'


def reading(table: Table) -> str:
    """Give the COPY that writes a table's rows as JSON objects, in the order of the key. A NULL is left out.

    What a table is to lie by, `settings.ARCHIVED_BY`, goes before its key.
    """
    members = [_member(column) for column in table.columns]
    groups = [members[first : first + ARGUMENTS] for first in range(0, len(members), ARGUMENTS)]
    parts = [f"nullif(concat_ws(',', {', '.join(group)}), '')" for group in groups]
    line = f"'{{' || concat_ws(',', {', '.join(parts)}) || '}}'"
    by = dict.fromkeys((*settings.ARCHIVED_BY.get(table.name, ()), *table.key))
    order = f" ORDER BY {', '.join(map(quoted, by))}" if by else ""
    return f"COPY (SELECT {line} FROM {quoted(table.name)}{order}) TO STDOUT"


def copied_lines(cursor: Any, table: Table) -> Iterator[bytes]:
    """Give a table's lines with their ends. JSON holds no raw control sign, so COPY escapes backslashes alone."""
    with cursor.copy(reading(table)) as copy:
        for line in copy:
            yield bytes(line).replace(b"\\\\", b"\\")


def storing(table: Table, columns: tuple[str, ...], stage: str) -> str:
    """Give the INSERT that reads a table's rows from the stage's column `line`, bytes from columns of their names."""
    by_name = {column.name: column for column in table.columns}
    names = ", ".join(quoted(name) for name in columns)
    values = ", ".join(_value(by_name[name]) for name in columns)
    return (
        f"INSERT INTO {quoted(table.name)} ({names}) SELECT {values}"
        f" FROM {stage} s, json_populate_record(NULL::{quoted(table.name)}, s.line) r"
    )


def _member(column: Column) -> str:
    return f"'{_json_name(column.name)}:' || {_written(column)}"


def _json_name(name: str) -> str:
    return f'"{name}"'.replace("'", "''")


def _written(column: Column) -> str:
    """Give the SQL that writes a value as JSON: decimals and days as text, moments in UTC, bytes by their digest."""
    name = quoted(column.name)
    if column.type in PLAIN | {TREE}:
        return f"{name}::text"
    if column.type == MOMENT:
        return f"to_json(to_char({name} AT TIME ZONE 'UTC', '{MOMENT_FORMAT}'))::text"
    if column.type == BYTES:
        return f"json_build_object('sha256', encode(sha256({name}), 'hex'), 'bytes', octet_length({name}))::text"
    if column.type.startswith("_"):
        return f"to_json({name})::text"
    return f"to_json({name}::text)::text"


def _value(column: Column) -> str:
    """Give the SQL that reads a value; a JSON null is a value where NULL is the absence of one."""
    if column.type == TREE:
        return f"(s.line -> '{column.name}')::jsonb"
    return f"s.{quoted(column.name)}" if column.type == BYTES else f"r.{quoted(column.name)}"
