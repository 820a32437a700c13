"""Takes a person's data out of everything that the open agency has, append-only tables too; numbers stay.

Texts are searched in every column that can hold one, also in those of tables that are new: what is left out is named.
"""

from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from agencies.archive.lines import quoted
from agencies.archive.tables import TREE, Column, Table, tables_of
from agencies.context import current_agency
from agencies.errors import AgencySwitchError
from agencies.sought import Sought
from apikit.models import IdempotencyRecord

PLACEHOLDER = "[erased]"
TEXTS, TEXT_LISTS = frozenset({"text", "varchar"}), frozenset({"_text", "_varchar"})
# Digests and keys by which rows are found again; what they were made from cannot be read from them.
KEYS = frozenset({"key", "match_key", "identity", "sha256", "digest", "manifest_digest"})
NAMES = frozenset(
    {("clients_brand", "name"), ("clients_networkaccount", "handle"), ("campaigns_columnmapping", "name")}
)
"""Texts of which there is one each: what is left of two of them may be the same, so each gets a few signs of its id."""
DIGITS_OF_ID = 6
WORDS_OF_OURS = frozenset({("campaigns_import", "stated")})
"""Names of columns, without which numbers that are kept could not be read."""
SOUGHT = "WITH sought AS (SELECT %(plain)s::text[] AS plain, %(json)s::text[] AS json)"
FOUND_AGAIN_BY = frozenset(
    {("campaigns_adunit", "external_id"), ("campaigns_adunit", "parent_external_id"), ("campaigns_content", "key")}
)
"""Names and links by which numbers are found again: a digest takes their place, so that none is counted twice later."""
TEXT_KEYS = frozenset({("campaigns_adlabel", "key"), ("campaigns_trackingcode", "match_key")})
"""Keys that hold the text itself, folded: one in which somebody stands is replaced whole, and stays one of its own."""


def erase(sought: Sought, *, preview: bool = False) -> Mapping[str, int]:
    """Replace what is sought in the open agency; gives how many rows of which tables changed, or would (`preview`)."""
    agency = current_agency()
    if agency is None:
        msg = "Somebody is erased from an agency, and no agency's context is open"
        raise AgencySwitchError(msg)
    if not sought.words and not any(sought.names):
        return {}
    values = {"plain": sought.patterns(), "json": sought.patterns_in_json()}
    with connection.cursor() as cursor:
        tables = tables_of(cursor, agency.schema)
    places = _rows_of(tables, values)
    if not preview:
        for table in tables:
            if table.name in places:
                _erase_in(table, values)
        IdempotencyRecord.objects.all().delete()  # answers of the last day may tell of anybody
        for path in settings.AFTER_ERASURE:
            import_string(path)(agency, places)
    return places


def erased_key(key: str) -> str:
    """Give what stands in the place of a name or link by which something is found again."""
    return f"{PLACEHOLDER} {sha256(key.encode()).hexdigest()}"


def places_of_texts(table: Table) -> list[Column]:
    """List a table's columns that may hold a text about somebody."""
    if table.name in settings.TABLES_OF_NUMBERS:
        return []
    closed = _closed_sets(table.name)
    return [
        column
        for column in table.columns
        if column.type in TEXTS | TEXT_LISTS | {TREE}
        and (column.name not in KEYS or (table.name, column.name) in TEXT_KEYS | FOUND_AGAIN_BY)
        and column.name not in closed
        and (table.name, column.name) not in WORDS_OF_OURS
    ]


def _rows_of(tables: Collection[Table], values: Mapping[str, list[str]]) -> dict[str, int]:
    """Count the rows in which somebody stands, whether they are erased then or not: both are told alike."""
    counts = [
        f"SELECT '{table.name}', count(*) FROM {quoted(table.name)} WHERE {_found(columns)}"
        for table in tables
        if (columns := places_of_texts(table))
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"{SOUGHT} {' UNION ALL '.join(counts)}", values)
        return {name: rows for name, rows in cursor.fetchall() if rows}


def _erase_in(table: Table, values: Mapping[str, list[str]]) -> None:
    columns = places_of_texts(table)
    if table.name in settings.APPEND_ONLY_TABLES:
        _erase_by_owner(table, columns, values)
        return
    changes = ", ".join(
        f"{quoted(column.name)} = {_erased(table, column, len(values[_kind(column)]))}" for column in columns
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{SOUGHT} UPDATE {quoted(table.name)} SET {changes} WHERE {_found(columns)}", values)


def _erase_by_owner(table: Table, columns: Collection[Column], values: Mapping[str, list[str]]) -> None:
    """Erase where the agency's role may only add rows: a function of the owner changes texts and nothing else."""
    with connection.cursor() as cursor:
        for column in columns:
            for pattern in values[_kind(column)]:
                cursor.execute("SELECT public.agency_erase(%s, %s, %s)", [table.name, column.name, pattern])


def _found(columns: Collection[Column]) -> str:
    return " OR ".join(map(_stands_in, columns))


def _stands_in(column: Column) -> str:
    name, any_pattern = quoted(column.name), f"ANY({_patterns(column)})"
    if column.type in TEXT_LISTS:
        return f"EXISTS (SELECT FROM unnest({name}) one WHERE one ~* {any_pattern})"
    return f"{name}::text ~* {any_pattern}"


def _erased(table: Table, column: Column, patterns: int) -> str:
    name = quoted(column.name)
    if (table.name, column.name) in TEXT_KEYS:
        return f"CASE WHEN {_stands_in(column)} THEN '{PLACEHOLDER} ' || id ELSE {name} END"
    if (table.name, column.name) in FOUND_AGAIN_BY:
        digest = f"'{PLACEHOLDER} ' || encode(sha256(convert_to({name}, 'UTF8')), 'hex')"
        return f"CASE WHEN {_stands_in(column)} THEN {digest} ELSE {name} END"
    declared = _declared(table, column)  # a cast cuts what has grown too long
    if column.type in TEXT_LISTS:
        each = f"SELECT {_replaced('one', column, patterns)} FROM unnest({name}) one"
        return f"CASE WHEN {_stands_in(column)} THEN ARRAY({each})::{declared} ELSE {name} END"
    replaced = _replaced(f"{name}::text", column, patterns)
    if (table.name, column.name) in NAMES:
        apart = f"left({replaced}, {_field(table, column).max_length - DIGITS_OF_ID - 1})"
        return f"CASE WHEN {_stands_in(column)} THEN {apart} || ' ' || right(id::text, {DIGITS_OF_ID}) ELSE {name} END"
    return f"{replaced}::{declared}"


def _replaced(text: str, column: Column, patterns: int) -> str:
    """Replace one pattern after the other."""
    for each in range(1, patterns + 1):
        text = f"regexp_replace({text}, ({_patterns(column)})[{each}], '{PLACEHOLDER}', 'gi')"
    return text


def _patterns(column: Column) -> str:
    return f"(SELECT {_kind(column)} FROM sought)::text[]"


def _kind(column: Column) -> str:
    return "json" if column.type == TREE else "plain"


def _closed_sets(table: str) -> frozenset[str]:
    """Name the columns whose texts are words of ours."""
    return frozenset(name for name, field in _fields(table).items() if getattr(field, "choices", None) is not None)


def _declared(table: Table, column: Column) -> str:
    """Give a column's type as it was declared, with its length."""
    return _field(table, column).db_type(connection) or column.type


def _field(table: Table, column: Column) -> Any:
    return _fields(table.name)[column.name]


def _fields(table: str) -> dict[str, Any]:
    """Give the fields of a table's model by their columns."""
    models = (model for model in apps.get_models() if model._meta.db_table == table)
    return {str(field.column): field for model in models for field in model._meta.concrete_fields}
