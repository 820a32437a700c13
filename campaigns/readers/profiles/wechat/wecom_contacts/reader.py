"""WeCom's customer contact: lines of single members are summed to the day, since who answered is nobody's business."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from campaigns.readers.account_days import read_account_days
from campaigns.readers.numerals import is_missing
from campaigns.readers.printed_days import days_by_line
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.rows import AccountDayRow, Notice, Number, Refusal, Row
from campaigns.readers.sums import at_least, bounded
from campaigns.readers.tables import Record
from campaigns.readers.total_rows import TOTAL_ROW, is_total

_MEMBERS: Final = ("成员", "部门")


def read(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    """Yield a row a day under the day's first line; a day that misses a refused line is refused too."""
    records = {record.line: record for record in sheet.records()}
    printed = days_by_line(sheet, "day", context)
    days: defaultdict[object, list[AccountDayRow]] = defaultdict(list)
    broken: set[object] = set()
    seen: dict[tuple[str, ...], int] = {}
    for outcome in read_account_days(sheet, context):
        if isinstance(outcome, AccountDayRow):
            first = seen.setdefault(tuple(map(str.strip, records[outcome.line].cells)), outcome.line)
            if first == outcome.line:
                days[outcome.day].append(outcome)
            else:
                yield _said_twice(outcome, first)
        elif isinstance(outcome, Refusal):
            if outcome.code != TOTAL_ROW and _states_numbers(sheet, records[outcome.line]):
                broken.add(printed.get(outcome.line))
            yield outcome
    for day, rows in days.items():
        members = [row for row in rows if not _is_sum(sheet, records[row.line])] or rows
        yield from (_counted_already(row) for row in rows if row not in members)
        if day in broken or (None in broken and len(members) > 1):
            yield from (_incomplete(row) for row in members)
        else:
            yield from bounded(_summed(members), members, sheet.headers)


def _states_numbers(sheet: Sheet, record: Record) -> bool:
    """Say whether a line is of somebody: a note below the table states no number."""
    return any(not is_missing(sheet.cell(record, column.name)) for column in sheet.number_columns())


def _is_sum(sheet: Sheet, record: Record) -> bool:
    """Say whether a line is the day's own sum over the members."""
    named = [place for place, cell in enumerate(sheet.header) if sheet.profile.own_header(cell) in _MEMBERS]
    return any(is_total(record.cells[place]) for place in named if place < len(record.cells))


def _said_twice(row: AccountDayRow, line: int) -> Refusal:
    return Refusal(row.line, "duplicate_line", f"Line {line} says the same; it is counted once.", None, None)


def _counted_already(row: AccountDayRow) -> Refusal:
    return Refusal(row.line, TOTAL_ROW, "The day's own sum; its members are loaded line by line.", None, None)


def _summed(rows: list[AccountDayRow]) -> AccountDayRow:
    if len(rows) == 1:
        return rows[0]
    values: dict[str, Number] = {}
    for row in rows:
        for metric, value in row.values.items():
            values[metric] = values.get(metric, 0) + value
    partly, told = at_least(rows)
    notices = (*rows[0].notices, Notice("summed_parts", f"The sum of {len(rows)} lines, one a member.", None), *told)
    derived = frozenset().union(*(row.derived for row in rows))
    capped = partly.union(*(row.capped for row in rows))
    return rows[0]._replace(values=values, derived=derived, capped=capped, notices=notices)


def _incomplete(row: AccountDayRow) -> Refusal:
    detail = "Another member's line was refused: the day would come out too small."
    return Refusal(row.line, "incomplete_day", detail, None, None)
