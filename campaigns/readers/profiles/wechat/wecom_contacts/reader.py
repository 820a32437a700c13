"""WeCom's customer contact: lines of single members are summed to the day, since who answered is nobody's business."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from campaigns.readers.account_days import read_account_days
from campaigns.readers.profile import Context, Sheet
from campaigns.readers.rows import AccountDayRow, Notice, Number, Refusal, Row


def read(sheet: Sheet, context: Context) -> Iterator[Row | Refusal]:
    """Yield a row a day under the day's first line; a day that misses a refused line is refused too."""
    days: defaultdict[object, list[AccountDayRow]] = defaultdict(list)
    refused = False
    for outcome in read_account_days(sheet, context):
        if isinstance(outcome, AccountDayRow):
            days[outcome.day].append(outcome)
        else:
            refused = True
            yield outcome
    for rows in days.values():
        if refused and len(rows) > 1:
            yield from (_incomplete(row) for row in rows)
        else:
            yield _summed(rows)


def _summed(rows: list[AccountDayRow]) -> AccountDayRow:
    if len(rows) == 1:
        return rows[0]
    values: dict[str, Number] = {}
    for row in rows:
        for metric, value in row.values.items():
            values[metric] = values.get(metric, 0) + value
    notices = (*rows[0].notices, Notice("summed_parts", f"The sum of {len(rows)} lines, one a member.", None))
    derived = frozenset().union(*(row.derived for row in rows))
    capped = frozenset().union(*(row.capped for row in rows))
    return replace(rows[0], values=values, derived=derived, capped=capped, notices=notices)


def _incomplete(row: AccountDayRow) -> Refusal:
    detail = "Another member's line was refused: the day would come out too small."
    return Refusal(row.line, "incomplete_day", detail, None, None)
