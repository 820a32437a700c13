"""Notes that an agency's data changed, in the transaction that changed it, so that one state is told from another."""

from collections.abc import Collection
from typing import Any, Final

from django.conf import settings

KEPT: Final = 1000
"""So many notes stay at least, and twice as many at most."""
_FORGET = """
DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE id <= %s ORDER BY id FOR UPDATE SKIP LOCKED)
"""


def note_changes(connection: Any, written: Collection[str]) -> None:
    """Leave a number behind where a table was written that may change what the agency is told of its numbers."""
    if settings.CHANGES_NOT_NOTED.keys() >= set(written):
        return
    table = settings.CHANGES_NOTED_IN
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} DEFAULT VALUES RETURNING id")
        (number,) = cursor.fetchone()
        if number % KEPT == 0:
            cursor.execute(_FORGET.format(table=table), [number - KEPT])
