"""Refuses lines of one file that say different things of one day: which of them is right cannot be known."""

from collections.abc import Hashable, Iterable, Sequence

from campaigns.readers.rows import AccountDayRow, AdDayRow, BreakdownRow, Refusal, Row

CONFLICT = "conflicting_lines"


def without_conflicts(rows: Sequence[Row], ignored_columns: Iterable[str]) -> tuple[list[Row], list[Refusal]]:
    """Return the rows that agree with all others of their day, and the refusals of those that do not.

    Such lines are mostly parts of one day, by a column that is not read. Lines that say the same are kept, and so are
    contents: of two readings of one total the later counts.
    """
    first: dict[Hashable, Row] = {}
    torn: dict[Hashable, Row] = {}
    for row in rows:
        key = _key(row)
        if key is not None and (other := first.setdefault(key, row)) is not row and _said(other) != _said(row):
            torn.setdefault(key, other)
    if not torn:
        return list(rows), []
    split = ", ".join(ignored_columns)
    kept = [row for row in rows if _key(row) not in torn]
    return kept, [_refusal(row, torn[key], split) for row in rows if (key := _key(row)) in torn]


def _key(row: Row) -> Hashable:
    match row:
        case AdDayRow():
            return row.source, row.external_id, row.day
        case AccountDayRow():
            return row.day
        case BreakdownRow():
            return row.day, row.dimension, row.bucket, row.metric
        case _:
            return None


def _said(row: Row) -> object:
    return row.value if isinstance(row, BreakdownRow) else getattr(row, "values", None)


def _refusal(row: Row, first: Row, split: str) -> Refusal:
    detail = (
        f"Several lines from line {first.line} on are of this day, with other numbers: which is right is not known."
    )
    if split:
        detail += f" A column that is not read may split the day: {split}. Export the file without it."
    return Refusal(row.line, CONFLICT, detail, None, None)
