"""Takes a person's data out of everything that the open agency has, append-only tables too; numbers stay.

Texts are searched in every column that can hold one, also in those of tables that are new: what is left out is named.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from agencies.archive.lines import quoted
from agencies.archive.tables import TREE, Column, Table, tables_of
from agencies.context import current_agency
from agencies.errors import AgencySwitchError
from apikit.models import IdempotencyRecord

PLACEHOLDER = "[erased]"
TEXTS, TEXT_LISTS = frozenset({"text", "varchar"}), frozenset({"_text", "_varchar"})
# Digests and keys by which rows are found again; what they were made from cannot be read from them.
KEYS = frozenset({"key", "match_key", "identity", "sha256", "digest", "manifest_digest", "fingerprint"})
WITHIN_WORD = "[A-Za-z0-9_]"
KEY_OF_OURS = re.compile("[A-Za-z0-9_]+")
NO_TEXT = re.compile(r"[-+.0-9Ee]+|true|false|null", re.IGNORECASE)  # as JSON may hold outside of quotes
WITHIN_TEXT = r'(?=([^"\\]|\\.)*"(,|\}|\]|:|$))'  # the next quote ends a text


@dataclass(frozen=True, slots=True)
class Sought:
    """What is to be erased: `words` wherever they stand as whole words, `names` only where they are the whole text.

    None of them is empty.
    """

    words: tuple[str, ...]
    names: tuple[str, ...] = ()

    def pattern(self) -> str:
        """Give PostgreSQL's regular expression for plain texts, matched without regard to case."""
        return "|".join([*(_bounded(word) for word in self.words), *(f"^{_literal(name)}$" for name in self.names)])

    def pattern_in_json(self) -> str:
        """Give it for texts inside JSON, where quotes and backslashes are written otherwise.

        Numbers, `true`, `false` and `null` stay, and so do keys that may be words of ours.
        """
        words = [_but_our_own(word, _bounded(_in_json(word))) for word in self.words]
        names = [f'(?<="){_literal(_in_json(name))}(?="){_no_key(name)}' for name in self.names]
        return "|".join([*words, *names])


def erase(sought: Sought, *, preview: bool = False) -> Mapping[str, int]:
    """Replace what is sought in the open agency; gives how many rows of which tables changed, or would (`preview`)."""
    agency = current_agency()
    if agency is None:
        msg = "Somebody is erased from an agency, and no agency's context is open"
        raise AgencySwitchError(msg)
    if not sought.words and not any(sought.names):
        return {}
    with connection.cursor() as cursor:
        tables = tables_of(cursor, agency.schema)
    counted = {table.name: _erase_in(table, sought, preview=preview) for table in tables}
    places = {name: rows for name, rows in counted.items() if rows}
    if not preview:
        IdempotencyRecord.objects.all().delete()  # answers of the last day may tell of anybody
        for path in settings.AFTER_ERASURE:
            import_string(path)(agency, places)
    return places


def places_of_texts(table: Table) -> list[Column]:
    """List a table's columns that may hold a text about somebody."""
    if table.name in settings.TABLES_OF_NUMBERS:
        return []
    closed = _closed_sets(table.name)
    return [
        column
        for column in table.columns
        if column.type in TEXTS | TEXT_LISTS | {TREE} and column.name not in KEYS and column.name not in closed
    ]


def _erase_in(table: Table, sought: Sought, *, preview: bool) -> int:
    columns = places_of_texts(table)
    if not columns:
        return 0
    if not preview and table.name in settings.APPEND_ONLY_TABLES:
        return max(_erased_by_owner(table, columns, sought))
    found = " OR ".join(f"{quoted(column.name)}::text ~* {_parameter(column)}" for column in columns)
    values = {"plain": sought.pattern(), "json": sought.pattern_in_json()}
    with connection.cursor() as cursor:
        if preview:
            cursor.execute(f"SELECT count(*) FROM {quoted(table.name)} WHERE {found}", values)
            (rows,) = cursor.fetchone()
            return int(rows)
        changes = ", ".join(f"{quoted(column.name)} = {_erased(column)}" for column in columns)
        cursor.execute(f"UPDATE {quoted(table.name)} SET {changes} WHERE {found}", values)
        return int(cursor.rowcount)


def _erased_by_owner(table: Table, columns: Collection[Column], sought: Sought) -> Iterator[int]:
    """Erase where the agency's role may only add rows: a function of the owner changes texts and nothing else."""
    with connection.cursor() as cursor:
        for column in columns:
            pattern = sought.pattern_in_json() if column.type == TREE else sought.pattern()
            cursor.execute("SELECT public.agency_erase(%s, %s, %s)", [table.name, column.name, pattern])
            yield int(cursor.fetchone()[0])


def _erased(column: Column) -> str:
    name, parameter = quoted(column.name), _parameter(column)
    if column.type in TEXT_LISTS:
        each = f"SELECT regexp_replace(one, {parameter}, '{PLACEHOLDER}', 'gi') FROM unnest({name}) one"
        return f"CASE WHEN {name}::text ~* {parameter} THEN ARRAY({each}) ELSE {name} END"
    kind = "jsonb" if column.type == TREE else "text"
    return f"regexp_replace({name}::text, {parameter}, '{PLACEHOLDER}', 'gi')::{kind}"


def _parameter(column: Column) -> str:
    return "%(json)s" if column.type == TREE else "%(plain)s"


def _closed_sets(table: str) -> frozenset[str]:
    """Name the columns whose texts are words of ours."""
    for model in apps.get_models():
        if model._meta.db_table == table:
            return frozenset(
                str(field.column)
                for field in model._meta.concrete_fields
                if getattr(field, "choices", None) is not None
            )
    return frozenset()


def _bounded(word: str) -> str:
    """Match a word that is no part of a longer one; Chinese has no ends of words, so only Latin ends are looked at."""
    before = f"(?<!{WITHIN_WORD})" if re.match(WITHIN_WORD, word) else ""
    after = f"(?!{WITHIN_WORD})" if re.match(WITHIN_WORD, word[-1:]) else ""
    return f"{before}{_literal(word)}{after}"


def _in_json(text: str) -> str:
    """Write a text as it stands between the quotes of JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _but_our_own(word: str, pattern: str) -> str:
    """Leave out a whole key that may be a word of ours, and what is no text at all."""
    if KEY_OF_OURS.fullmatch(word):
        pattern = f'(?:(?<!"){pattern}|{pattern}{_no_key(word)})'
    return pattern + WITHIN_TEXT if NO_TEXT.fullmatch(word) else pattern


def _no_key(word: str) -> str:
    return '(?!":)' if KEY_OF_OURS.fullmatch(word) else ""


def _literal(text: str) -> str:
    return re.sub(r"([^\w\s])", r"\\\1", text)
