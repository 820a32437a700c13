"""The refused rows of an import as a CSV, to be mended and sent again: each with its reason and its own cells."""

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from psycopg.types.json import Jsonb

from apikit.spreadsheet_safe import safe_cell
from campaigns.models import Import, ImportRow
from campaigns.readers import Reading

REASONS = ("line", "code", "detail", "column", "raw")
CHUNK = 2_000
WITH_MARK = "utf-8-sig"  # without a mark Excel takes UTF-8 for the system's own encoding


def keep_refused_cells(upload_id: UUID, reading: Reading) -> None:
    """Keep the cells of refused rows: of columns that the profile reads, and of no other."""
    kept = {refusal.line: refusal.cells for refusal in reading.refusals if refusal.cells}
    if not kept:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE campaigns_importrow r SET cells = k.cells FROM unnest(%s::integer[], %s::jsonb[]) AS k(line, cells)"
            " WHERE r.upload_id = %s AND r.line = k.line",
            [list(kept), [Jsonb([list(pair) for pair in cells]) for cells in kept.values()], upload_id],
        )


def refused_rows_csv(upload: Import) -> IO[bytes]:
    """Write the refused rows as a CSV for Excel into a file on disk that goes when it is closed; it is at its start.

    Every cell that could be taken for a formula is neutralised. It is written here and now, because what streams after
    the request has no agency any more, and onto disk, because a file may have a million refused rows.
    """
    refused = ImportRow.objects.filter(upload=upload, outcome="refused").order_by("line")
    headers = _headers(refused.filter(cells__isnull=False).values_list("cells", flat=True).first())
    file = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    text = TextIOWrapper(
        file, encoding="utf-8-sig", newline=""
    )  # without a mark Excel takes UTF-8 for its own encoding
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe_cell(name) for name in (*REASONS, *headers)])
    for row in _by_chunks(refused):
        cells = dict(row.cells or ())
        told = (row.code, row.detail, row.column, row.raw)
        writer.writerow([row.line, *map(safe_cell, told), *(safe_cell(cells.get(header, "")) for header in headers)])
    text.detach()
    file.seek(0)
    return file


def _by_chunks(rows: QuerySet[ImportRow]) -> Iterator[ImportRow]:
    """Yield rows in the order of their lines; the pooler allows no cursor that would hold the rest on the server."""
    chunk = list(rows[:CHUNK])
    while chunk:
        yield from chunk
        chunk = list(rows.filter(line__gt=chunk[-1].line)[:CHUNK]) if len(chunk) == CHUNK else []


def _headers(cells: list[list[str]] | None) -> list[str]:
    return [header for header, _ in cells or ()]
