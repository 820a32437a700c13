"""What is kept of an import line by line: one row a line of the file, with its outcome, reason and warnings."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from campaigns.imports.loading import Loaded
from campaigns.models.provenance import no_counts
from campaigns.readers import Reading

LOADED = ("new", "changed", "unchanged", "duplicate")
LONGEST_COLUMN = 200
NO_WARNINGS = "[]"
COPY_LINES = 'COPY campaigns_importrow (upload_id, line, outcome, code, detail, "column", raw, warnings) FROM STDIN'


def counts_of(reading: Reading, loaded: Loaded) -> dict[str, int]:
    """Count the lines by outcome, and those with warnings."""
    counts = no_counts() | {outcome: loaded.count(outcome) for outcome in LOADED}
    counts["refused"] = len(reading.refusals)
    counts["rows"] = len(reading.rows) + len(reading.refusals)
    counts["warnings"] = sum(1 for row in reading.rows if row.notices)
    return counts


def keep_outcomes(upload_id: UUID, reading: Reading, loaded: Loaded) -> None:
    """Write what became of each line."""
    owner = str(upload_id)
    with connection.cursor() as cursor, cursor.copy(COPY_LINES) as copy:
        for line in _lines(reading, loaded):
            copy.write_row((owner, *line))


def forget_outcomes(upload_id: UUID) -> None:
    """Take away what a preview said of each line."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM campaigns_importrow WHERE upload_id = %s", [upload_id])


def _lines(reading: Reading, loaded: Loaded) -> Iterator[tuple[Any, ...]]:
    for row in reading.rows:
        warnings = Jsonb([asdict(notice) for notice in row.notices]) if row.notices else NO_WARNINGS
        yield row.line, loaded.outcomes[row.line], "", "", "", "", warnings
    for refusal in reading.refusals:
        said = (refusal.code, refusal.detail, (refusal.column or "")[:LONGEST_COLUMN], refusal.raw or "")
        yield refusal.line, "refused", *said, NO_WARNINGS
