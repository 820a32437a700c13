"""What becomes of an agency's jobs when it is deleted."""

from collections.abc import Mapping
from uuid import UUID

from django.db import connections

# A job that a worker is at ends by itself: without its row the worker could not say so.
FORGET_JOBS = "DELETE FROM public.procrastinate_jobs WHERE args ->> 'agency' = %s AND status <> 'doing'"
FORGET_DAYS = "DELETE FROM public.procrastinate_periodic_defers WHERE periodic_id = %s"


def forget_jobs(agency_id: UUID, *, using: str) -> Mapping[str, int]:
    """Take an agency's jobs out of the queue but those under way; gives how many. Needs the owner's context."""
    with connections[using].cursor() as cursor:
        cursor.execute(FORGET_DAYS, [str(agency_id)])
        cursor.execute(FORGET_JOBS, [str(agency_id)])
        return {"procrastinate_jobs": cursor.rowcount}
