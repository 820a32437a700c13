"""The rows of a window: whole months from the roll-up, the days at its edges from the facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kpis.compute.question import GroupKey, Question, Window
from kpis.compute.selecting import edges


@dataclass(frozen=True, slots=True)
class Table:
    """A table of days and the one of their months; `rows` counts what is in a day, `labels` are kept as they are."""

    days: str
    months: str
    owner: str
    rows: str = "1"
    labels: tuple[str, ...] = ()


ACCOUNT_DAYS = Table("campaigns_accountday", "campaigns_accountmonth", "account_id")
AD_DAYS = Table("campaigns_adday", "campaigns_admonth", "ad_unit_id")
ADS_OF_ACCOUNTS = Table(
    "campaigns_accountadday", "campaigns_accountadmonth", "account_id", rows="rows", labels=("currency",)
)


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


def rows_of_window(question: Question, table: Table, columns: Sequence[str], *, rolled_up: bool, owners: str) -> str:
    """Write the rows of a table that lie in the window.

    Each has its owner, day (of a month the first), month, number of `rows`, bits of the `days` of its month, derived,
    capped, the table's labels and the columns. `owners` is a query of the owners' ids. Days are read owner by owner,
    as their key lies; else the planner reads those of all owners.
    """
    whole = whole_months(question) if rolled_up else None
    wanted = "".join(f", {column}" for column in (*table.labels, *columns))
    parts = [
        f"SELECT f.* FROM ({owners}) o(id) CROSS JOIN LATERAL (SELECT {table.owner}, day,"
        f" date_trunc('month', day::timestamp)::date AS month, {table.rows} AS rows,"
        f" (1 << (extract(day FROM day)::int - 1)) AS days, derived, capped{wanted} FROM {table.days}"
        f" WHERE {table.owner} = o.id AND day BETWEEN '{edge.start}' AND '{edge.end}' OFFSET 0) f"
        for edge in edges(question.window, whole)
    ]
    if whole is not None:
        parts.append(
            f"SELECT {table.owner}, month AS day, month, rows, days, derived, capped{wanted} FROM {table.months}"
            f" WHERE {table.owner} IN ({owners}) AND month BETWEEN '{whole.start}' AND '{whole.end}'"
        )
    return " UNION ALL ".join(parts)
