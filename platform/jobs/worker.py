"""A worker: takes jobs from the shared queue, shows signs of life, finds lost jobs, and begins the day's work."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.jobs import Job as QueuedJob

from jobs.daily import queue_daily_work
from jobs.pulse import SILENT_BEATS
from jobs.running import run_job
from jobs.tasks import Later, Task, every_task

DAILY_ROUND = "jobs.daily_round"
ROUND_TIMES = "*/10 * * * *"  # as cron writes every ten minutes: a worker that starts late still does the day's work
LOOK_EVERY = 2.0  # seconds between two looks at the queue, beside being told of new jobs
LOOK_AGAIN_AFTER = 0.1  # seconds
KEPT_HOURS = 7 * 24  # a failed job stays in the queue's table for that long

# One statement: a row that another worker's sweep has just put back no longer matches.
RECOVER = """
UPDATE procrastinate_jobs SET status = 'todo', attempts = attempts + 1, worker_id = NULL, scheduled_at = NULL
WHERE status = 'doing' AND (worker_id IS NULL OR worker_id IN (
    SELECT id FROM procrastinate_workers WHERE last_heartbeat < now() - make_interval(secs => %(silent)s)
))
RETURNING id, pg_notify('procrastinate_any_queue_v1', json_build_object('type', 'job_inserted', 'job_id', id)::text)
"""


LEFT = """
SELECT EXISTS (
    SELECT FROM procrastinate_jobs WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())
) AS "left"
"""


@dataclass(frozen=True, slots=True)
class Shift:
    """How a worker works: how many jobs at once, how many seconds between two signs of life.

    One that works `until_empty` does what is queued and looks for no daily work.
    """

    at_once: int
    heartbeat: float
    until_empty: bool = False

    @property
    def silent(self) -> float:
        """Say after how many seconds without a sign of life a worker is taken for dead."""
        return self.heartbeat * SILENT_BEATS


def work(shift: Shift, *, signals: bool = True) -> None:
    """Run jobs until asked to stop, or until none is left; raises what ends the connection to the queue."""
    asyncio.run(_work(shift, signals=signals))


async def _work(shift: Shift, *, signals: bool) -> None:
    app = App(connector=PsycopgConnector(kwargs=dict(settings.JOB_QUEUE_LOGIN), min_size=1, max_size=4))
    register(app, shift)
    async with app.open_async():
        await _recover(app, shift)
        care = asyncio.create_task(_care(app, shift))
        try:
            await _run(app, shift, signals=signals)
            while shift.until_empty and await _is_left(app):
                await asyncio.sleep(LOOK_AGAIN_AFTER)
                await _run(app, shift, signals=signals)
        finally:
            care.cancel()
            with suppress(asyncio.CancelledError):
                await care


async def _run(app: App, shift: Shift, *, signals: bool) -> None:
    await app.run_worker_async(
        concurrency=shift.at_once,
        wait=not shift.until_empty,
        listen_notify=not shift.until_empty,
        fetch_job_polling_interval=LOOK_EVERY,
        update_heartbeat_interval=shift.heartbeat,
        stalled_worker_timeout=shift.silent,
        delete_jobs="successful",
        install_signal_handlers=signals,
    )


async def _is_left(app: App) -> bool:
    """Say whether a job waits that may begin: one behind another of its task, which the queue does not show."""
    found = await app.connector.execute_query_one_async(LEFT)
    return bool(found["left"])


def register(app: App, shift: Shift) -> None:
    """Tell the queue's library what there is to do, and when to look for the work of the day."""
    for each in every_task():
        app.task(name=each.name, pass_context=True, retry=_AsTold())(_runner(each))
    if not shift.until_empty:
        app.periodic(cron=ROUND_TIMES)(app.task(name=DAILY_ROUND, pass_context=True)(_daily_round))


def _runner(task: Task) -> Callable[..., None]:
    def run(context: JobContext, **written: Any) -> None:
        run_job(task, number=context.job.id or 0, earlier_attempts=context.job.attempts, written=written)

    return run


async def _daily_round(context: JobContext, timestamp: int) -> None:
    del timestamp  # a round that comes late is about the day that it comes on
    await queue_daily_work(context.app.connector, datetime.now(UTC))


class _AsTold(BaseRetryStrategy):
    """Repeats a job that asked for it, and no other."""

    def get_retry_decision(self, *, exception: BaseException, job: QueuedJob) -> RetryDecision | None:
        """Give the pause that the run stated."""
        del job
        return RetryDecision(retry_in={"seconds": exception.pause}) if isinstance(exception, Later) else None


async def _care(app: App, shift: Shift) -> None:
    """Find lost jobs at every sign of life; forget old failures once a day."""
    beats_a_day = max(1, round(24 * 3600 / shift.heartbeat))
    beat = 0
    while True:
        if beat % beats_a_day == 0:
            await app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS, include_failed=True)
        await asyncio.sleep(shift.heartbeat)
        await _recover(app, shift)
        beat += 1


async def _recover(app: App, shift: Shift) -> None:
    """Put the jobs of dead workers back into the queue, for whoever comes first."""
    await app.connector.execute_query_all_async(RECOVER, silent=shift.silent)
