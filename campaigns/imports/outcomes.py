"""What is kept of an import line by line: one row a line of the file, with its outcome, reason and warnings."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from uuid import UUID

from django.db import connection

from campaigns.imports.copying import copy_lines, escaped
from campaigns.imports.loading import Loaded
from campaigns.models.provenance import no_counts
from campaigns.readers import Notice, Reading

LONGEST_COLUMN = 200
NO_WARNINGS = "[]"
COPY_LINES = 'COPY campaigns_importrow (upload_id, line, outcome, code, detail, "column", raw, warnings) FROM STDIN'


def counts_of(reading: Reading, loaded: Loaded) -> dict[str, int]:
    """Count the lines by outcome, and those with warnings."""
    counts = no_counts() | Counter(loaded.outcomes.values())
    counts["refused"] = len(reading.refusals)
    counts["rows"] = len(reading.rows) + len(reading.refusals)
    counts["warnings"] = sum(1 for row in reading.rows if row.notices)
    return counts


def keep_outcomes(upload_id: UUID, reading: Reading, loaded: Loaded) -> None:
    """Write what became of each line."""
    copy_lines(COPY_LINES, _lines(str(upload_id), reading, loaded))


def forget_outcomes(upload_id: UUID) -> None:
    """Take away what a preview said of each line."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM campaigns_importrow WHERE upload_id = %s", [upload_id])


def _lines(upload: str, reading: Reading, loaded: Loaded) -> Iterator[str]:
    for row in reading.rows:
        warnings = _warnings(row.notices) if row.notices else NO_WARNINGS
        yield f"{upload}\t{row.line}\t{loaded.outcomes[row.line]}\t\t\t\t\t{warnings}"
    for refusal in reading.refusals:
        said = (refusal.code, refusal.detail, (refusal.column or "")[:LONGEST_COLUMN], refusal.raw or "")
        yield "\t".join((upload, str(refusal.line), "refused", *map(escaped, said), NO_WARNINGS))


def _warnings(notices: tuple[Notice, ...]) -> str:
    return escaped(json.dumps([asdict(notice) for notice in notices]))
