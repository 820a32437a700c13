"""One writer an account at a time: loads, reverts and recounts take the same lock before they read or write."""

from uuid import UUID

from django.db import connection


def lock_accounts(account_ids: list[UUID]) -> None:
    """Take the accounts' advisory locks in sorted order; they end with the transaction."""
    with connection.cursor() as cursor:
        for account_id in sorted(account_ids):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"account:{account_id}"])
