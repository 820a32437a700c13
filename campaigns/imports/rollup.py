"""The month roll-up: recounted for the months that a load or a revert touched, in its transaction.

Days that state, derive and cap the same metrics stand together, so that a question which needs several metrics of one
day finds in a month just what it would find in its days.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from campaigns.imports.content_metrics import counted, recount_of_accounts, recount_of_contents, unlike
from campaigns.imports.locks import lock_accounts
from campaigns.metrics.columns import COLUMNS
from campaigns.metrics.kinds import Grain, Kind
from campaigns.metrics.stated import stated_bits
from campaigns.models import AdUnit, ContentMetrics

OwnerMonth = tuple[UUID, date]


@dataclass(frozen=True, slots=True)
class RollUp:
    """One table of months with the table of days that it sums."""

    facts: str
    months: str
    owner: str
    flows: tuple[str, ...]

    def counted(self, chosen: str = "") -> str:
        """Write the query that counts months from their days; `chosen` joins or narrows the days, alias d."""
        bits = stated_bits([f"d.{name}" for name in self.flows])
        sets = ", ".join((*bits, "d.derived", "d.capped"))
        sums = "".join(f", sum(d.{name}) AS {name}" for name in self.flows)
        return (
            f"SELECT {self._owner_month()}, row_number() OVER (PARTITION BY {self._owner_month(named=False)}"
            f" ORDER BY {sets}) AS number, count(*) AS rows,"
            " bit_or(1 << (extract(day FROM d.day)::int - 1)) AS days, d.derived, d.capped"
            f"{sums} FROM {self.facts} d {chosen} GROUP BY {self._owner_month(named=False)}, {sets}"
            f" HAVING {' OR '.join(f'count(d.{name}) > 0' for name in self.flows)}"
        )

    def _owner_month(self, *, named: bool = True) -> str:
        return f"d.{self.owner}, date_trunc('month', d.day)::date{' AS month' if named else ''}"

    @property
    def columns(self) -> str:
        """Name the columns of the months, in the order of `counted`."""
        return ", ".join((self.owner, "month", "number", "rows", "days", "derived", "capped", *self.flows))

    @property
    def compared(self) -> str:
        """Name the columns in which a month must agree with its days; `number` only tells sets apart."""
        return ", ".join((self.owner, "month", "rows", "days", "derived", "capped", *self.flows))


ROLL_UPS: Mapping[str, RollUp] = {
    Grain.ACCOUNT_DAY: RollUp(
        "campaigns_accountday", "campaigns_accountmonth", "account_id", COLUMNS[Grain.ACCOUNT_DAY][Kind.FLOW]
    ),
    Grain.AD_DAY: RollUp("campaigns_adday", "campaigns_admonth", "ad_unit_id", COLUMNS[Grain.AD_DAY][Kind.FLOW]),
}


def recount(grain: str, days: Iterable[tuple[UUID, date]]) -> None:
    """Count the months of these owners' days anew; a grain without months needs none.

    The account's lock is held, so nobody else writes them. Of contents it looks again at which metrics they state.
    """
    if grain == Grain.CONTENT:
        recount_of_contents(owner for owner, _ in days)
        return
    roll_up = ROLL_UPS.get(grain)
    months = sorted({(owner, day.replace(day=1)) for owner, day in days})
    if roll_up is None or not months:
        return
    given: dict[str, Any] = {"owners": [owner for owner, _ in months], "months": [month for _, month in months]}
    wanted = "unnest(%(owners)s::uuid[], %(months)s::date[]) AS w(owner, month)"
    chosen = f"JOIN {wanted} ON d.{roll_up.owner} = w.owner AND d.day BETWEEN w.month AND {_LAST_DAY}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {roll_up.months} m USING {wanted} WHERE m.{roll_up.owner} = w.owner AND m.month = w.month",
            given,
        )
        cursor.execute(f"INSERT INTO {roll_up.months} ({roll_up.columns}) {roll_up.counted(chosen)}", given)


_LAST_DAY = "(w.month + interval '1 month - 1 day')::date"


def recount_everything() -> None:
    """Count every month of the open agency anew, from the facts alone."""
    with connection.cursor() as cursor:
        for roll_up in ROLL_UPS.values():
            cursor.execute(f"DELETE FROM {roll_up.months}")
            cursor.execute(f"INSERT INTO {roll_up.months} ({roll_up.columns}) {roll_up.counted()}")
    ContentMetrics.objects.all().delete()
    ContentMetrics.objects.bulk_create(counted())


Difference = tuple[str, UUID, date | None]
"""Grain, owner and month; of contents the account, and no month."""


def mend(found: Iterable[Difference]) -> None:
    """Count these months of these owners anew, and what these accounts' contents state, from the facts alone."""
    by_grain: dict[str, list[tuple[UUID, date | None]]] = {}
    for grain, owner, month in found:
        by_grain.setdefault(grain, []).append((owner, month))
    of_contents = [owner for owner, _ in by_grain.pop(Grain.CONTENT, [])]
    units = [owner for owner, _ in by_grain.get(Grain.AD_DAY, ())]
    accounts = {*of_contents, *(owner for owner, _ in by_grain.get(Grain.ACCOUNT_DAY, ()))}
    accounts |= set(AdUnit.objects.filter(id__in=units).values_list("account_id", flat=True))
    lock_accounts(sorted(accounts))
    recount_of_accounts(of_contents)
    for grain, months in by_grain.items():
        recount(grain, [(owner, month) for owner, month in months if month is not None])


def differences() -> list[Difference]:
    """Compare every stored month of the open agency, and what contents are said to state, with the facts."""
    found: list[Difference] = [(Grain.CONTENT, account, None) for account in unlike()]
    with connection.cursor() as cursor:
        for grain, roll_up in ROLL_UPS.items():
            from_days = f"SELECT {roll_up.compared} FROM ({roll_up.counted()}) AS counted"
            stored = f"SELECT {roll_up.compared} FROM {roll_up.months}"
            cursor.execute(
                f"SELECT DISTINCT {roll_up.owner}, month FROM ((({from_days}) EXCEPT ALL ({stored}))"
                f" UNION ALL (({stored}) EXCEPT ALL ({from_days}))) AS unlike ORDER BY 1, 2"
            )
            found += [(grain, owner, month) for owner, month in cursor.fetchall()]
    return found
