"""A worker in the tests' own process, and the queue as its owner sees it; both need work that was committed."""

import asyncio
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connections
from procrastinate import App, PsycopgConnector

from agencies.context import OWNER, as_owner
from jobs.daily import queue_daily_work
from jobs.worker import Shift, work

UNTIL_EMPTY = Shift(at_once=2, heartbeat=10, until_empty=True)


def work_off() -> None:
    """Run a worker until the queue is empty."""
    work(UNTIL_EMPTY, signals=False)


def begin_day(now: datetime) -> None:
    """Queue the daily work, as every worker does at its rounds."""
    asyncio.run(_begin_day(now))


async def _begin_day(now: datetime) -> None:
    async with App(connector=PsycopgConnector(kwargs=dict(settings.JOB_QUEUE_LOGIN))).open_async() as app:
        await queue_daily_work(app.connector, now)


def asked(sql: str, values: Any = None) -> list[Any]:
    """Ask the queue's own tables."""
    with as_owner(), connections[OWNER].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []
