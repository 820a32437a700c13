"""What a preview tells beyond counts: each row as it was understood, what it would change, and what closes its days."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from heapq import nsmallest
from itertools import islice
from operator import attrgetter
from typing import Any, assert_never

from django.db import connection
from psycopg.types.json import Jsonb

from campaigns.imports.closed_periods import Closure, closures, closures_of_days
from campaigns.imports.staging import STAGE
from campaigns.imports.tables import FactTable
from campaigns.models import Import
from campaigns.plausibility.catalogue import RULES
from campaigns.readers import AccountDayRow, AdDayRow, BreakdownRow, ContentRow, PeriodRow, Reading, Row

FIRST_ROWS = 10
ROWS_AT_ONCE = 5_000  # what was understood takes more memory than the rows themselves
KEEP_FORESEEN = """
UPDATE campaigns_importrow r SET understood = f.understood, changes = f.changes
FROM unnest(%s::integer[], %s::jsonb[], %s::jsonb[]) AS f(line, understood, changes)
WHERE r.upload_id = %s AND r.line = f.line
"""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a load would do: changes by line, and the reports that would refuse it."""

    changes: Mapping[int, list[Json]]
    closed_by: tuple[Closure, ...]


def foresee(upload: Import, reading: Reading, table: FactTable, *, told: Collection[int], unborn: set[int]) -> Foreseen:
    """Tell what a load would do: `told` are the staged lines that say something new.

    `unborn` are lines of contents or ad units that do not exist yet, and so are not staged.
    """
    days = [fact_day(row, upload.captured_on) for row in reading.rows if row.line in unborn]
    return Foreseen(
        changes=_changes(table, told),
        closed_by=_joined([*closures(table, list(told)), *closures_of_days(upload.account.brand_id, days)]),
    )


def summary(reading: Reading, outcomes: Mapping[int, str], foreseen: Foreseen, *, captured_on: date) -> Json:
    """Write what the import itself shows of its preview: first rows, what refuses a commit, what is hard to believe."""
    first = nsmallest(FIRST_ROWS, reading.rows, key=attrgetter("line"))
    return {
        "first_rows": [
            {"line": row.line, "outcome": outcomes[row.line], **understood(row, captured_on)} for row in first
        ],
        "closed_by": [closure.to_dict() for closure in foreseen.closed_by],
        "doubts": [{"rule": rule, "rows": rows} for rule, rows in sorted(_doubts(reading).items())],
    }


def _doubts(reading: Reading) -> Counter[str]:
    """Count the rows that break each rule of plausibility."""
    return Counter(notice.code for row in reading.rows for notice in row.notices if notice.code in RULES)


def keep_foreseen(upload: Import, reading: Reading, foreseen: Foreseen) -> None:
    """Write beside each line's outcome how it was understood and what it would change, some thousand at a time."""
    rest = iter(reading.rows)
    while rows := list(islice(rest, ROWS_AT_ONCE)):
        told = [Jsonb(understood(row, upload.captured_on)) for row in rows]
        changes = [Jsonb(foreseen.changes.get(row.line, [])) for row in rows]
        with connection.cursor() as cursor:
            cursor.execute(KEEP_FORESEEN, [[row.line for row in rows], told, changes, upload.id])


def understood(row: Row, captured_on: date) -> Json:
    """Write a row as it was understood: what it is about, its values as texts, and which are derived or capped."""
    match row:
        case AccountDayRow():
            about = _about(row.day)
        case ContentRow():
            title, external_id = row.title, row.external_id or row.url or None
            about = _about(row.captured_on or captured_on, title=title, external_id=external_id)
        case AdDayRow():
            about = _about(row.day, title=row.name, external_id=row.external_id, source=row.source)
        case PeriodRow():
            unit = {"external_id": row.external_id, "source": row.source} if row.external_id else {}
            about = _about(row.start, end=row.end.isoformat(), **unit)
        case BreakdownRow():
            about = _about(row.day, dimension=row.dimension, bucket=row.bucket)
        case _:
            assert_never(row)
    if isinstance(row, PeriodRow | BreakdownRow):
        return {"subject": about, "values": {row.metric: _text(row.value)}, "derived": [], "capped": []}
    values = {name: _text(value) for name, value in row.values.items()}
    return {"subject": about, "values": values, "derived": sorted(row.derived), "capped": sorted(row.capped)}


def _about(day: date, **more: str | None) -> Json:
    nothing = dict.fromkeys(("end", "source", "external_id", "title", "dimension", "bucket"))
    return {"day": day.isoformat(), **nothing, **{name: text or None for name, text in more.items()}}


def fact_day(row: Row, captured_on: date) -> date:
    """Give the day by which a row's fact is kept: of a content that of its reading, of a period its first."""
    if isinstance(row, ContentRow):
        return row.captured_on or captured_on
    return row.start if isinstance(row, PeriodRow) else row.day


def _text(value: int | Decimal) -> str:
    """Write a number without trailing zeros and without an exponent."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _joined(found: Iterable[Closure]) -> tuple[Closure, ...]:
    by_report: dict[Any, Closure] = {}
    for closure in found:
        known = by_report.get(closure.report)
        by_report[closure.report] = closure if known is None else known.with_more(closure)
    return tuple(sorted(by_report.values(), key=lambda closure: (closure.start, closure.end, closure.report)))


def _changes(table: FactTable, lines: Collection[int]) -> dict[int, list[Json]]:
    """Compare staged rows with the stored ones, value by value, and name the newest statement of each stored value."""
    if not lines or not table.values:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.line, jsonb_agg(jsonb_build_object('metric', c.metric, 'stored', c.stored, 'new', c.new,"
            " 'stored_marks', c.stored_marks, 'new_marks', c.new_marks, 'captured_on', r.captured_on,"
            " 'source', r.source) ORDER BY c.place)"
            f" FROM {STAGE} s JOIN {table.name} t ON {table.matches()}"
            " CROSS JOIN LATERAL"
            f" (VALUES {', '.join(_values(table))}) AS c(place, name, metric, stored, new, stored_marks, new_marks)"
            " LEFT JOIN LATERAL (SELECT v.captured_on, v.source FROM campaigns_factrevision v"
            " JOIN campaigns_import i ON i.id = v.upload_id AND i.state = 'committed'"
            " WHERE v.grain = %s AND v.owner_id = s.owner AND v.day = s.day AND v.part = s.part"
            " AND v.said[array_position(i.stated, c.name)] IS NOT NULL"
            " ORDER BY v.captured_on DESC, v.recorded_at DESC LIMIT 1) r ON c.stored IS NOT NULL"
            " WHERE s.line = ANY(%s::integer[]) AND c.new IS NOT NULL"
            " AND (c.stored IS DISTINCT FROM c.new OR c.stored_marks <> c.new_marks)"
            " GROUP BY s.line",
            [table.grain, list(lines)],
        )
        return {line: json.loads(changes) for line, changes in cursor.fetchall()}


def _values(table: FactTable) -> list[str]:
    metric = "'{0}'" if table.wide else "CASE WHEN '{0}' = 'value' THEN s.key_metric ELSE '{0}' END"
    return [
        f"({place}, '{name}', {metric.format(name)}, {_shown('t', name)}, {_shown('s', name)},"
        f" {_marks(table, 't', name)}, {_marks(table, 's', name)})"
        for place, name in enumerate(table.values)
    ]


def _shown(alias: str, name: str) -> str:
    column = f'{alias}."{name}"'
    return f"nullif({column}, '')" if name == "currency" else f"trim_scale({column}::numeric)::text"


def _marks(table: FactTable, alias: str, name: str) -> str:
    if not table.wide:
        return "ARRAY[]::text[]"
    held = [f"CASE WHEN '{name}' = ANY({alias}.{marks}::text[]) THEN '{marks}' END" for marks in ("derived", "capped")]
    return f"array_remove(ARRAY[{', '.join(held)}], NULL)"
