"""The month roll-up of account days: recounted for the months that a load or a revert touched, in its transaction."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from campaigns.imports.locks import lock_accounts
from campaigns.metrics.columns import COLUMNS
from campaigns.metrics.kinds import Grain, Kind

FLOWS = COLUMNS[Grain.ACCOUNT_DAY][Kind.FLOW]


def _each(template: str) -> str:
    return ", ".join(template.format(name=name) for name in FLOWS)


MONTHS_OF_FACTS = f"""
SELECT d.account_id, date_trunc('month', d.day)::date AS month, {_each("sum(d.{name}) AS {name}")},
    jsonb_build_object({_each("'{name}', count(d.{name})")}) AS days,
    jsonb_build_object({_each("'{name}', count(*) FILTER (WHERE '{name}' = ANY(d.derived))")}) AS derived,
    jsonb_build_object({_each("'{name}', count(*) FILTER (WHERE '{name}' = ANY(d.capped))")}) AS capped
FROM campaigns_accountday d
"""
COLUMN_NAMES = f"account_id, month, {_each('{name}')}, days, derived, capped"


def recount(account_id: UUID, days: Iterable[date]) -> None:
    """Count the months of these days anew. The account's lock is held, so nobody else writes them."""
    months = sorted({day.replace(day=1) for day in days})
    given: dict[str, Any] = {"account": account_id, "months": months}
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM campaigns_accountmonth WHERE account_id = %(account)s AND month = ANY(%(months)s)", given
        )
        cursor.execute(
            f"INSERT INTO campaigns_accountmonth ({COLUMN_NAMES}) {MONTHS_OF_FACTS}"
            " WHERE d.account_id = %(account)s AND date_trunc('month', d.day)::date = ANY(%(months)s) GROUP BY 1, 2",
            given,
        )


def mend(months: Iterable[tuple[UUID, date]]) -> None:
    """Count these months of these accounts anew, from the facts alone."""
    by_account: dict[UUID, list[date]] = {}
    for account_id, month in months:
        by_account.setdefault(account_id, []).append(month)
    lock_accounts(list(by_account))
    for account_id in sorted(by_account):
        recount(account_id, by_account[account_id])


def differences() -> list[tuple[UUID, date]]:
    """Compare every stored month of the open agency with its facts; gives the account and month of each difference."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH counted AS ({MONTHS_OF_FACTS} GROUP BY 1, 2)"
            f" SELECT coalesce(c.account_id, m.account_id), coalesce(c.month, m.month) FROM counted c"
            " FULL JOIN campaigns_accountmonth m ON m.account_id = c.account_id AND m.month = c.month"
            f" WHERE jsonb_build_array({_each('c.{name}')}, c.days, c.derived, c.capped)"
            f" IS DISTINCT FROM jsonb_build_array({_each('m.{name}')}, m.days, m.derived, m.capped)"
        )
        return cursor.fetchall()
