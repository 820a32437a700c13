"""The rows of a window: whole months from the roll-up, the days at its edges from the facts."""

from collections.abc import Sequence
from datetime import date, timedelta

from kpis.compute.question import GroupKey, Question, Window
from kpis.compute.selecting import edges

_OWNERS = {"account": "account_id", "ad": "ad_unit_id"}


def whole_months(question: Question) -> Window | None:
    """Give the whole calendar months of the window; None where there is none, or days or weeks are asked for."""
    if question.time_key in {GroupKey.DAY, GroupKey.WEEK}:
        return None
    start, end = question.window.start, question.window.end
    first = start if start.day == 1 else _next_month(start)
    last = end if (end + timedelta(days=1)).day == 1 else end.replace(day=1) - timedelta(days=1)
    return Window(first, last) if first < last else None


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def rows_of_window(question: Question, of: str, columns: Sequence[str], *, rolled_up: bool, owners: str) -> str:
    """Write the rows of accounts' (`of` account) or ad units' (`of` ad) facts in the window.

    Each has its owner, day (of a month the first), month, number of `rows`, bits of the `days` of its month, derived,
    capped and the columns. `owners` is a query of the owners' ids. Days are read owner by owner, as their key lies;
    else the planner reads those of all owners.
    """
    owner = _OWNERS[of]
    whole = whole_months(question) if rolled_up else None
    wanted = "".join(f", {column}" for column in columns)
    parts = [
        f"SELECT f.* FROM ({owners}) o(id) CROSS JOIN LATERAL (SELECT {owner}, day,"
        " date_trunc('month', day::timestamp)::date AS month, 1 AS rows,"
        f" (1 << (extract(day FROM day)::int - 1)) AS days, derived, capped{wanted} FROM campaigns_{of}day"
        f" WHERE {owner} = o.id AND day BETWEEN '{edge.start}' AND '{edge.end}' OFFSET 0) f"
        for edge in edges(question.window, whole)
    ]
    if whole is not None:
        parts.append(
            f"SELECT {owner}, month AS day, month, rows, days, derived, capped{wanted} FROM campaigns_{of}month"
            f" WHERE {owner} IN ({owners}) AND month BETWEEN '{whole.start}' AND '{whole.end}'"
        )
    return " UNION ALL ".join(parts)
