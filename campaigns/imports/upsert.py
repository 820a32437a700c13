"""Staged rows into facts: what would change, revisions, one UPDATE, one INSERT; unchanged rows are not rewritten."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from campaigns.imports.staging import FLAG_SETS, STAGE
from campaigns.imports.tables import FactTable

FEW_OWNERS = 1_000
"""So many are named to the server, which then compares their rows alone."""


def keep_revisions(table: FactTable, *, upload_id: UUID, captured_on: date, source: str) -> None:
    """Write down what the file says of each row, before anything newer masks it."""
    _execute(
        "INSERT INTO campaigns_factrevision"
        " (upload_id, grain, owner_id, day, part, captured_on, source, said, derived, capped)"
        f" SELECT %s, %s, s.owner, s.day, s.part, %s, %s, {_said(table)}, s.derived, s.capped"
        f" FROM {STAGE} s",  # they lie in the order of the key
        [upload_id, table.grain, captured_on, source],
    )


def mask_older(table: FactTable, *, captured_on: date) -> None:
    """Drop from the staged rows what a newer capture has stated already: the newest capture wins, value by value."""
    masked = [
        f'"{name}" = CASE WHEN \'{name}\' = ANY(newer.said) THEN NULL ELSE s."{name}" END' for name in table.values
    ]
    masked += [f"{names} = {_without('s.' + names, 'newer.said')}" for names in FLAG_SETS]
    _execute(
        f"UPDATE {STAGE} s SET {', '.join(masked)} FROM ("
        "SELECT r.owner_id, r.day, r.part, array_agg(DISTINCT stated.name) AS said FROM campaigns_factrevision r"
        " JOIN campaigns_import i ON i.id = r.upload_id AND i.state = 'committed'"
        " JOIN LATERAL unnest(i.stated::text[], r.said) AS stated(name, value) ON stated.value IS NOT NULL"
        f" WHERE r.grain = %s AND r.captured_on > %s AND r.owner_id IN (SELECT owner FROM {STAGE})"
        " GROUP BY r.owner_id, r.day, r.part"
        ") newer WHERE newer.owner_id = s.owner AND newer.day = s.day AND newer.part = s.part",
        [table.grain, captured_on],
    )


def find_news(table: FactTable, owners: Collection[str]) -> dict[int, str]:
    """Compare staged rows with the stored ones of their owners: line -> new or changed, kept in the staged rows too."""
    few = len(owners) <= FEW_OWNERS
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {STAGE} AS told SET outcome = news.outcome FROM ("
            f"SELECT s.line, CASE WHEN t.{table.owner} IS NULL THEN 'new' ELSE 'changed' END AS outcome"
            f" FROM {STAGE} s LEFT JOIN {table.name} t ON {table.matches()}"
            f"{f' AND t.{table.owner} = ANY(%s::uuid[])' if few else ''}"
            f" WHERE t.{table.owner} IS NULL OR {_differs(table)}"
            ") news WHERE news.line = told.line RETURNING told.line, told.outcome",
            [list(owners)] if few else [],
        )
        return dict(cursor.fetchall())


def write_facts(table: FactTable, *, captured_on: date) -> None:
    """Update what changed and insert what is new, each in one statement and in key order."""
    _update(table, captured_on)
    _insert(table, captured_on)


def _update(table: FactTable, captured_on: date) -> None:
    taken = [f'"{name}" = COALESCE(s."{name}", t."{name}")' for name in table.values]
    taken += [f"{name} = {_kept_flags(table, name)}" for name in FLAG_SETS] if table.wide else []
    taken += ["captured_on = GREATEST(t.captured_on, %s)"]
    _execute(
        f"UPDATE {table.name} t SET {', '.join(taken)} FROM {STAGE} s"
        f" WHERE s.outcome = 'changed' AND {table.matches()}",
        [captured_on],
    )


def _insert(table: FactTable, captured_on: date) -> None:
    keys = [table.owner, table.day, *table.rest]
    staged_keys = ["s.owner", "s.day", *(f"s.key_{name}" for name in table.rest)]
    columns = [*keys, *table.values, "captured_on"]
    values = [*staged_keys, *(_inserted(name) for name in table.values), "%s"]
    if table.wide:
        columns += [*FLAG_SETS, "extra"]
        values += ["s.derived", "s.capped", "'{}'"]
    quoted = ", ".join(f'"{name}"' for name in columns)
    _execute(
        f"INSERT INTO {table.name} ({quoted}) SELECT {', '.join(values)} FROM {STAGE} s"
        f" WHERE s.outcome = 'new' ORDER BY {', '.join(staged_keys)}",
        [captured_on],
    )


def _inserted(name: str) -> str:
    return "COALESCE(s.currency, '')" if name == "currency" else f's."{name}"'


def _differs(table: FactTable) -> str:
    news = [f'(s."{name}" IS NOT NULL AND s."{name}" IS DISTINCT FROM t."{name}")' for name in table.values]
    if table.wide:
        # A value that used to be derived or capped and is now stated outright is news as well.
        news += [f"({_flagged(name)} AND {_flags(table, name)} <> t.{name}::text[])" for name in FLAG_SETS]
    return f"({' OR '.join(news) or 'false'})"  # where every line was refused none states anything


def _flagged(name: str) -> str:
    """Tell the rows with a flag before or after the load: of the most, which have none, no more need be asked."""
    return f"(t.{name} <> '{{}}' OR s.{name} <> '{{}}')"


def _kept_flags(table: FactTable, name: str) -> str:
    return f"CASE WHEN {_flagged(name)} THEN {_flags(table, name)} ELSE t.{name} END"


def _flags(table: FactTable, name: str) -> str:
    """Give a row's flags after the load: kept for columns that the file does not state, taken over for the others."""
    stated = ", ".join(f"CASE WHEN s.\"{column}\" IS NOT NULL THEN '{column}' END" for column in table.values)
    return (
        f"ARRAY(SELECT flag FROM ((SELECT unnest(t.{name})::text AS flag EXCEPT SELECT unnest(ARRAY[{stated}]::text[]))"
        f' UNION SELECT unnest(s.{name})) AS kept ORDER BY flag COLLATE "C")'
    )


def _without(names: str, others: str) -> str:
    """Give an array of names without those in another, in the order that Python sorts them too."""
    return (
        f"ARRAY(SELECT name FROM (SELECT unnest({names}) AS name EXCEPT SELECT unnest({others})) AS kept"
        ' ORDER BY name COLLATE "C")'
    )


def _said(table: FactTable) -> str:
    """Give a staged row's values as texts, in the order of the columns that the import is noted to state."""
    texts = ", ".join(f's."{name}"::text' for name in table.values)
    return f"ARRAY[{texts}]::text[]"


def _execute(sql: str, params: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
