"""What the computation must know of an account: read once a question."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from clients.models import NetworkAccount

Variant = tuple[str, str]
"""Network and kind of account: what decides which formula of a KPI holds."""


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """An account with what results are grouped, graded and named by."""

    id: UUID
    brand: UUID
    network: str
    kind: str
    industry: str
    currency: str

    @property
    def variant(self) -> Variant:
        """Give what decides which formula of a KPI holds here."""
        return self.network, self.kind


def accounts_of(ids: Iterable[UUID]) -> dict[UUID, AccountFacts]:
    """Read accounts with their brands, ordered by id."""
    rows = NetworkAccount.objects.filter(id__in=list(ids)).order_by("id")
    values = rows.values_list("id", "brand_id", "network", "kind", "brand__industry", "brand__currency")
    return {row[0]: AccountFacts(*row) for row in values}


def in_use_since(account: NetworkAccount, start: date) -> bool:
    """Tell whether an account counts in a window from `start`: it was not archived before the window began."""
    return account.archived_at is None or account.archived_at.date() >= start


def followers_on(ids: Iterable[UUID], day: date) -> dict[UUID, int]:
    """Give each account's size on a day: the newest count until then, else the first after it.

    Counts are the account's own, or those stated with its contents. Accounts without any are left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (account_id) account_id, followers FROM ("
            "  SELECT account_id, day, followers, 0 AS rank FROM campaigns_accountday"
            "   WHERE account_id = ANY(%(ids)s) AND followers IS NOT NULL"
            "  UNION ALL SELECT account_id, published_on, followers_at_publish, 1 FROM campaigns_content"
            "   WHERE account_id = ANY(%(ids)s) AND followers_at_publish IS NOT NULL AND published_on IS NOT NULL"
            ") stated ORDER BY account_id, day > %(day)s, abs(day - %(day)s), rank",
            {"ids": list(ids), "day": day},
        )
        return dict(cursor.fetchall())
