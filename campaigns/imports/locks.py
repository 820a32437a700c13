"""One writer an account at a time: loads, reverts and recounts take the same lock before they read or write."""

from uuid import UUID

from django.db import connection


def lock_accounts(account_ids: list[UUID]) -> None:
    """Take the accounts' advisory locks in sorted order; they end with the transaction."""
    if not account_ids:
        return
    names = [f"account:{account_id}" for account_id in sorted(account_ids)]
    with connection.cursor() as cursor:  # OFFSET 0 keeps the order in which the names are listed
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM"
            " (SELECT name FROM unnest(%s::text[]) WITH ORDINALITY AS each(name, place) ORDER BY place OFFSET 0) names",
            [names],
        )
