"""Judges lines of one file that say different things of the same fact.

Mostly they are parts of one day, told apart by a column that is not read: such lines are refused, and so are buckets of
one name. Otherwise the later line counts, and the earlier ones get a warning.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from campaigns.readers.ad_units import BY_NAME
from campaigns.readers.rows import (
    AccountDayRow,
    AdDayRow,
    BreakdownRow,
    ContentRow,
    Notice,
    PeriodRow,
    Refusal,
    Row,
)

CONFLICT = "conflicting_lines"
CONTRADICTED = "contradicted"
_KEYS: Mapping[type[Row], Callable[[Any], Hashable]] = {
    AccountDayRow: attrgetter("day"),
    AdDayRow: attrgetter("source", "external_id", "day"),
    BreakdownRow: attrgetter("day", "dimension", "bucket", "metric"),
    ContentRow: lambda row: (row.external_id or row.natural_key, row.captured_on),
    PeriodRow: attrgetter("source", "external_id", "metric", "start", "end"),
}
"""What the rows of one fact have in common; those of one file are of one kind."""


def judge_conflicts(rows: Sequence[Row], ignored_columns: Iterable[str]) -> tuple[list[Row], list[Refusal]]:
    """Return the rows that may be kept, those that a later one contradicts with a warning, and the refusals of others.

    Lines that say the same are kept without a word.
    """
    keys = [*map(_KEYS[type(rows[0])], rows)] if rows else []
    if len(set(keys)) == len(rows):
        return list(rows), []
    alike: dict[Hashable, list[Row]] = {}
    for key, row in zip(keys, rows, strict=True):
        alike.setdefault(key, []).append(row)
    split = ", ".join(ignored_columns)
    judged: dict[int, Row | Refusal] = {}
    for group in alike.values():
        last = group[-1]
        if all(_said(row) == _said(last) for row in group):
            continue
        if isinstance(last, BreakdownRow) or _is_of_one_name(last) or (split and not isinstance(last, ContentRow)):
            judged |= {id(row): _refusal(row, group[0], split) for row in group}
        else:
            judged |= {id(row): _warned(row, last) for row in group if _said(row) != _said(last)}
    outcomes = [judged.get(id(row), row) for row in rows]
    kept = [outcome for outcome in outcomes if not isinstance(outcome, Refusal)]
    return kept, [outcome for outcome in outcomes if isinstance(outcome, Refusal)]


def _is_of_one_name(row: Row) -> bool:
    """Say whether a row is of an ad unit that the file states no id of: another unit may have the same name."""
    return isinstance(row, AdDayRow) and row.external_id.startswith(BY_NAME)


def _said(row: Row) -> object:
    return row.value if isinstance(row, BreakdownRow | PeriodRow) else row.values


def _warned(row: Row, last: Row) -> Row:
    detail = f"Line {last.line} says otherwise of the same; that one counts, since it is the later."
    return row._replace(notices=(*row.notices, Notice(CONTRADICTED, detail, None)))


def _refusal(row: Row, first: Row, split: str) -> Refusal:
    detail = (
        f"Several lines from line {first.line} on are of this day, with other numbers: which is right is not known."
    )
    if split:
        detail += f" A column that is not read may split the day: {split}. Export the file without it."
    return Refusal(row.line, CONFLICT, detail, None, None)
