"""Work that is done once a day for every agency, however many workers there are."""

import asyncio
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connections
from procrastinate.connector import BaseConnector

from agencies.context import at_the_door
from agencies.models import Agency
from agencies.references import AgencyState
from jobs.tasks import every_task

PRIORITY = -1  # behind what people wait for

# procrastinate remembers the last moment that each task was deferred for, an agency: of one day there is one job.
QUEUE_ONCE = """
SELECT procrastinate_defer_periodic_job_v2(
    'default', agency || ':' || %(task)s, NULL, %(task)s, %(priority)s, agency, %(day)s,
    jsonb_build_object('agency', agency)
)
FROM unnest(%(agencies)s::text[]) agency
"""


async def queue_daily_work(connector: BaseConnector, now: datetime) -> None:
    """Queue the day's work for every agency for which that was not done yet; each agency's is a job of its own."""
    day = working_day(now)
    if day is None:
        return
    begun = int(datetime.combine(day, time(), UTC).timestamp())
    for task in every_task():
        if task.daily_in:
            agencies = await asyncio.to_thread(agencies_in, task.daily_in)
            await connector.execute_query_all_async(
                QUEUE_ONCE, task=task.name, priority=PRIORITY, day=begun, agencies=[str(each) for each in agencies]
            )


def working_day(now: datetime) -> date | None:
    """Give the day whose work is to be done; None before the hour, in UTC, at which it begins."""
    begins = timedelta(hours=settings.DAILY_HOUR)
    today = now.astimezone(UTC)
    return today.date() if today >= datetime.combine(today.date(), time(), UTC) + begins else None


def agencies_in(states: Collection[AgencyState]) -> list[UUID]:
    """List the agencies in one of some states; for a thread of its own, whose connections it closes."""
    try:
        with at_the_door():
            return list(Agency.objects.filter(state__in=states).order_by("id").values_list("id", flat=True))
    finally:
        connections.close_all()
