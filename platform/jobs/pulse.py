"""Whether any worker lives, as the queue knows it."""

from datetime import timedelta

from django.db import connection

SILENT_BEATS = 3  # signs of life that a worker may miss before it is taken for dead
SIGNS = """
SELECT count(*) FILTER (WHERE last_heartbeat > now() - make_interval(secs => %s)), now() - max(last_heartbeat)
FROM public.procrastinate_workers
"""


def living_workers(*, silent: float) -> tuple[int, timedelta | None]:
    """Count the workers that gave a sign of life within `silent` seconds, and tell how old the newest sign is.

    Needs the door's context. The age is None where no worker is known.
    """
    with connection.cursor() as cursor:
        cursor.execute(SIGNS, [silent])
        living, age = cursor.fetchone()
    return living, age
