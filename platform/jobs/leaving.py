"""What becomes of an agency's jobs when it is deleted."""

from collections.abc import Mapping
from uuid import UUID

from django.db import connections

FORGET = "DELETE FROM public.procrastinate_jobs WHERE args ->> 'agency' = %s"


def forget_jobs(agency_id: UUID, *, using: str) -> Mapping[str, int]:
    """Take an agency's jobs out of the queue, done ones too; gives how many. Needs the owner's context."""
    with connections[using].cursor() as cursor:
        cursor.execute(FORGET, [str(agency_id)])
        return {"procrastinate_jobs": cursor.rowcount}
