"""Runs one job: finds its agency, opens it, and decides what a failure means."""

from collections.abc import Mapping
from pathlib import Path
from traceback import extract_tb
from types import TracebackType
from typing import Any
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, connections

from agencies.context import at_the_door, in_agency
from agencies.models import Agency
from jobs.tasks import Job, Later, Task, Work

MOST_ATTEMPTS = 5
FIRST_PAUSE = 2  # seconds before the second attempt; each further pause is twice as long
_SOURCES = Path(__file__).resolve().parents[2]

logger = structlog.get_logger(__name__)


class JobFailed(Exception):  # noqa: N818 - reads as the verdict
    """The job failed for good. The message names kinds and places, never a value: logs hold no agency's text."""


def run_job(task: Task, *, number: int, earlier_attempts: int, written: Mapping[str, Any]) -> None:
    """Do a job's work in its agency. A job whose agency is gone is dropped.

    Raises Later and JobFailed; after MOST_ATTEMPTS, or a failure that no repeat mends, the task is given up.
    """
    try:
        failure = _verdict(task, number, earlier_attempts, written)
    finally:
        connections.close_all()  # this thread may not run another job for hours
    if failure is not None:
        raise failure


def _verdict(task: Task, number: int, earlier_attempts: int, written: Mapping[str, Any]) -> Exception | None:
    """Give what to raise: an error is told outside of its handler, so that nothing drags its text along."""
    job = _job(number, earlier_attempts, UUID(written["agency"]))
    if job is None:
        return None
    with structlog.contextvars.bound_contextvars(job=number, task=task.name, agency=str(job.agency.id)):
        return _attempt(task, job, task.arguments_from(written))


def _job(number: int, earlier_attempts: int, agency_id: UUID) -> Job | None:
    with at_the_door():
        agency = Agency.objects.filter(id=agency_id).first()
    return None if agency is None else Job(number, agency.ref(), earlier_attempts + 1)


def _attempt(task: Task, job: Job, arguments: Mapping[str, Any]) -> Exception | None:
    if job.attempt > MOST_ATTEMPTS:  # a job that ends its worker never gets to say so itself
        return _give_up(task, job, arguments, "its workers ended before it did")
    try:
        _work(task.work, job, arguments, own_transactions=task.own_transactions)
    except (OperationalError, InterfaceError, Later) as error:
        if job.attempt < MOST_ATTEMPTS:
            logger.warning("job_put_off", because=told(error))
            return Later(error.pause if isinstance(error, Later) else FIRST_PAUSE**job.attempt)
        reason = told(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is reported and stops no other job
        reason = told(error)
    else:
        return None
    return _give_up(task, job, arguments, reason)


def _work(work: Work, job: Job, arguments: Mapping[str, Any], *, own_transactions: bool) -> None:
    if own_transactions:
        work(job, **arguments)
        return
    with in_agency(job.agency):
        work(job, **arguments)


def _give_up(task: Task, job: Job, arguments: Mapping[str, Any], reason: str) -> JobFailed:
    logger.error("job_failed", because=reason)
    if task.given_up is not None:
        try:
            _work(task.given_up, job, arguments, own_transactions=False)
        except Exception as error:  # noqa: BLE001 - the first failure is the one to report
            logger.error("job_not_given_up", because=told(error))  # noqa: TRY400 - the traceback may hold values
    return JobFailed(reason)


def told(error: BaseException) -> str:
    """Tell an error by its kind, the server's code where it has one, and the lines of ours that it came through."""
    state = getattr(error.__cause__, "sqlstate", None)
    kind = type(error).__name__ + (f" {state}" if state else "")
    return " < ".join([kind, *reversed(_places(error.__traceback__))])


def _places(trace: TracebackType | None) -> list[str]:
    frames = [frame for frame in extract_tb(trace) if Path(frame.filename).is_relative_to(_SOURCES)]
    return [f"{Path(frame.filename).relative_to(_SOURCES)}:{frame.lineno}" for frame in frames[-6:]]
