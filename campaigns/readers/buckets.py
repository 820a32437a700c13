"""Makes the bucket of a dimension from a line that states one metric of it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from campaigns.readers.measures import NumberColumn, measure
from campaigns.readers.profile import Sheet
from campaigns.readers.rows import BreakdownRow, Notice
from campaigns.readers.tables import Record


def bucket_row(
    sheet: Sheet,
    record: Record,
    columns: Iterable[NumberColumn],
    *,
    day: date,
    dimension: str,
    named_in: str = "bucket",
    notes: tuple[Notice, ...] = (),
) -> BreakdownRow:
    """Return the bucket that the column `named_in` names; raises BadCell without its name or an exact figure."""
    bucket = sheet.cell(record, named_in)
    if not bucket:
        raise sheet.bad("missing_key", "this must be stated", named_in, bucket)
    (column,) = columns
    measured = measure(record.cells, (column,))
    raw = record.cells[column.position]
    if not measured.values:
        raise sheet.bad("missing_value", "the figure is missing", named_in, bucket)
    if measured.capped:
        raise sheet.bad("bad_number", f"an exact figure is expected, not {raw}", named_in, bucket)
    ((metric, value),) = measured.values.items()
    return BreakdownRow(record.line, day, dimension, bucket, metric, Decimal(value), (*notes, *measured.notices))
