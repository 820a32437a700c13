"""A worker in the tests' own process, and the queue as its owner sees it; both need work that was committed."""

from typing import Any

from django.db import connections

from agencies.context import OWNER, as_owner
from jobs.worker import Shift, work

UNTIL_EMPTY = Shift(at_once=2, heartbeat=10, until_empty=True)


def work_off() -> None:
    """Run a worker until the queue is empty."""
    work(UNTIL_EMPTY, signals=False)


def asked(sql: str, values: Any = None) -> list[Any]:
    """Ask the queue's own tables."""
    with as_owner(), connections[OWNER].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []
