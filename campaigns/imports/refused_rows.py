"""The refused rows of an import as a CSV, to be mended and sent again: each with its reason and its own cells."""

import csv
from io import StringIO
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from apikit.spreadsheet_safe import safe_cell
from campaigns.models import Import, ImportRow
from campaigns.readers import Reading

REASONS = ("line", "code", "detail", "column", "raw")
CHUNK = 2_000
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the system's own encoding


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


def refused_rows_csv(upload: Import) -> bytes:
    """Write the refused rows as a CSV for Excel, every cell that could be taken for a formula neutralised.

    It is written here and now, because what streams after the request has no agency any more; the rows of a file are
    limited, and so is this.
    """
    refused = ImportRow.objects.filter(upload=upload, outcome="refused").order_by("line")
    headers = _headers(refused.filter(cells__isnull=False).values_list("cells", flat=True).first())
    file = StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([safe_cell(name) for name in (*REASONS, *headers)])
    for row in refused.iterator(CHUNK):
        cells = dict(row.cells or ())
        told = (row.code, row.detail, row.column, row.raw)
        writer.writerow([row.line, *map(safe_cell, told), *(safe_cell(cells.get(header, "")) for header in headers)])
    return (BYTE_ORDER_MARK + file.getvalue()).encode()


def _headers(cells: list[list[str]] | None) -> list[str]:
    return [header for header, _ in cells or ()]
