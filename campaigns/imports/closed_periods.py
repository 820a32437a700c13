"""What published reports close: facts of these days are neither added nor changed nor taken back, however they come.

A report closes the days of its window, for every account of its brand. Lifetime totals count from the reading before
the window, so where a content was read inside it, that earlier reading is closed too, and so is anything between. What
a report only compares with is not closed, and neither are readings after its window.

Whoever writes facts asks here, under the lock of the accounts and before the write: `refuse_closed_days` for staged
rows that say something new, `refuse_taking_back` for rows that were elected anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from campaigns.imports.locks import lock_accounts
from campaigns.imports.refusals import PeriodClosed
from campaigns.imports.staging import STAGE
from campaigns.imports.tables import FactTable
from campaigns.models import ClosedPeriod
from campaigns.readers import Grain
from clients.models import NetworkAccount


@dataclass(frozen=True, slots=True)
class Closure:
    """A report that closes days of rows: how many rows would change, and their first and last day."""

    report: UUID
    title: str
    start: date
    end: date
    rows: int
    first_day: date
    last_day: date

    def with_more(self, other: "Closure") -> "Closure":
        """Give the same closure with the rows of another one of the same report added."""
        first, last = min(self.first_day, other.first_day), max(self.last_day, other.last_day)
        return replace(self, rows=self.rows + other.rows, first_day=first, last_day=last)

    def to_dict(self) -> dict[str, Any]:
        """Write it as answers show it."""
        return {
            "report": str(self.report),
            "title": self.title,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "rows": self.rows,
            "first_day": self.first_day.isoformat(),
            "last_day": self.last_day.isoformat(),
        }


def close_period(*, brand_id: UUID, report: UUID, title: str, start: date, end: date) -> None:
    """Close the days of a report that is published; loads that have begun into the brand's accounts end first."""
    lock_accounts(list(NetworkAccount.objects.filter(brand=brand_id).values_list("id", flat=True)))
    ClosedPeriod.objects.create(brand_id=brand_id, report=report, title=title, start=start, end=end)


def open_period(report: UUID) -> bool:
    """Open the days of a report again; tells whether it had closed them."""
    return ClosedPeriod.objects.filter(report=report).delete()[0] > 0


def refuse_closed_days(table: FactTable, lines: Sequence[int]) -> None:
    """Refuse staged rows, named by their lines, that would add or change facts of closed days: PeriodClosed."""
    _refuse(closures(table, lines))


def refuse_taking_back(table: FactTable, *, left: str) -> None:
    """Refuse to rewrite touched rows of closed days, where `left` says in SQL what of them stands: PeriodClosed."""
    rows = f'SELECT d.owner_id AS owner, d.day, {_last_day(table, "t")} AS "end" FROM {left}'
    _refuse(_closures(table, rows) if _any_closed() else [])


def closures(table: FactTable, lines: Sequence[int]) -> list[Closure]:
    """Give the reports that close days of which these staged rows would add or change facts."""
    rows = f'SELECT s.owner, s.day, {_last_day(table, "s")} AS "end" FROM {STAGE} s WHERE s.line = ANY(%s::integer[])'
    return _closures(table, rows, [list(lines)]) if lines and _any_closed() else []


def closures_of_days(brand_id: UUID, days: Sequence[date]) -> list[Closure]:
    """Give the reports that close days on which contents or ad units would begin that do not exist yet, a day a row."""
    found = []
    for period in ClosedPeriod.objects.filter(brand=brand_id).order_by("start", "end") if days else ():
        inside = [day for day in days if period.start <= day <= period.end]
        if inside:
            named = (period.report, period.title, period.start, period.end)
            found.append(Closure(*named, len(inside), min(inside), max(inside)))
    return found


def _any_closed() -> bool:
    return ClosedPeriod.objects.exists()


def _refuse(found: Sequence[Closure]) -> None:
    if found:
        raise PeriodClosed(_told(found), particulars={"reports": [each.to_dict() for each in found]})


def _told(found: Sequence[Closure]) -> str:
    named = "; ".join(f"“{each.title}” ({each.start} to {each.end}, {each.report})" for each in found)
    rows = max(each.rows for each in found)
    return f"{rows} {'row' if rows == 1 else 'rows'} would change what is published in {named}. Nothing was changed."


def _closures(table: FactTable, rows: str, given: Sequence[Any] = ()) -> list[Closure]:
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT p.report, p.title, p.start, p."end", count(*), min(x.day), max(x.day)'
            f" FROM ({rows}) AS x {_account_of(table)}"
            " JOIN clients_networkaccount a ON a.id = account.id"
            f" JOIN campaigns_closedperiod p ON p.brand_id = a.brand_id AND {_closed(table)}"
            ' GROUP BY p.report, p.title, p.start, p."end" ORDER BY p.start, p."end", p.report',
            given,
        )
        return [Closure(*row) for row in cursor.fetchall()]


def _account_of(table: FactTable) -> str:
    match table.grain:
        case Grain.CONTENT:
            return "JOIN LATERAL (SELECT account_id AS id FROM campaigns_content WHERE id = x.owner) account ON true"
        case Grain.AD_DAY:
            return "JOIN LATERAL (SELECT account_id AS id FROM campaigns_adunit WHERE id = x.owner) account ON true"
        case _:
            return "JOIN LATERAL (SELECT x.owner AS id) account ON true"


def _closed(table: FactTable) -> str:
    inside = 'x.day <= p."end" AND x."end" >= p.start'
    if table.grain is not Grain.CONTENT:
        return inside
    before = "SELECT max(b.day) FROM campaigns_contentsnapshot b WHERE b.content_id = x.owner AND b.day < p.start"
    counted = (
        "EXISTS (SELECT FROM campaigns_contentsnapshot w WHERE w.content_id = x.owner"
        ' AND w.day BETWEEN p.start AND p."end")'
    )
    return f"(({inside}) OR (x.day < p.start AND x.day >= ({before}) AND {counted}))"


def _last_day(table: FactTable, alias: str) -> str:
    """Give the SQL of the last day that a row speaks of: figures of a period span several."""
    if table.grain is not Grain.PERIOD:
        return f"{alias}.day"
    return "s.key_end" if alias == "s" else 't."end"'
