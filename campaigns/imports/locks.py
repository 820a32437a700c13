"""One writer an account at a time: loads, reverts and recounts take the same lock before they read or write.

Who must read all of an account's facts as they are at one moment, in several statements, holds it against them.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import connection


def lock_accounts(account_ids: Collection[UUID]) -> None:
    """Take the accounts' advisory locks in sorted order; they end with the transaction."""
    _take("pg_advisory_xact_lock", account_ids)


def hold_accounts(account_ids: Collection[UUID]) -> None:
    """Let nobody change the accounts' facts until the transaction ends; several may hold them at once."""
    _take("pg_advisory_xact_lock_shared", account_ids)


def _take(lock: str, account_ids: Collection[UUID]) -> None:
    if not account_ids:
        return
    names = [f"account:{account_id}" for account_id in sorted(account_ids)]
    with connection.cursor() as cursor:  # OFFSET 0 keeps the order in which the names are listed
        cursor.execute(
            f"SELECT {lock}(hashtextextended(name, 0)) FROM"
            " (SELECT name FROM unnest(%s::text[]) WITH ORDINALITY AS each(name, place) ORDER BY place OFFSET 0) names",
            [names],
        )
