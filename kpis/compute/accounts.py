"""What the computation must know of an account: read once a question."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import connection

from kpis.compute.selecting import uuid_array
from kpis.compute.sheets import names_in

# What an account states of which nothing is kept: nothing where it has no content, or ad unit, at all; else who knows.
_NOTHING = "CASE WHEN NOT EXISTS (SELECT FROM {} o WHERE o.account_id = a.id) THEN '{{}}' END"
Variant = tuple[str, str]
"""Network and kind of account: what decides which formula of a KPI holds."""


@dataclass(frozen=True, slots=True, eq=False)
class AccountFacts:
    """An account with what results are grouped, graded and named by; there is one of each, known by what it is.

    `number` is its place among those of the question, `variant` what decides which formula of a KPI holds here.
    """

    id: UUID
    brand: UUID
    network: str
    kind: str
    industry: str
    currency: str
    ever: frozenset[str] | None = None  # what its contents' snapshots state at all; None where nobody counted
    always: frozenset[str] = frozenset()  # what each of them states
    marked: bool = True  # whether some number in them is derived or capped
    advertised: frozenset[str] | None = None  # what the days of its ads may state; None where nobody counted
    number: int = 0
    variant: Variant = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "variant", (self.network, self.kind))


def accounts_of(ids: Iterable[UUID]) -> dict[UUID, AccountFacts]:
    """Read accounts with their brands, ordered by id."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id, a.brand_id, a.network, a.kind, b.industry, b.currency,"
            f" coalesce(c.ever::text, {_NOTHING.format('campaigns_content')}), c.always::text, c.marked,"
            f" coalesce(d.ever::text, {_NOTHING.format('campaigns_adunit')})"
            " FROM clients_networkaccount a JOIN clients_brand b ON b.id = a.brand_id"
            " LEFT JOIN campaigns_contentmetrics c ON c.account_id = a.id"
            " LEFT JOIN campaigns_admetrics d ON d.account_id = a.id WHERE a.id = ANY(%s::uuid[]) ORDER BY a.id",
            [uuid_array(ids)],
        )
        return {row[0]: _account(number, *row) for number, row in enumerate(cursor.fetchall())}


def _account(number: int, *row: Any) -> AccountFacts:
    account, brand, network, kind, industry, currency, ever, always, marked, advertised = row
    return AccountFacts(
        *(account, brand, network, kind, industry, currency),
        ever=None if ever is None else names_in(ever),
        always=names_in(always),
        marked=marked is not False and ever != "{}",
        advertised=None if advertised is None else names_in(advertised),
        number=number,
    )


class Archivable(Protocol):
    """Whatever was perhaps archived."""

    @property
    def archived_at(self) -> datetime | None:
        """Tell when; None for what is in use."""


def in_use_since(account: Archivable, start: date) -> bool:
    """Tell whether an account counts in a window from `start`: it was not archived before the window began."""
    return account.archived_at is None or account.archived_at.date() >= start


def followers_on(ids: Iterable[UUID], day: date) -> dict[UUID, int]:
    """Give each account's size on a day: the newest count until then, else the first after it.

    Counts are the account's own, or those stated with its contents. Accounts without any are left out.
    """
    days = "campaigns_accountday WHERE account_id = a.id AND followers IS NOT NULL AND day"
    contents = "campaigns_content WHERE account_id = a.id AND followers_at_publish IS NOT NULL AND published_on"
    stated = " UNION ALL ".join(
        f"(SELECT {column} AS day, {level} AS followers, {rank} AS rank FROM {rows} {side} %(day)s"
        f" ORDER BY {column} {order} LIMIT 1)"
        for column, level, rank, rows in (
            ("day", "followers", 0, days),
            ("published_on", "followers_at_publish", 1, contents),
        )
        for side, order in (("<=", "DESC"), (">", "ASC"))
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id, s.followers FROM unnest(%(ids)s::uuid[]) AS a(id) CROSS JOIN LATERAL ("
            f"SELECT * FROM ({stated}) stated ORDER BY day > %(day)s, abs(day - %(day)s), rank LIMIT 1) s",
            {"ids": uuid_array(ids), "day": day},
        )
        return dict(cursor.fetchall())
