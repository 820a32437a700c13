"""WeChat's attributes of followers: levels of the day of capture by whichever attribute the file has."""

from collections.abc import Iterator
from typing import Final

from campaigns.readers.buckets import bucket_row
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.rows import BreakdownRow, Refusal, Row, UnreadableFile
from campaigns.readers.tables import Record

DIMENSIONS: Final = ("gender", "age", "territory", "city", "language", "device")


def read(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    """Yield a row a bucket; raises UnreadableFile for a table that crosses two attributes."""
    stated = [name for name in DIMENSIONS if name in sheet.positions]
    if len(stated) > 1:
        headers = " and ".join(sheet.headers[name] for name in stated)
        raise UnreadableFile("crossed_attributes", f"The table crosses {headers}; export one attribute at a time.")
    (dimension,) = stated
    columns = sheet.number_columns()

    def read_row(record: Record) -> BreakdownRow:
        return bucket_row(sheet, record, columns, day=context.captured_on, dimension=dimension, named_in=dimension)

    return sheet.rows(read_row)
